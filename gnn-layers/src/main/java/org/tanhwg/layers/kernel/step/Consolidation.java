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
    static final float SMALLEST = 1e-30f;
    /** Times anything that is not 0, at least 1. Half of the synapses are silent, at random: branches would be guessed wrong. */
    static final float LARGE = 1e38f;
    private static final int TILE = 1024;

    private float[] w = new float[0];
    private float[] moved = new float[0];
    private final float[][] m = new float[2][0];
    private final float[][] o = new float[2][0];
    private float[] v = new float[0];
    private int[] group = new int[0];
    private final Salience salience = new Salience();

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
            salience.measure(n, parts, o);
            for (int part = 0; k.pressure > 0 && part < parts; part++) {
                pressing.get((part * units + unit) * n, v, 0, n);
                salience.press(n, part, o[part], v);
            }
            if (spread.isPresent()) {
                spread.get().get(unit * n, v, 0, n);
                salience.discount(n, parts, w, v);
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
            salience.measure(count, 1, o);
            if (k.pressure > 0) {
                for (int i = 0; i < count; i++) v[i] = pressing.get(support.at(start + i));
                salience.press(count, 0, o[0], v);
            }
            if (spread.isPresent()) {
                for (int i = 0; i < count; i++) v[i] = spread.get().get(support.at(start + i));
                salience.discount(count, 1, w, v);
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
        float[] from = v, to = moved;
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
        double total = salience.complete(count, n, w, assembly, k);
        if (total == 0) {
            Arrays.fill(w, 0, count, 0);
            return false;
        }
        move(count, (float) k.gamma, (float) (k.gamma / total), (float) (k.silentShare / n), (float) (k.quantum / n));
        return true;
    }

    /** Turns w into its update and fills {@code moved} with the mass that its subtraction will leave, rounding included. */
    private void move(int n, float gamma, float rate, float silentMass, float leastMass) {
        float[] size = salience.size();
        float[] target = salience.target();
        for (int i = 0; i < n; i++) {
            float mass = (1 - gamma) * w[i] + rate * target[i];
            float sounds = Math.min(size[i] * LARGE, 1f);
            float weighs = Math.min(Math.max(mass - silentMass, 0) * LARGE, 1f);
            moved[i] = mass * Math.max(sounds, weighs);
        }
        if (leastMass > 0) for (int i = 0; i < n; i++) moved[i] = moved[i] < leastMass ? 0 : moved[i];
        float scale = (float) (1 / Salience.sum(moved, n));
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
        moved = new float[n];
        v = new float[n];
        group = new int[n];
        salience.reserve(n);
        for (int part = 0; part < 2; part++) {
            m[part] = new float[n];
            o[part] = new float[n];
        }
    }
}
