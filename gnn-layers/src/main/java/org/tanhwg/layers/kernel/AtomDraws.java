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
    /** Of the generator after 1 to n steps: state = seed · factor + shift, so that an input that is 0 costs no draw. */
    private final long[] factor;
    private final long[] shift;
    private float[] a = new float[0];
    /** Inputs of each row that are not 0, one row after the other. */
    private int[] living = new int[0];
    private int[] start = new int[1];

    /** @param count K, atoms of a law @param parts numbers that make up an amplitude, 1 or 2 */
    public AtomDraws(int n, int units, int count, int parts) {
        this.parts = parts;
        this.n = n;
        this.units = units;
        this.count = count;
        w = new float[n];
        q = new float[parts * n * count];
        g = new float[parts * n * count];
        factor = new long[n];
        shift = new long[n];
        long power = 1;
        long sum = 0;
        for (int x = 0; x < n; x++) {
            power *= MULTIPLIER;
            sum = sum * MULTIPLIER + INCREMENT;
            factor[x] = power;
            shift[x] = sum;
        }
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
                long seed = seed(stream, first + row, unit);
                float sum = 0;
                float imaginary = 0;
                for (int j = start[row]; j < start[row + 1]; j++) {
                    int x = living[j];
                    int at = parts * row * n + x;
                    int drawn = drawn(seed, x);
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
     * Derivative of {@link #transmit} by the atoms.
     *
     * @param error ε = ∂L/∂z, rows × units
     * @param gradient receives scale · ∂L/∂(w q), Kn × units
     */
    public void gradient(int first, int rows, FloatBuffer inputs, FloatBuffer error, float scale, FloatBuffer gradient,
            long stream) {
        load(rows, inputs);
        int half = n * count;
        for (int unit = 0; unit < units; unit++) {
            Arrays.fill(g, 0);
            for (int row = 0; row < rows; row++) {
                float e = error.get(parts * row * units + unit);
                float i = parts == 1 ? 0 : error.get((2 * row + 1) * units + unit);
                if (e == 0 && i == 0) continue;
                long seed = seed(stream, first + row, unit);
                for (int j = start[row]; j < start[row + 1]; j++) {
                    int x = living[j];
                    int at = parts * row * n + x;
                    int drawn = drawn(seed, x);
                    g[drawn] += e * a[at];
                    if (parts == 1) continue;
                    g[drawn] += i * a[at + n];
                    g[drawn + half] += i * a[at] - e * a[at + n];
                }
            }
            for (int i = 0; i < g.length; i++) g[i] *= scale;
            gradient.put(unit * g.length, g);
        }
    }

    /**
     * Derivative of {@link #transmit} by the inputs.
     *
     * @param error ε = ∂L/∂z, rows × units
     * @param inputGradient ∂L/∂a, rows × n, of which what comes through the draws is written
     */
    public void back(int first, int rows, FloatBuffer mass, FloatBuffer law, FloatBuffer error, FloatBuffer inputGradient,
            long stream) {
        int length = parts * rows * n;
        reserve(length);
        Arrays.fill(a, 0, length, 0);
        int half = n * count;
        for (int unit = 0; unit < units; unit++) {
            observable(unit, mass, law);
            for (int row = 0; row < rows; row++) {
                float e = error.get(parts * row * units + unit);
                float i = parts == 1 ? 0 : error.get((2 * row + 1) * units + unit);
                if (e == 0 && i == 0) continue;
                long seed = seed(stream, first + row, unit);
                for (int x = 0, at = parts * row * n; x < n; x++, at++) {
                    int drawn = drawn(seed, x);
                    a[at] += e * q[drawn];
                    if (parts == 1) continue;
                    a[at] += i * q[drawn + half];
                    a[at + n] += i * q[drawn] - e * q[drawn + half];
                }
            }
        }
        inputGradient.put(0, a, 0, length);
    }

    private long seed(long stream, int row, int unit) { return SplitMix.seed(stream, (long) row * units + unit); }

    /** Place in {@code q} of the real part of the atom that input x draws. */
    private int drawn(long seed, int x) {
        return (int) ((seed * factor[x] + shift[x] >>> 33) * count >>> 31) * n + x;
    }

    private void reserve(int length) {
        if (a.length < length) a = new float[length];
    }

    private void load(int rows, FloatBuffer inputs) {
        int length = parts * rows * n;
        reserve(length);
        inputs.get(0, a, 0, length);
        if (living.length < rows * n) living = new int[rows * n];
        if (start.length <= rows) start = new int[rows + 1];
        int end = 0;
        for (int row = 0; row < rows; row++) {
            for (int x = 0, at = parts * row * n; x < n; x++, at++) {
                living[end] = x;
                if (a[at] != 0 || parts == 2 && a[at + n] != 0) end++;
            }
            start[row + 1] = end;
        }
    }

    /** {@code q} ← w q of one unit. */
    private void observable(int unit, FloatBuffer mass, FloatBuffer law) {
        mass.get(unit * n, w);
        law.get(unit * q.length, q);
        for (int i = 0; i < q.length; i++) q[i] *= w[i % n];
    }
}
