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

    /** to_i += Σ_k a_k x_k,i over k = from … from + 3. */
    void addFour(A to, A[] x, double[] a, int from);

    double largest(A of);

    /** Puts {@code offset} + i for each i with of_i ≥ threshold into {@code found} from {@code count} on; returns the new count. */
    int atLeast(A of, double threshold, int offset, int[] found, int count);

    /** Rounding unit relative to 1. */
    double unit();

    Lanes<double[]> DOUBLE = new DoubleLanes();
    Lanes<float[]> FLOAT = new FloatLanes();

    /** In double precision. */
    final class DoubleLanes implements Lanes<double[]> {
        @Override public double[][] arrays(int count, int length) {
            return new double[count][length];
        }

        @Override public int length(double[] of) {
            return of.length;
        }

        @Override public double get(double[] of, int i) {
            return of[i];
        }

        @Override public void set(double[] of, int i, double value) {
            of[i] = value;
        }

        @Override public void copy(double[] from, double[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        @Override public void addFour(double[] to, double[][] x, double[] a, int from) {
            addFour(to, x[from], x[from + 1], x[from + 2], x[from + 3], a[from], a[from + 1], a[from + 2], a[from + 3]);
        }

        private static void addFour(double[] to, double[] x0, double[] x1, double[] x2, double[] x3, double a0, double a1,
                double a2,
                double a3) {
            for (int i = 0; i < to.length; i++) to[i] += a0 * x0[i] + a1 * x1[i] + a2 * x2[i] + a3 * x3[i];
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

        @Override public double unit() {
            return Math.ulp(1.0);
        }
    }

    /** In single precision. */
    final class FloatLanes implements Lanes<float[]> {
        @Override public float[][] arrays(int count, int length) {
            return new float[count][length];
        }

        @Override public int length(float[] of) {
            return of.length;
        }

        @Override public double get(float[] of, int i) {
            return of[i];
        }

        @Override public void set(float[] of, int i, double value) {
            of[i] = (float) value;
        }

        @Override public void copy(float[] from, float[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        @Override public void addFour(float[] to, float[][] x, double[] a, int from) {
            addFour(to, x[from], x[from + 1], x[from + 2], x[from + 3], (float) a[from], (float) a[from + 1],
                    (float) a[from + 2], (float) a[from + 3]);
        }

        private static void addFour(float[] to, float[] x0, float[] x1, float[] x2, float[] x3, float a0, float a1, float a2,
                float a3) {
            for (int i = 0; i < to.length; i++) to[i] += a0 * x0[i] + a1 * x1[i] + a2 * x2[i] + a3 * x3[i];
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

        @Override public double unit() {
            return Math.ulp(1f);
        }
    }
}
