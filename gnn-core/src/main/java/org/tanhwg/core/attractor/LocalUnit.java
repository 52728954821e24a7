package org.tanhwg.core.attractor;

import org.tanhwg.core.Floats;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.step.SlowRegime;

/**
 * One unit that learns to say its own bit or phase: it knows its synapses, the states of the others and its own, and nothing else.
 *
 * <p>The response is z = κ(Σ_x O_x s_x + θ) with κ = √(d−1), the energy ½|z − b|² of theory §4 with the feedback b = a s_y, the unit's
 * own state with the amplitude a ≥ 1 that is nearest to z: a bit whose margin is 1 or more is left alone. The step is the implicit
 * one of §4.1: with S = Σ_x w_x |s_x|² + w_θ,
 *
 * <pre>O_x⁺ = O_x + τκ w_x conj(s_x) (b − z)/(1 + τκ²S)</pre>
 *
 * Phases have no θ, so that a cue which is turned as a whole leads to its pattern, turned as much. Amplitudes that differ much
 * make basins small, so a ≤ 1.1 at first; a unit that finds no such weights may take any.
 */
final class LocalUnit {
    private static final double UNIFORM = 1.1;
    private static final int UNIFORM_PASSES = 150;
    private static final double PHASE_TOLERANCE = 1e-3;

    private final int own;
    private final int units;
    private final States states;
    private final float gain;
    /** Mean mass of a synapse. */
    private final float mean;
    private final float biasMass;
    /** As often as there are parts. */
    private final float[] masses;
    /** conj(O), as {@link States#turned} wants it. */
    private final float[] observable;
    private final float[] bias;
    private final float[] rest;
    private boolean frozen;

    LocalUnit(int own, int units, States states) {
        this.own = own;
        this.units = units;
        this.states = states;
        int inputs = Math.max(1, units - 1);
        gain = (float) Math.sqrt(inputs);
        mean = 1f / inputs;
        biasMass = states == States.BITS ? mean : 0;
        masses = new float[units * states.parts()];
        for (int i = 0; i < masses.length; i++) masses[i] = i % units == own ? 0 : mean;
        observable = new float[masses.length];
        bias = new float[states.parts()];
        rest = new float[states.parts()];
    }

    /** conj(O); not a copy. */
    float[] observable() { return observable; }

    /** θ; not a copy. */
    float[] bias() { return bias; }

    /**
     * Passes over the patterns in the given orders until every one has its margin; only the first patterns ever prune.
     *
     * @param heard patterns, each {@link States#turned}
     */
    void learn(float[][][] heard, int[][] orders, LocalLearning how) {
        int pruning = frozen ? 0 : how.pruningPasses();
        for (int pass = 0; pass < orders.length; pass++) {
            double most = states == States.PHASES && pass < UNIFORM_PASSES ? UNIFORM : Double.POSITIVE_INFINITY;
            boolean content = true;
            for (int i : orders[pass]) content &= !align(heard[i], most, how.tau());
            if (pass >= pruning) {
                if (content) return;
            } else if (pass == pruning - 1) {
                consolidate(how.slow().silencing());
                frozen = true;
            } else if ((pass + 1) % how.every() == 0) {
                shrink(how.beta());
                consolidate(how.slow());
            }
        }
    }

    /** Whether there was something to do. */
    private boolean align(float[][] heard, double most, double tau) {
        double along = 0;
        for (int part = 0; part < rest.length; part++) {
            rest[part] = gain * (Floats.dot(observable.length, observable, heard[part]) + bias[part]);
            along += rest[part] * heard[part][own];
        }
        float amplitude = (float) Math.max(1, Math.min(most, along));
        double off = 0;
        for (int part = 0; part < rest.length; part++) {
            rest[part] = amplitude * heard[part][own] - rest[part];
            off += rest[part] * rest[part];
        }
        if (off <= (states == States.BITS ? 0 : PHASE_TOLERANCE * PHASE_TOLERANCE)) return false;
        double square = 1 + biasMass; // masses sum to 1, and moduli are 1
        for (int part = 0; part < rest.length; part++) {
            float step = (float) (tau * gain * rest[part] / (1 + tau * gain * gain * square));
            float[] inputs = heard[part];
            for (int i = 0; i < inputs.length; i++) observable[i] += step * masses[i] * inputs[i];
            bias[part] += step * biasMass;
        }
        return true;
    }

    /** The potential's step, with the mass-weighted threshold of theory §4.1; phases stay, moduli shrink. */
    private void shrink(double beta) {
        double sum = 0;
        int living = 0;
        for (int x = 0; x < units; x++) {
            sum += states.modulus(observable, x);
            if (masses[x] > 0) living++;
        }
        if (living == 0) return;
        float scale = (float) (beta * sum / living / mean);
        for (int x = 0; x < units; x++) {
            float modulus = states.modulus(observable, x), left = Math.max(0, modulus - scale * masses[x]);
            if (modulus > 0) for (int i = x; i < observable.length; i += units) observable[i] = observable[i] / modulus * left;
        }
    }

    private void consolidate(SlowRegime slow) {
        double[] w = new double[units], o = new double[units];
        for (int x = 0; x < units; x++) {
            w[x] = masses[x];
            o[x] = states.modulus(observable, x);
        }
        w = slow.step(w, o);
        for (int i = 0; i < masses.length; i++) masses[i] = (float) w[i % units];
    }
}
