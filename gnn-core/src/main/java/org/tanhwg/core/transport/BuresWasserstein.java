package org.tanhwg.core.transport;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Transport between Gaussians on R^d (theory §6); covariances may be singular.
 *
 * <p>Everything rests on one optimal coupling, X = S₁^½ ξ and Y = S₂^½ Rᵀ ξ with R the orthogonal factor of S₁^½ S₂^½ = R H: it
 * needs no inverse, and W₂² = |m₁ − m₂|² + ‖S₁^½ − S₂^½ Rᵀ‖² does not cancel. Source: Álvarez-Esteban et al., J. Math. Anal.
 * Appl. 441, 2016, for the barycentre.
 */
public final class BuresWasserstein {
    /** Relative change of the covariance at which the barycentre stops, and the permitted iterations. */
    private static final double TOLERANCE = 1e-13;
    private static final int LIMIT = 1000;
    /** Relative error of A S₁ A = S₂ above which there is no map. */
    private static final double MAP_ERROR = 1e-7;

    private BuresWasserstein() {}

    /**
     * A barycentre and how exactly it solves the fixed-point equation.
     *
     * @param residual relative change of the covariance under one more iteration
     */
    public record Barycentre(Gaussian law, double residual, int iterations, Status status) implements Status.Reported {
        public double[] mean() { return law.mean(); }

        public double[][] covariance() { return law.covariance(); }
    }

    /** W₂² = |m₁ − m₂|² + tr(S₁ + S₂ − 2(S₁^½ S₂ S₁^½)^½). @throws IllegalArgumentException if the dimensions differ */
    public static double squared(Gaussian p, Gaussian q) {
        checkDimension("q", q, p);
        double sum = 0;
        double[] mean = p.mean(), other = q.mean();
        for (int i = 0; i < mean.length; i++) sum += (mean[i] - other[i]) * (mean[i] - other[i]);
        DMatrixRMaj left = root(p), right = coupled(left, root(q));
        CommonOps_DDRM.subtractEquals(left, right);
        return sum + Math.pow(NormOps_DDRM.normF(left), 2);
    }

    /**
     * The linear part A = S₁^{-½}(S₁^½ S₂ S₁^½)^½ S₁^{-½} of the optimal map x ↦ m₂ + A(x − m₁).
     *
     * @throws IllegalArgumentException if the dimensions differ, or the first covariance is singular where the second is not: no
     *     map exists
     */
    public static double[][] map(Gaussian from, Gaussian to) {
        checkDimension("to", to, from);
        Symmetric source = symmetric(from);
        double floor = source.floor();
        DMatrixRMaj inverse = source.map(v -> v > floor ? 1 / Math.sqrt(v) : 0), projector = source.map(v -> v > floor ? 1 : 0);
        DMatrixRMaj map = times(times(projector, coupled(source.root(), root(to))), inverse);
        DMatrixRMaj transposed = CommonOps_DDRM.transpose(map, null);
        CommonOps_DDRM.add(0.5, map, 0.5, transposed, map);
        DMatrixRMaj target = new DMatrixRMaj(to.covariance()), image = times(times(map, new DMatrixRMaj(from.covariance())), map);
        double error = distance(image, target), scale = NormOps_DDRM.normF(target);
        if (error > MAP_ERROR * scale) {
            throw new IllegalArgumentException(
                    "from.covariance is singular in directions where to.covariance is not (its image misses by "
                            + error + "): no map exists");
        }
        return map.get2DData();
    }

    /** Point t ∈ [0, 1] of a geodesic: the law of (1 − t)X + tY for the optimal coupling; unique if one covariance is regular. */
    public static Gaussian interpolate(Gaussian from, Gaussian to, double t) {
        Checks.inRange("t", t, 0, 1);
        checkDimension("to", to, from);
        DMatrixRMaj left = root(from), mixed = coupled(left, root(to));
        CommonOps_DDRM.add(1 - t, left, t, mixed, mixed);
        double[] mean = from.mean(), target = to.mean();
        for (int i = 0; i < mean.length; i++) mean[i] = (1 - t) * mean[i] + t * target[i];
        return new Gaussian(mean, square(mixed).get2DData());
    }

