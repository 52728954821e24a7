package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Batch normalisation of runs: a channel is one run of {@code length} numbers, all its pixels of all examples, and becomes γ (x − mean)/sd + β with its own mean and
 * sd = (variance + ε)^½. Sums are kept in {@link Pointwise#TILE} parts, which vectorises, and put together in double precision.
 */
public final class Normalisation {
    private final float[] x = new float[Pointwise.TILE];
    private final float[] e = new float[Pointwise.TILE];
    private final float[] sums = new float[Pointwise.TILE];
    private final float[] others = new float[Pointwise.TILE];

    /** Mean and variance (of the whole, not its estimate from a sample) of each run. */
    public void moments(int length, FloatBuffer values, double[] mean, double[] variance) {
        for (int c = 0, from = 0; c < mean.length; c++, from += length) {
            Arrays.fill(sums, 0);
            for (int at = 0; at < length; at += x.length) {
                int count = Math.min(x.length, length - at);
                values.get(from + at, x, 0, count);
                add(count, x, sums);
            }
            mean[c] = total(sums) / length;
            Arrays.fill(sums, 0);
            for (int at = 0; at < length; at += x.length) {
                int count = Math.min(x.length, length - at);
                values.get(from + at, x, 0, count);
                addSquares(count, x, (float) mean[c], sums);
            }
            variance[c] = total(sums) / length;
        }
    }

    /** {@code into} ← scale · values + shift, run by run. */
    public void scale(int length, FloatBuffer values, double[] scale, double[] shift, FloatBuffer into) {
        for (int c = 0, from = 0; c < scale.length; c++, from += length)
            for (int at = 0; at < length; at += x.length) {
                int count = Math.min(x.length, length - at);
                values.get(from + at, x, 0, count);
                scale(count, (float) scale[c], (float) shift[c], x);
                into.put(from + at, x, 0, count);
            }
    }

    /**
     * The way back: with x̂ = (x − mean)/sd and errors ε of the output, ∂β = Σ ε, ∂γ = Σ ε x̂ and the error of x is γ/sd (ε − ∂β/n − x̂ ∂γ/n).
     *
     * @param below the errors of the input; may be {@code errors}
     */
    public void backward(int length, FloatBuffer values, FloatBuffer errors, double[] mean, double[] sd, float[] gamma,
            float[] gammaGradient, float[] betaGradient, FloatBuffer below) {
        for (int c = 0, from = 0; c < mean.length; c++, from += length) {
            Arrays.fill(sums, 0);
            Arrays.fill(others, 0);
            for (int at = 0; at < length; at += x.length) {
                int count = Math.min(x.length, length - at);
                values.get(from + at, x, 0, count);
                errors.get(from + at, e, 0, count);
                add(count, e, sums);
                addProducts(count, x, (float) mean[c], e, others);
            }
            double all = total(sums), along = total(others) / sd[c];
            betaGradient[c] = (float) all;
            gammaGradient[c] = (float) along;
            double factor = gamma[c] / sd[c];
            double slope = -factor * along / length / sd[c];
            double shift = -factor * all / length - slope * mean[c];
            for (int at = 0; at < length; at += x.length) {
                int count = Math.min(x.length, length - at);
                values.get(from + at, x, 0, count);
                errors.get(from + at, e, 0, count);
                combine(count, (float) factor, e, (float) slope, x, (float) shift);
                below.put(from + at, e, 0, count);
            }
        }
    }

    private static double total(float[] parts) {
        double total = 0;
        for (float part : parts) total += part;
        return total;
    }

    // loops of their own over arguments: that is what the compiler vectorises

    private static void add(int count, float[] x, float[] sums) {
        for (int i = 0; i < count; i++) sums[i] += x[i];
    }

    private static void addSquares(int count, float[] x, float mean, float[] sums) {
        for (int i = 0; i < count; i++) sums[i] += (x[i] - mean) * (x[i] - mean);
    }

    private static void addProducts(int count, float[] x, float mean, float[] e, float[] sums) {
        for (int i = 0; i < count; i++) sums[i] += (x[i] - mean) * e[i];
    }

    private static void scale(int count, float scale, float shift, float[] x) {
        for (int i = 0; i < count; i++) x[i] = scale * x[i] + shift;
    }

    private static void combine(int count, float factor, float[] e, float slope, float[] x, float shift) {
        for (int i = 0; i < count; i++) e[i] = factor * e[i] + (slope * x[i] + shift);
    }
}
