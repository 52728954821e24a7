package org.tanhwg.core.diffusion;

import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * The flat of states r = Mz + r0 of N neurons on which a latent state z in R^k lives, and the features φ(Mz + r0), φ = tanh, that neurons
 * make of it (theory §8).
 *
 * @param m M, N rows of length k
 * @param r0 offsets, of length N
 */
public record LatentMap(double[][] m, double[] r0) {

    /** @throws IllegalArgumentException if sizes do not agree or something is not finite */
    public LatentMap {
        Checks.size("r0.length", Checks.finite("r0", r0).length, m.length);
        for (double[] row : m) Checks.size("m row length", Checks.finite("m", row).length, m[0].length);
    }

    /**
     * Rows drawn from N(0, gain²/k) over the spread of each coordinate, offsets such that each neuron is at 0 on an example of its own: so
     * the flanks of tanh lie where examples are.
     *
     * @param examples latent states, at least 2, that differ in every coordinate
     */
    public static LatentMap random(int neurons, double gain, double[][] examples, RandomGenerator random) {
        double[] spread = Spread.of(examples).deviations();
        int k = spread.length;
        double[][] m = new double[neurons][k];
        double[] r0 = new double[neurons];
        for (int i = 0; i < neurons; i++) {
            double[] at = examples[random.nextInt(examples.length)];
            for (int j = 0; j < k; j++) {
                m[i][j] = gain / Math.sqrt(k) * random.nextGaussian() / spread[j];
                r0[i] -= m[i][j] * at[j];
            }
        }
        return new LatentMap(m, r0);
    }

    public int neurons() { return m.length; }

    /** k. */
    public int dimension() { return m[0].length; }

    /** r = Mz + r0. */
    public void lift(double[] z, double[] r) {
        for (int i = 0; i < r.length; i++) {
            double sum = r0[i];
            for (int j = 0; j < z.length; j++) sum += m[i][j] * z[j];
            r[i] = sum;
        }
    }

    /** M⁺, k rows of length N, such that z = M⁺(r − r0). @throws ArithmeticException if M does not have full column rank */
    public double[][] inverse() {
        DMatrixRMaj map = new DMatrixRMaj(m), inverse = new DMatrixRMaj(dimension(), neurons());
        DMatrixRMaj gram = CommonOps_DDRM.multTransA(map, map, null);
        if (!CommonOps_DDRM.invert(gram)) throw new ArithmeticException("M does not have full column rank");
        CommonOps_DDRM.multTransB(gram, map, inverse);
        return inverse.get2DData();
    }

    /** φ(r) in place. */
    static void activate(double[] r) {
        for (int i = 0; i < r.length; i++) r[i] = 1 - 2 / (Math.exp(2 * r[i]) + 1); // twice as fast as Math.tanh, absolute error 1e-16
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }

    /** Mean and standard deviation of each column of a table. */
    record Spread(double[] means, double[] deviations) {

        /** @throws IllegalArgumentException if there are fewer than two rows, or a column is constant */
        static Spread of(double[][] rows) {
            if (rows.length < 2) throw new IllegalArgumentException("examples = " + rows.length + ": must be at least 2");
            int k = rows[0].length;
            double[] means = new double[k], deviations = new double[k];
            for (double[] row : rows) for (int j = 0; j < k; j++) means[j] += row[j] / rows.length;
            for (double[] row : rows) for (int j = 0; j < k; j++) deviations[j] += (row[j] - means[j]) * (row[j] - means[j]);
            for (int j = 0; j < k; j++) {
                deviations[j] = Math.sqrt(deviations[j] / rows.length);
                if (!(deviations[j] > 0)) throw new IllegalArgumentException("coordinate " + j + " of the examples is constant");
            }
            return new Spread(means, deviations);
        }
    }
}
