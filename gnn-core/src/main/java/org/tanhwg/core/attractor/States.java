package org.tanhwg.core.attractor;

import org.tanhwg.core.Checks;

/**
 * What the units of a network say. A state is an array of numbers, one for each unit, or all real parts and then all imaginary ones;
 * 0 where nothing is known.
 */
public enum States {
    /** 1 or −1. */
    BITS(1),
    /** A complex number of modulus 1 (phasor networks: Noest, NIPS 1987). */
    PHASES(2);

    private static final double MODULUS_ROUNDING = 1e-5;
    /** Cosine of the turn up to which a phase counts as the same. */
    private static final double SAME = Math.cos(0.01);

    private final int parts;

    States(int parts) {
        this.parts = parts;
    }

    /** Numbers for each unit. */
    public int parts() { return parts; }

    /** Number of units of a state of so many numbers. */
    int units(int numbers) { return numbers / parts; }

    /** Returns {@code patterns} if all have {@code units} units that say what they may. @throws IllegalArgumentException otherwise */
    float[][] checked(int units, float[][] patterns) {
        for (int i = 0; i < patterns.length; i++) {
            Checks.size("patterns[" + i + "].length", patterns[i].length, parts * units);
            for (int y = 0; y < units; y++)
                if (!(Math.abs(modulus(patterns[i], y) - 1) <= (parts - 1) * MODULUS_ROUNDING))
                    throw new IllegalArgumentException("patterns[" + i + "][" + y + "] = " + patterns[i][y]
                            + (this == BITS ? ": must be 1 or -1" : ": must have modulus 1, not " + modulus(patterns[i], y)));
        }
        return patterns;
    }

    /**
     * A state s, and for phases −is too: a row c of connections and these give the parts of a field Σ_x conj(c_x) s_x as real products
     * Σ c_x s_x.
     */
    float[][] turned(float[] state) {
        if (this == BITS) return new float[][] {state};
        int units = state.length / 2;
        float[] turned = new float[state.length];
        for (int y = 0; y < units; y++) {
            turned[y] = state[units + y];
            turned[units + y] = -state[y];
        }
        return new float[][] {state, turned};
    }

    float modulus(float[] values, int unit) {
        if (this == BITS) return Math.abs(values[unit]);
        double re = values[unit], im = values[values.length / 2 + unit];
        return (float) Math.sqrt(re * re + im * im);
    }

    /** Divides each number by its modulus; 0 stays. */
    float[] signs(float[] values) {
        int units = units(values.length);
        for (int y = 0; y < units; y++) {
            float modulus = modulus(values, y);
            if (modulus > 0) for (int i = y; i < values.length; i += units) values[i] /= modulus;
        }
        return values;
    }

    /** Whether all fields have the signs of {@code pattern}, phases up to 0.01. */
    boolean agree(float[] fields, float[] pattern) {
        int units = units(pattern.length);
        for (int y = 0; y < units; y++) {
            double along = 0;
            for (int i = y; i < pattern.length; i += units) along += (double) fields[i] * pattern[i];
            if (!(along > 0 && along >= SAME * modulus(fields, y))) return false;
        }
        return true;
    }
}