    /**
     * Minimiser of Σ_i w_i W₂²(·, law_i) by the fixed point S⁺ = M Mᵀ, M = Σ_i w_i S_i^½ R_iᵀ, from S = Σ_i w_i S_i.
     *
     * <p>It is the barycentre if a law of positive weight has a regular covariance; for singular ones only, a fixed point.
     *
     * @param weights ≥ 0, sum 1, one per law
     * @throws IllegalArgumentException if there is no law, dimensions differ or the weights are not a probability
     */
    public static Barycentre barycentre(List<Gaussian> laws, double[] weights) {
        Checks.size("weights.length", Checks.probability("weights", weights).length, laws.size());
        int d = laws.get(0).dimension();
        double[] mean = new double[d];
        DMatrixRMaj s = new DMatrixRMaj(d, d);
        for (int i = 0; i < weights.length; i++) {
            checkDimension("laws[" + i + "]", laws.get(i), laws.get(0));
            for (int k = 0; k < d; k++) mean[k] += weights[i] * laws.get(i).mean()[k];
            CommonOps_DDRM.addEquals(s, weights[i], new DMatrixRMaj(laws.get(i).covariance()));
        }
        List<DMatrixRMaj> roots = laws.stream().map(BuresWasserstein::root).toList();
        double residual = Double.POSITIVE_INFINITY;
        int iterations = 0;
        while (residual > TOLERANCE && iterations < LIMIT) {
            DMatrixRMaj root = new Symmetric(s).root(), m = new DMatrixRMaj(d, d);
            for (int i = 0; i < weights.length; i++) {
                if (weights[i] > 0) CommonOps_DDRM.addEquals(m, weights[i], coupled(root, roots.get(i)));
            }
            DMatrixRMaj next = square(m);
            double norm = NormOps_DDRM.normF(next);
            residual = norm == 0 ? 0 : distance(next, s) / norm;
            s = next;
            iterations++;
        }
        return new Barycentre(new Gaussian(mean, s.get2DData()), residual, iterations,
                residual <= TOLERANCE ? Status.CONVERGED : Status.ITERATION_LIMIT);
    }

    /** S₂^½ Rᵀ for the roots S₁^½ and S₂^½, with R = U Vᵀ from S₁^½ S₂^½ = U D Vᵀ. */
    private static DMatrixRMaj coupled(DMatrixRMaj left, DMatrixRMaj right) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(left.numRows, left.numRows, true, true,
                false);
        if (!svd.decompose(times(left, right)))
            throw new ArithmeticException("no singular value decomposition of a product of roots");
        return CommonOps_DDRM.multTransB(times(right, svd.getV(null, false)), svd.getU(null, false), null);
    }

    private static void checkDimension(String name, Gaussian law, Gaussian other) {
        Checks.size(name + ".dimension()", law.dimension(), other.dimension());
    }

    private static Symmetric symmetric(Gaussian law) {
        return new Symmetric(new DMatrixRMaj(law.covariance()));
    }

    private static DMatrixRMaj root(Gaussian law) { return symmetric(law).root(); }

    private static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj b) { return CommonOps_DDRM.mult(a, b, null); }

    private static DMatrixRMaj square(DMatrixRMaj m) { return CommonOps_DDRM.multTransB(m, m, null); }

    private static double distance(DMatrixRMaj a, DMatrixRMaj b) {
        return NormOps_DDRM.normF(CommonOps_DDRM.subtract(a, b, null));
    }

    /** Normal laws on R^d with the Bures–Wasserstein distance (theory §6); {@code dimension ≥ 1}. */
    public record GaussianSpace(int dimension) implements GeodesicSpace<Gaussian> {
        public GaussianSpace {
            Checks.atLeast("dimension", dimension, 1);
        }

        @Override public Gaussian member(String name, Gaussian law) {
            Checks.size(name + ".dimension()", law.dimension(), dimension);
            return law;
        }

        @Override public double distance(Gaussian p, Gaussian q) {
            return Math.sqrt(BuresWasserstein.squared(member("p", p), member("q", q)));
        }

        @Override public Gaussian interpolate(Gaussian from, Gaussian to, double t) {
            Checks.inRange("t", t, 0, 1);
            return BuresWasserstein.interpolate(member("from", from), member("to", to), t);
        }
    }
}
