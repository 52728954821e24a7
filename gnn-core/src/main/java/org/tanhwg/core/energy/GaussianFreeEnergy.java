package org.tanhwg.core.energy;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;

/**
 * Free energy of a normal law: confinement and internal energy (McCann), ½tr(QΣ) + ½mᵀQm − (T/2) log det Σ (theory §7).
 *
 * <p>Step, with M = I + τQ, K = M^{-½}ΣM^{-½} and c = τT: m⁺ = M⁻¹m, Σ⁺ = M^{-½} p(K) M^{-½}, where
 * p(k) = (k + 2c + √(k² + 4ck))/2. It solves I − A + τ(Q − TΣ⁺⁻¹) = 0 and AΣ⁺A = Σ for the transport map A, whether Q and Σ
 * commute or not (ours). On R it is the spread of theory §4.4, σ⁺ = (σ + √(σ² + 4τTA))/(2A), A = 1 + τQ. The isotropic complex law
 * is the one on R² with Σ = σ²I.
 *
 * @param confinement Q, symmetric; need not be positive
 * @param temperature T ≥ 0; 0 leaves the potential alone
 */
public record GaussianFreeEnergy(double[][] confinement, double temperature) implements Energy<Gaussian> {

    /** @throws IllegalArgumentException if Q is not square, finite and symmetric, or T is negative */
    public GaussianFreeEnergy {
        confinement = Symmetric.checked("confinement", confinement);
        Checks.nonNegative("temperature", temperature);
    }

    @Override public GeodesicSpace<Gaussian> space() { return new GaussianSpace(confinement.length); }

    /** +∞ for a singular covariance when T > 0. */
    @Override public double value(Gaussian law) {
        space().member("law", law);
        double[] m = law.mean();
        double[][] covariance = law.covariance();
        double energy = 0;
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) energy += confinement[i][j] * (covariance[i][j] + m[i] * m[j]) / 2;
        }
        if (temperature == 0) return energy;
        double logDeterminant = 0;
        for (double v : new Symmetric(new DMatrixRMaj(covariance)).values()) logDeterminant += Math.log(Math.max(0, v));
        return energy - temperature / 2 * logDeterminant;
    }

    /**
     * @throws IllegalArgumentException as in {@link Energy#prox}, and if I + τQ is not positive definite: then there is no
     *          minimiser
     */
    @Override public Prox<Gaussian> prox(Gaussian from, double tau) {
        space().member("from", from);
        Checks.positive("tau", tau);
        Symmetric q = symmetric();
        if (!(1 + tau * q.smallest() > 0)) {
            throw new IllegalArgumentException(
                    "tau = " + tau + ": must be < " + -1 / q.smallest() + ", or the step has no minimiser");
        }
        double c = tau * temperature;
        DMatrixRMaj mean = new DMatrixRMaj(from.mean());
        CommonOps_DDRM.mult(q.map(v -> 1 / (1 + tau * v)), mean.copy(), mean);
        DMatrixRMaj half = q.map(v -> 1 / Math.sqrt(1 + tau * v));
        Symmetric k = new Symmetric(between(half, new DMatrixRMaj(from.covariance())));
        DMatrixRMaj spread = between(half, k.map(v -> spread(Math.max(0, v), c)));
        return Prox.exact(new Gaussian(mean.data, rows(spread)));
    }

    /** The fixed point N(0, TQ⁻¹), for every τ. @throws IllegalArgumentException unless T > 0 and Q is positive definite */
    public Gaussian equilibrium() {
        Checks.positive("temperature", temperature);
        Checks.positive("smallest eigenvalue of confinement", symmetric().smallest());
        return new Gaussian(new double[confinement.length], rows(symmetric().map(v -> temperature / v)));
    }

    /** Eigenvalues of Q, ascending. */
    public double[] confinementSpectrum() {
        return Arrays.stream(symmetric().values()).sorted().toArray();
    }

    private Symmetric symmetric() { return new Symmetric(new DMatrixRMaj(confinement)); }

    private static double spread(double k, double c) {
        return (k + 2 * c + Math.sqrt(k * k + 4 * c * k)) / 2;
    }

    /** HSH, symmetric to the bit. */
    private static DMatrixRMaj between(DMatrixRMaj h, DMatrixRMaj s) {
        DMatrixRMaj product = CommonOps_DDRM.mult(CommonOps_DDRM.mult(h, s, null), h, null);
        return CommonOps_DDRM.add(0.5, product, 0.5, CommonOps_DDRM.transpose(product, null), null);
    }

    private static double[][] rows(DMatrixRMaj a) {
        double[][] rows = new double[a.numRows][a.numCols];
        for (int i = 0; i < a.numRows; i++) {
            for (int j = 0; j < a.numCols; j++) rows[i][j] = (a.get(i, j) + a.get(j, i)) / 2;
        }
        return rows;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
