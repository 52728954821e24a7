package org.tanhwg.core.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.GaussianMemory.Structure;

/**
 * Axes u_1 … u_d that all covariances of a memory share, Σ_i = U diag(s_i²) Uᵀ: such covariances commute, and (m, Σ) ↦ [Uᵀm, s] turns
 * W₂ into the Euclidean distance (theory §6). Multiples of the identity share every basis and need one number, √d s.
 */
public final class Eigenbasis {
    /** Entries off the diagonal, relative to the largest on it, that count as rounding. */
    private static final double OFF_DIAGONAL = 1e-12;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final double[][] axes;
    private final boolean spherical;

    private Eigenbasis(double[][] axes, boolean spherical) {
        this.axes = axes;
        this.spherical = spherical;
    }

    /** For covariances s²I. */
    public static Eigenbasis spherical(int dimension) {
        return new Eigenbasis(identity(Checks.atLeast("dimension", dimension, 1)), true);
    }

    /** For diagonal covariances. */
    public static Eigenbasis diagonal(int dimension) {
        return new Eigenbasis(identity(Checks.atLeast("dimension", dimension, 1)), false);
    }

    /**
     * For covariances with these axes.
     *
     * @param axes d × d, columns orthonormal within 1e-12; copied
     * @throws IllegalArgumentException if they are not
     */
    public static Eigenbasis of(double[][] axes) {
        Checks.atLeast("axes.length", axes.length, 1);
        for (int k = 0; k < axes.length; k++) Checks.size("axes[" + k + "].length", axes[k].length, axes.length);
        DMatrixRMaj u = new DMatrixRMaj(axes), product = CommonOps_DDRM.multTransA(u, u, null);
        for (int i = 0; i < axes.length; i++) {
            for (int j = 0; j < axes.length; j++) {
                if (!(Math.abs(product.get(i, j) - (i == j ? 1 : 0)) <= OFF_DIAGONAL)) {
                    throw new IllegalArgumentException("axes: columns " + i + " and " + j + " have the product "
                            + product.get(i, j) + "; must be orthonormal");
                }
            }
        }
        return new Eigenbasis(u.get2DData(), false);
    }

    /** The simplest basis that the covariances of all laws share, if there is one. */
    public static Optional<Eigenbasis> shared(List<Gaussian> laws) {
        int d = laws.get(0).dimension();
        // a combination in general position has the common axes and no others
        DMatrixRMaj combination = new DMatrixRMaj(d, d);
        for (int i = 0; i < laws.size(); i++) {
            double trace = laws.get(i).variance(), share = 1 + (i + 1) * GOLDEN % 1;
            if (trace > 0) CommonOps_DDRM.addEquals(combination, share / trace, new DMatrixRMaj(laws.get(i).covariance()));
        }
        return List.of(spherical(d), diagonal(d), new Eigenbasis(new Symmetric(combination).vectors().get2DData(), false))
                .stream()
                .filter(basis -> laws.stream().allMatch(law -> basis.coordinates(law).isPresent())).findFirst();
    }

    public int dimension() { return axes.length; }

    /** SPHERICAL, DIAGONAL or COMMUTING. */
    public Structure structure() {
        if (spherical) return Structure.SPHERICAL;
        return Arrays.deepEquals(axes, identity(axes.length)) ? Structure.DIAGONAL : Structure.COMMUTING;
    }

    /** U, whose columns are the axes. */
    public double[][] axes() {
        return Arrays.stream(axes).map(double[]::clone).toArray(double[][]::new);
    }

    /** Length of the vectors that stand for laws: 2d, or d + 1 for spherical ones. */
    public int length() {
        return spherical ? axes.length + 1 : 2 * axes.length;
    }

    /**
     * The vector of a law with standard deviation {@code deviations[k]} ≥ 0 along axis k; a single one if spherical.
     *
     * @throws IllegalArgumentException if a length does not fit or a deviation is negative
     */
    public double[] coordinates(double[] mean, double... deviations) {
        int d = axes.length;
        Checks.size("mean.length", Checks.finite("mean", mean).length, d);
        Checks.size("deviations.length", deviations.length, length() - d);
        double[] vector = new double[length()];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < d; i++) vector[k] += axes[i][k] * mean[i];
        }
        for (int k = 0; k < deviations.length; k++)
            vector[d + k] = Checks.nonNegative("deviations[" + k + "]", deviations[k]) * unit();
        return vector;
    }

    /** The vector of a law; none if its covariance has other axes. */
    public Optional<double[]> coordinates(Gaussian law) {
        Checks.size("law.dimension()", law.dimension(), axes.length);
        DMatrixRMaj u = new DMatrixRMaj(axes), inside = CommonOps_DDRM.multTransA(u, new DMatrixRMaj(law.covariance()), null);
        inside = CommonOps_DDRM.mult(inside, u, null);
        double[] variances = new double[axes.length];
        for (int k = 0; k < variances.length; k++) variances[k] = Math.max(0, inside.get(k, k));
        double largest = Arrays.stream(variances).max().orElseThrow(), rounding = OFF_DIAGONAL * largest;
        for (int i = 0; i < variances.length; i++) {
            if (spherical && largest - variances[i] > rounding) return Optional.empty();
            for (int j = 0; j < i; j++) if (Math.abs(inside.get(i, j)) > rounding) return Optional.empty();
        }
        double[] deviations = Arrays.stream(variances).map(Math::sqrt).limit(length() - axes.length).toArray();
        return Optional.of(coordinates(law.mean(), deviations));
    }

    /** The law that a vector stands for. @throws IllegalArgumentException if its length does not fit */
    public Gaussian law(double[] vector) {
        int d = axes.length;
        Checks.size("vector.length", vector.length, length());
        double[] mean = new double[d];
        double[][] covariance = new double[d][d];
        for (int k = 0; k < d; k++) {
            double s = vector[spherical ? d : d + k] / unit();
            for (int i = 0; i < d; i++) {
                mean[i] += axes[i][k] * vector[k];
                for (int j = 0; j < d; j++) covariance[i][j] += s * s * (axes[i][k] * axes[j][k]);
            }
        }
        return new Gaussian(mean, covariance);
    }

    /** Length of one deviation. */
    private double unit() { return spherical ? Math.sqrt(axes.length) : 1; }

    private static double[][] identity(int dimension) {
        return CommonOps_DDRM.identity(dimension).get2DData();
    }
}
