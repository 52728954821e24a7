package org.tanhwg.core.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Law.VectorLaw;

/**
 * The normal law N(m, Σ) on R^d; Σ may be singular, zero included (a Dirac law).
 *
 * @param covariance d × d; symmetric within 1e-12 of its largest entry, eigenvalues ≥ −1e-10 times that entry; copied in and out
 */
public record Gaussian(double[] mean, double[][] covariance) implements VectorLaw<double[]> {
    private static final double ASYMMETRY = 1e-12, NEGATIVITY = 1e-10;

    /**
     * @throws IllegalArgumentException if the sizes do not match, an entry is not finite, or the covariance is not symmetric PSD
     */
    public Gaussian {
        mean = Checks.finite("mean", mean).clone();
        Checks.size("covariance.length", covariance.length, mean.length);
        covariance = covariance.clone();
        double scale = 0;
        for (int i = 0; i < mean.length; i++) {
            Checks.size("covariance[" + i + "].length", covariance[i].length, mean.length);
            covariance[i] = Checks.finite("covariance[" + i + "]", covariance[i]).clone();
            for (double c : covariance[i]) scale = Math.max(scale, Math.abs(c));
        }
        requireSymmetric(covariance, ASYMMETRY * scale);
        double smallest = new Symmetric(new DMatrixRMaj(covariance)).smallest();
        if (smallest < -NEGATIVITY * scale) {
            throw new IllegalArgumentException("covariance has eigenvalue " + smallest + ": must be positive semidefinite");
        }
    }

    /** N(m, σ²) on R. */
    public static Gaussian scalar(double mean, double sigma) {
        Checks.nonNegative("sigma", sigma);
        return new Gaussian(new double[] {mean}, new double[][] {{sigma * sigma}});
    }

    @Override public double[] mean() { return mean.clone(); }

    public double[][] covariance() {
        return Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
    }

    public int dimension() { return mean.length; }

    /** tr Σ. */
    @Override public double variance() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) trace += Math.max(0, covariance[i][i]);
        return trace;
    }

    @Override public double secondMoment() {
        return variance() + Arrays.stream(mean).map(m -> m * m).sum();
    }

    @Override public Gaussian translated(double[] by) {
        Checks.size("by.length", by.length, mean.length);
        double[] moved = mean.clone();
        for (int i = 0; i < moved.length; i++) moved[i] += by[i];
        return new Gaussian(moved, covariance);
    }

    @Override public Gaussian scaled(double factor) {
        double[][] wider = covariance();
        for (double[] row : wider) {
            for (int j = 0; j < row.length; j++) row[j] *= factor * factor;
        }
        return new Gaussian(Arrays.stream(mean).map(m -> factor * m).toArray(), wider);
    }

    /**
     * Image of this law under x ↦ M x + c, as N(M m + c, M Σ Mᵀ); M has one row for each entry of c.
     *
     * <p>Rounding that makes the image asymmetric or indefinite, as contrasts of nearly equal variables do, is taken away.
     */
    public Gaussian pushforward(double[][] matrix, double[] offset) {
        Checks.size("matrix.length", matrix.length, Checks.finite("offset", offset).length);
        double[] image = offset.clone();
        for (int i = 0; i < image.length; i++) {
            Checks.size("matrix[" + i + "].length", matrix[i].length, mean.length);
            for (int k = 0; k < mean.length; k++) image[i] += matrix[i][k] * mean[k];
        }
        DMatrixRMaj m = new DMatrixRMaj(matrix), half = CommonOps_DDRM.mult(m, new DMatrixRMaj(covariance), null);
        return new Gaussian(image, semidefinite(CommonOps_DDRM.multTransB(half, m, null)).get2DData());
    }

    /** The symmetric part of {@code a}, without its negative eigenvalues if they are more than the constructor takes. */
    private static DMatrixRMaj semidefinite(DMatrixRMaj a) {
        for (int i = 0; i < a.numRows; i++) {
            for (int j = 0; j < i; j++) {
                double mean = a.get(i, j) == a.get(j, i) ? a.get(i, j) : 0.5 * (a.get(i, j) + a.get(j, i));
                a.set(i, j, mean);
                a.set(j, i, mean);
            }
        }
        Symmetric eigen = new Symmetric(a);
        if (eigen.smallest() >= -NEGATIVITY * CommonOps_DDRM.elementMaxAbs(a)) return a;
        DMatrixRMaj root = eigen.map(v -> Math.sqrt(Math.max(0, v)));
        return CommonOps_DDRM.multTransB(root, root, null);
    }

    /** m + Σ^½ ξ, ξ standard normal. */
    @Override public double[] sample(RandomGenerator random) {
        DMatrixRMaj root = new Symmetric(new DMatrixRMaj(covariance)).root();
        double[] draw = mean.clone();
        for (int k = 0; k < draw.length; k++) {
            double xi = random.nextGaussian();
            for (int i = 0; i < draw.length; i++) draw[i] += root.get(i, k) * xi;
        }
        return draw;
    }

    private static void requireSymmetric(double[][] a, double tolerance) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(a[i][j] - a[j][i]) > tolerance) {
                    throw new IllegalArgumentException(
                            "covariance[" + i + "][" + j + "] = " + a[i][j] + " but covariance[" + j + "]["
                                    + i + "] = " + a[j][i] + ": must be symmetric");
                }
            }
        }
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
