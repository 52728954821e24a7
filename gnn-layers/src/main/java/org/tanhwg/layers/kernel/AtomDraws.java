package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.core.SplitMix;

/**
 * Sampled transmission of quantile laws: each example draws one atom of every synapse (theory §1, §5).
 *
 * <p>Which atom is a function of stream, example, unit and input, so that the way back draws the same ones and nothing is stored.
 */
public final class AtomDraws {
    /** Linear congruential generator of Knuth's MMIX; the upper bits are used. */
    private static final long MULTIPLIER = 6364136223846793005L;
    private static final long INCREMENT = 1442695040888963407L;

    private final int n;
    private final int units;
    private final int count;
    private final float[] w;
    private final float[] q;
    private final float[] g;
    private float[] a = new float[0];
    private float[] back = new float[0];

    /** @param count K, atoms of a law */
    public AtomDraws(int n, int units, int count) {
        this.n = n;
        this.units = units;
        this.count = count;
        w = new float[n];
        q = new float[n * count];
        g = new float[n * count];
    }

    /**
     * Adds Σ_x a w q_k to z, k drawn.
     *
     * @param first number of the first row, which its draws are a function of
     * @param inputs rows × n, row-major
     * @param z rows × units, row-major
     */
    public void transmit(int first, int rows, FloatBuffer inputs, FloatBuffer mass, FloatBuffer law, FloatBuffer z,
            long stream) {
        load(rows, inputs);
        for (int unit = 0; unit < units; unit++) {
            observable(unit, mass, law);
            for (int row = 0; row < rows; row++) {
                long state = SplitMix.seed(stream, (long) (first + row) * units + unit);
                float sum = 0;
                for (int x = 0, at = row * n; x < n; x++, at++) {
                    state = state * MULTIPLIER + INCREMENT;
                    sum += a[at] * q[atom(state) * n + x];
                }
                int to = row * units + unit;
                z.put(to, z.get(to) + sum);
            }
        }
    }

    /**
     * The way back of {@link #transmit}.
     *
     * @param error ε = ∂L/∂z, rows × units
     * @param gradient receives scale · ∂L/∂(w q), Kn × units; null when not wanted
     * @param inputGradient ∂L/∂a of the draws is added, rows × n
     */
    public void back(int first, int rows, FloatBuffer inputs, FloatBuffer mass, FloatBuffer law, FloatBuffer error, float scale,
            FloatBuffer gradient, FloatBuffer inputGradient, long stream) {
        load(rows, inputs);
        Arrays.fill(back, 0, rows * n, 0);
        for (int unit = 0; unit < units; unit++) {
            observable(unit, mass, law);
            Arrays.fill(g, 0);
            for (int row = 0; row < rows; row++) {
                long state = SplitMix.seed(stream, (long) (first + row) * units + unit);
                float e = error.get(row * units + unit);
                if (e == 0) continue;
                for (int x = 0, at = row * n; x < n; x++, at++) {
                    state = state * MULTIPLIER + INCREMENT;
                    int drawn = atom(state) * n + x;
                    g[drawn] += e * a[at];
                    back[at] += e * q[drawn];
                }
            }
            if (gradient == null) continue;
            for (int i = 0; i < g.length; i++) g[i] *= scale;
            gradient.put(unit * g.length, g);
        }
        inputGradient.get(0, a, 0, rows * n);
        for (int i = 0; i < rows * n; i++) a[i] += back[i];
        inputGradient.put(0, a, 0, rows * n);
    }

    private int atom(long state) { return (int) ((state >>> 33) * count >>> 31); }

    private void load(int rows, FloatBuffer inputs) {
        if (a.length < rows * n) {
            a = new float[rows * n];
            back = new float[rows * n];
        }
        inputs.get(0, a, 0, rows * n);
    }

    /** {@code q} ← w q of one unit. */
    private void observable(int unit, FloatBuffer mass, FloatBuffer law) {
        mass.get(unit * n, w);
        law.get(unit * q.length, q);
        for (int i = 0; i < q.length; i++) q[i] *= w[i % n];
    }
}
