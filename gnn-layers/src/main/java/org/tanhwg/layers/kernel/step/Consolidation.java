package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * The slow regime of a whole layer: structural mass moves, the observable does not (theory §4.2).
 *
 * <pre>w⁺ = (1−γ)w + γ s,  s_x ∝ (|O_x| √(|O_x|²/(|O_x|² + κw²σ²)))^p;   silent synapses below a share of the mean give up their mass;   m⁺ = O / w⁺</pre>
 * A share h of s may be the target of measured pressure instead, s_x ∝ w_x (−p_x)₊^p with p_x = Re(conj(m_x) M_x), M an average of the signal over many steps (theory §4.8).
 * Variance counts as pressure (theory §4.3): an observable weight counts as far as it stands out of its own noise; κ = 1,
 * or 2 for complex amplitudes, both parts of which vary by σ; Dirac laws have σ = 0. A unit all of whose synapses are silent has nothing to move mass toward and keeps its structural weights. Complex arrays hold all real
 * parts, then all imaginary parts.
 */
public final class Consolidation {
    /** Keeps 0/0 out; far below the square of any weight that lives. */
    private static final float SMALLEST = 1e-30f;
    /** Times anything that is not 0, at least 1. Half of the synapses are silent, at random: branches would be guessed wrong. */
    private static final float LARGE = 1e38f;
    private static final int TILE = 1024;

    private float[] w = new float[0];
    private float[] size = new float[0];
    private float[] moved = new float[0];
    private final float[][] m = new float[2][0];
    private final float[][] o = new float[2][0];
    private float[] v = new float[0];
    private double[] sum = new double[0];
    private float[] gain = new float[0];
    private int[] living = new int[0];
    private int[] group = new int[0];

    /**
     * What a move needs to know besides the arrays.
     *
     * @param gamma rate γ in (0, 1]
     * @param power p in [0, 1]; 0 gives all synapses that are not silent the same
     * @param silentShare a silent synapse with less than this share of the mean mass loses it; 0 keeps all
     * @param pressure share h of measured pressure in the target, in [0, 1]
     * @param quantum a synapse with less than this share of the mean mass, in [0, 1), loses it whether silent or not
     * @param permuted whether the synapses of a unit that are not silent exchange their targets, each with the one half a round further on: for ablations
     * @param assembly number in [0, n) of the assembly of each input, over which mass moves on the average; empty for each by itself
     */
    public record Coefficients(double gamma, double power, double silentShare, double pressure, double quantum,
            boolean permuted, Optional<int[]> assembly) {}

