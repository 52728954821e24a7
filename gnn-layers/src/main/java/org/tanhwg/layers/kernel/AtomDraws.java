package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.core.SplitMix;

/**
 * Sampled transmission of quantile laws: each example draws one atom of every synapse (theory §1, §5).
 *
 * <p>Which atom is a function of stream, example, unit and input, so that the way back draws the same ones and nothing is stored. Of complex amplitudes, parts = 2, each row of
 * inputs, z and errors is [re | im], and the law of a unit all real parts, then all imaginary parts; below, n, units and K stand for twice as many numbers.
 */
public final class AtomDraws {
    /** Linear congruential generator of Knuth's MMIX; the upper bits are used. */
    private static final long MULTIPLIER = 6364136223846793005L;
    private static final long INCREMENT = 1442695040888963407L;

    private final int n;
    private final int units;
    private final int count;
    private final int parts;
    private final float[] w;
    private final float[] q;
    private final float[] g;
    private float[] a = new float[0];
    private float[] back = new float[0];

    /** @param count K, atoms of a law @param parts numbers that make up an amplitude, 1 or 2 */
    public AtomDraws(int n, int units, int count, int parts) {
        this.parts = parts;
        this.n = n;
        this.units = units;
        this.count = count;
        w = new float[n];
        q = new float[parts * n * count];
        g = new float[parts * n * count];
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
        int half = n * count;
        for (int unit = 0; unit < units; unit++) {
            observable(unit, mass, law);
            for (int row = 0; row < rows; row++) {
                long state = SplitMix.seed(stream, (long) (first + row) * units + unit);
                float sum = 0;
                float imaginary = 0;
                for (int x = 0, at = parts * row * n; x < n; x++, at++) {
                    state = state * MULTIPLIER + INCREMENT;
                    int drawn = atom(state) * n + x;
                    sum += a[at] * q[drawn];
                    if (parts == 1) continue;
                    sum -= a[at + n] * q[drawn + half];
                    imaginary += a[at] * q[drawn + half] + a[at + n] * q[drawn];
                }
                int to = parts * row * units + unit;
                z.put(to, z.get(to) + sum);
                if (parts == 2) z.put(to + units, z.get(to + units) + imaginary);
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
        int half = n * count;
        Arrays.fill(back, 0, parts * rows * n, 0);
        for (int unit = 0; unit < units; unit++) {
            observable(unit, mass, law);
            Arrays.fill(g, 0);
            for (int row = 0; row < rows; row++) {
                long state = SplitMix.seed(stream, (long) (first + row) * units + unit);
                float e = error.get(parts * row * units + unit);
                float i = parts == 1 ? 0 : error.get((2 * row + 1) * units + unit);
                if (e == 0 && i == 0) continue;
                for (int x = 0, at = parts * row * n; x < n; x++, at++) {
                    state = state * MULTIPLIER + INCREMENT;
                    int drawn = atom(state) * n + x;
                    g[drawn] += e * a[at];
                    back[at] += e * q[drawn];
                    if (parts == 1) continue;
                    g[drawn] += i * a[at + n];
                    g[drawn + half] += i * a[at] - e * a[at + n];
                    back[at] += i * q[drawn + half];
                    back[at + n] += i * q[drawn] - e * q[drawn + half];
                }
            }
            if (gradient == null) continue;
            for (int i = 0; i < g.length; i++) g[i] *= scale;
            gradient.put(unit * g.length, g);
        }
        int length = parts * rows * n;
        inputGradient.get(0, a, 0, length);
        for (int i = 0; i < length; i++) a[i] += back[i];
        inputGradient.put(0, a, 0, length);
    }

    private int atom(long state) { return (int) ((state >>> 33) * count >>> 31); }

    private void load(int rows, FloatBuffer inputs) {
        int length = parts * rows * n;
        if (a.length < length) {
            a = new float[length];
            back = new float[length];
        }
        inputs.get(0, a, 0, length);
    }

    /** {@code q} ← w q of one unit. */
    private void observable(int unit, FloatBuffer mass, FloatBuffer law) {
        mass.get(unit * n, w);
        law.get(unit * q.length, q);
        for (int i = 0; i < q.length; i++) q[i] *= w[i % n];
    }
}
