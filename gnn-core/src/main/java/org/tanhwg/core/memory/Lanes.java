package org.tanhwg.core.memory;

/**
 * Inner loops over an array of numbers of one precision. Each runs over bare indexes of arrays that it gets as arguments: that is
 * what the compiler vectorises.
 *
 * @param <A> float[] or double[]
 */
interface Lanes<A> {
    /** {@code count} arrays of zeros. */
    A[] arrays(int count, int length);

    int length(A of);

    double get(A of, int i);

    void set(A of, int i, double value);

    void copy(A from, A to);

    /**
     * to_q,i += Σ_k z_q,k x_k,i over k = from … from + 2 for the first {@code points} of three points.
     *
     * <p>Nine products on six loads are twice as fast as four on five; more no longer vectorise, and neither do these with the product
     * of the first load outermost, or inlined into the loop around them, for which a method with all three cases is too long.
     */
    void addProducts(int points, A to0, A to1, A to2, A[] x, double[] z0, double[] z1, double[] z2, int from);

    double largest(A of);

    /** Puts {@code offset} + i for each i with of_i ≥ threshold into {@code found} from {@code count} on; returns the new count. */
    int atLeast(A of, double threshold, int offset, int[] found, int count);

    /** Rounding unit relative to 1. */
    double unit();

    Lanes<double[]> DOUBLE = new DoubleLanes();
    Lanes<float[]> FLOAT = new FloatLanes();

    /** In double precision. */
    final class DoubleLanes implements Lanes<double[]> {
        @Override public double[][] arrays(int count, int length) { return new double[count][length]; }

        @Override public int length(double[] of) { return of.length; }

        @Override public double get(double[] of, int i) { return of[i]; }

        @Override public void set(double[] of, int i, double value) {
            of[i] = value;
        }

        @Override public void copy(double[] from, double[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        @Override public void addProducts(int points, double[] to0, double[] to1, double[] to2, double[][] x, double[] z0,
                double[] z1, double[] z2, int from) {
            double[] x0 = x[from], x1 = x[from + 1], x2 = x[from + 2];
            double a0 = z0[from], a1 = z0[from + 1], a2 = z0[from + 2], b0 = z1[from], b1 = z1[from + 1], b2 = z1[from + 2],
                    c0 = z2[from], c1 = z2[from + 1], c2 = z2[from + 2];
            if (points == 1) {
                for (int i = 0; i < to0.length; i++) {
                    double u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                }
            } else if (points == 2) {
                for (int i = 0; i < to0.length; i++) {
                    double u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                    to1[i] = Math.fma(b2, u2, Math.fma(b1, u1, Math.fma(b0, u0, to1[i])));
                }
            } else {
                for (int i = 0; i < to0.length; i++) {
                    double u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                    to1[i] = Math.fma(b2, u2, Math.fma(b1, u1, Math.fma(b0, u0, to1[i])));
                    to2[i] = Math.fma(c2, u2, Math.fma(c1, u1, Math.fma(c0, u0, to2[i])));
                }
            }
        }

        @Override public double largest(double[] of) {
            double most = of[0];
            for (double v : of) most = v > most ? v : most;
            return most;
        }

        @Override public int atLeast(double[] of, double threshold, int offset, int[] found, int count) {
            for (int i = 0; i < of.length; i++) {
                if (of[i] >= threshold) found[count++] = offset + i;
            }
            return count;
        }

        @Override public double unit() { return Math.ulp(1.0); }
    }

    /** In single precision. */
    final class FloatLanes implements Lanes<float[]> {
        @Override public float[][] arrays(int count, int length) { return new float[count][length]; }

        @Override public int length(float[] of) { return of.length; }

        @Override public double get(float[] of, int i) { return of[i]; }

        @Override public void set(float[] of, int i, double value) {
            of[i] = (float) value;
        }

        @Override public void copy(float[] from, float[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        @Override public void addProducts(int points, float[] to0, float[] to1, float[] to2, float[][] x, double[] z0,
                double[] z1, double[] z2, int from) {
            float[] x0 = x[from], x1 = x[from + 1], x2 = x[from + 2];
            float a0 = (float) z0[from], a1 = (float) z0[from + 1], a2 = (float) z0[from + 2], b0 = (float) z1[from],
                    b1 = (float) z1[from + 1], b2 = (float) z1[from + 2], c0 = (float) z2[from], c1 = (float) z2[from + 1],
                    c2 = (float) z2[from + 2];
            if (points == 1) {
                for (int i = 0; i < to0.length; i++) {
                    float u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                }
            } else if (points == 2) {
                for (int i = 0; i < to0.length; i++) {
                    float u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                    to1[i] = Math.fma(b2, u2, Math.fma(b1, u1, Math.fma(b0, u0, to1[i])));
                }
            } else {
                for (int i = 0; i < to0.length; i++) {
                    float u0 = x0[i], u1 = x1[i], u2 = x2[i];
                    to0[i] = Math.fma(a2, u2, Math.fma(a1, u1, Math.fma(a0, u0, to0[i])));
                    to1[i] = Math.fma(b2, u2, Math.fma(b1, u1, Math.fma(b0, u0, to1[i])));
                    to2[i] = Math.fma(c2, u2, Math.fma(c1, u1, Math.fma(c0, u0, to2[i])));
                }
            }
        }

        @Override public double largest(float[] of) {
            float most = of[0];
            for (float v : of) most = v > most ? v : most;
            return most;
        }

        @Override public int atLeast(float[] of, double threshold, int offset, int[] found, int count) {
            float bound = (float) threshold;
            for (int i = 0; i < of.length; i++) {
                if (of[i] >= bound) found[count++] = offset + i;
            }
            return count;
        }

        @Override public double unit() { return Math.ulp(1f); }
    }
}