    /**
     * Moves the mass of all units on top of a fast step.
     *
     * @param mass structural weights w, n × units, only read
     * @param amplitude means m before the fast step, n × units, or twice that where they are complex, only read
     * @param massUpdate on return w − w⁺
     * @param amplitudeUpdate on entry m − m' with m' the mean after the fast step, on return m − m⁺
     * @param signal averaged signal V, set to 0 where the mass vanishes
     * @param pressing signal M that measures pressure, laid out as V, only read; whatever it is, a target without pressure does not look at it
     * @param spread σ, n × units, only read; empty where noise does not count
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer amplitude, FloatBuffer massUpdate,
            FloatBuffer amplitudeUpdate,
            FloatBuffer signal, FloatBuffer pressing, Optional<FloatBuffer> spread, Coefficients k) {
        reserve(n);
        int parts = amplitude.limit() / (n * units);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            for (int part = 0; part < parts; part++) {
                int start = (part * units + unit) * n;
                amplitude.get(start, m[part], 0, n);
                amplitudeUpdate.get(start, o[part], 0, n);
                for (int i = 0; i < n; i++) o[part][i] = w[i] * (m[part][i] - o[part][i]);
            }
            measure(n, parts);
            if (k.pressure > 0) {
                Arrays.fill(gain, 0, n, 0);
                for (int part = 0; part < parts; part++) {
                    pressing.get((part * units + unit) * n, v, 0, n);
                    gain(n, o[part]);
                }
            }
            if (spread.isPresent()) {
                spread.get().get(unit * n, v, 0, n);
                discount(n, parts);
            }
            boolean moves = move(n, n, k.assembly, k);
            massUpdate.put(unit * n, w, 0, n);
            if (!moves) continue;
            for (int part = 0; part < parts; part++) {
                int start = (part * units + unit) * n;
                keep(n, m[part], o[part]);
                amplitudeUpdate.put(start, m[part], 0, n);
                signal.get(start, v, 0, n);
                for (int i = 0; i < n; i++) v[i] *= Math.min(moved[i] * LARGE, 1f);
                signal.put(start, v, 0, n);
            }
        }
    }

    /** Moves mass where no other synapses than the listed ones, of a real layer, have any; entries of the others are left alone. */
    public void apply(Support support, FloatBuffer amplitude, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate,
            FloatBuffer signal, FloatBuffer pressing, Optional<FloatBuffer> spread, Coefficients k) {
        int n = support.inputs();
        reserve(n);
        for (int unit = 0; unit < support.units(); unit++) {
            int start = support.start(unit);
            int count = support.start(unit + 1) - start;
            for (int i = 0; i < count; i++) {
                int at = support.at(start + i);
                w[i] = support.mass(start + i);
                m[0][i] = amplitude.get(at);
                o[0][i] = w[i] * (m[0][i] - amplitudeUpdate.get(at));
            }
            measure(count, 1);
            if (k.pressure > 0) {
                Arrays.fill(gain, 0, count, 0);
                for (int i = 0; i < count; i++) v[i] = pressing.get(support.at(start + i));
                gain(count, o[0]);
            }
            if (spread.isPresent()) {
                for (int i = 0; i < count; i++) v[i] = spread.get().get(support.at(start + i));
                discount(count, 1);
            }
            boolean moves = move(count, n, k.assembly.map(all -> groups(support, start, count, all)), k);
            if (moves) keep(count, m[0], o[0]);
            for (int i = 0; i < count; i++) {
                int at = support.at(start + i);
                massUpdate.put(at, w[i]);
                if (!moves) continue;
                amplitudeUpdate.put(at, m[0][i]);
                if (moved[i] == 0) signal.put(at, 0);
            }
        }
    }

    /** M ← (1−a) M + a V. @param fresh a in (0, 1] */
    public void settle(FloatBuffer signal, FloatBuffer pressing, double fresh) {
        float decay = (float) (1 - fresh);
        reserve(TILE);
        float[] from = v, to = gain;
        for (int start = 0; start < signal.limit(); start += TILE) {
            int length = Math.min(TILE, signal.limit() - start);
            signal.get(start, from, 0, length);
            pressing.get(start, to, 0, length);
            Pointwise.average(length, decay, to, from);
            pressing.put(start, to, 0, length);
        }
    }

    private int[] groups(Support support, int start, int count, int[] assembly) {
        for (int i = 0; i < count; i++) group[i] = assembly[support.input(start + i)];
        return group;
    }

    /**
     * Turns w into its update and leaves the mass after it in {@code moved}.
     *
     * @param count synapses of the unit that are looked at, of n
     * @return whether the unit has anything to move mass by
     */
    private boolean move(int count, int n, Optional<int[]> assembly, Coefficients k) {
        raise(count, k.power);
        if (k.permuted) permute(count);
        double salience = sum(moved, count);
        if (salience == 0) {
            Arrays.fill(w, 0, count, 0);
            return false;
        }
        if (k.pressure > 0) salience = press(count, salience, k);
        assembly.ifPresent(groups -> average(count, n, groups));
        move(count, (float) k.gamma, (float) (k.gamma / salience), (float) (k.silentShare / n), (float) (k.quantum / n));
        return true;
    }

    /** Adds −Re(conj(O) V) = −w p of one part. */
    private void gain(int n, float[] observable) {
        for (int i = 0; i < n; i++) gain[i] -= observable[i] * v[i];
    }

    /** Puts pressure into {@code moved}. @return its sum */
    private double press(int n, double salience, Coefficients k) {
        if (k.power == 0.5) for (int i = 0; i < n; i++) gain[i] = (float) Math.sqrt(w[i] * Math.max(0, gain[i]));
        else
            for (int i = 0; i < n; i++)
                gain[i] = w[i] == 0 || gain[i] <= 0 ? 0 : (float) (w[i] * Math.pow(gain[i] / w[i], k.power));
        double total = sum(gain, n);
        if (total == 0) {
            if (k.pressure < 1) return salience;
            System.arraycopy(w, 0, moved, 0, n); // nothing draws mass, and only what starves moves
            return sum(moved, n);
        }
        float steady = (float) ((1 - k.pressure) / salience);
        float measured = (float) (k.pressure / total);
        for (int i = 0; i < n; i++) moved[i] = steady * moved[i] + measured * gain[i];
        return 1;
    }

    /** Leaves |O| in {@code size} and in {@code moved}. */
    private void measure(int n, int parts) {
        float[] re = o[0];
        float[] im = o[1];
        if (parts == 1) for (int i = 0; i < n; i++) size[i] = Math.abs(re[i]);
        // in doubles the square of no float vanishes
        else for (int i = 0; i < n; i++) size[i] = (float) Math.sqrt((double) re[i] * re[i] + (double) im[i] * im[i]);
        System.arraycopy(size, 0, moved, 0, n);
    }

    /** To the power p. */
    private void raise(int n, double power) {
        if (power == 0.5) {
            for (int i = 0; i < n; i++) moved[i] = (float) Math.sqrt(moved[i]);
        } else if (power == 0) {
            for (int i = 0; i < n; i++) moved[i] = Math.min(moved[i] * LARGE, 1f);
        } else if (power != 1) {
            for (int i = 0; i < n; i++) moved[i] = (float) Math.pow(moved[i], power);
        }
    }

    /** Right values at wrong places. */
    private void permute(int n) {
        int loud = 0;
        for (int i = 0; i < n; i++) if (moved[i] > 0) {
            living[loud] = i;
            v[loud++] = moved[i];
        }
        for (int i = 0; i < loud; i++) moved[living[i]] = v[(i + loud / 2) % loud];
    }

    /** Makes {@code moved} smaller by the noise of spreads v. */
    private void discount(int n, int parts) {
        for (int i = 0; i < n; i++) {
            float noise = w[i] * v[i];
            float signal = size[i] * size[i];
            moved[i] *= (float) Math.sqrt(signal / (signal + parts * noise * noise + SMALLEST));
        }
    }

    /** Four sums, because additions that wait for one another leave the processor idle. */
    private static double sum(float[] values, int n) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < n; i++) s0 += values[i];
        return (s0 + s1) + (s2 + s3);
    }

    /** Replaces each |O|^p in {@code moved} by its mean over the synapses of the assembly that have mass. */
    private void average(int count, int assemblies, int[] assembly) {
        Arrays.fill(sum, 0, assemblies, 0);
        Arrays.fill(living, 0, assemblies, 0);
        for (int i = 0; i < count; i++) {
            if (w[i] == 0) continue;
            sum[assembly[i]] += moved[i];
            living[assembly[i]]++;
        }
        for (int i = 0; i < count; i++) moved[i] = w[i] == 0 ? 0 : (float) (sum[assembly[i]] / living[assembly[i]]);
    }

    /** Turns w into its update and {@code moved}, which held the target up to scale, into the mass that its subtraction will leave, rounding included. */
    private void move(int n, float gamma, float rate, float silentMass, float leastMass) {
        for (int i = 0; i < n; i++) {
            float mass = (1 - gamma) * w[i] + rate * moved[i];
            float sounds = Math.min(size[i] * LARGE, 1f);
            float weighs = Math.min(Math.max(mass - silentMass, 0) * LARGE, 1f);
            moved[i] = mass * Math.max(sounds, weighs);
        }
        if (leastMass > 0) for (int i = 0; i < n; i++) moved[i] = moved[i] < leastMass ? 0 : moved[i];
        float scale = (float) (1 / sum(moved, n));
        for (int i = 0; i < n; i++) {
            float update = w[i] - moved[i] * scale;
            moved[i] = w[i] - update;
            w[i] = update;
        }
    }

    /** Turns m into its update: the observable stays, or vanishes with the mass. */
    private void keep(int n, float[] mean, float[] observable) {
        for (int i = 0; i < n; i++) {
            float lives = Math.min(moved[i] * LARGE, 1f);
            mean[i] -= lives * observable[i] / Math.max(moved[i], SMALLEST);
        }
    }

    private void reserve(int n) {
        if (w.length >= n) return;
        w = new float[n];
        size = new float[n];
        moved = new float[n];
        gain = new float[n];
        v = new float[n];
        sum = new double[n];
        living = new int[n];
        group = new int[n];
        for (int part = 0; part < 2; part++) {
            m[part] = new float[n];
            o[part] = new float[n];
        }
    }
}
