package org.tanhwg.core.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.GaussianFreeEnergy;

/**
 * The Hessian spectrum λ_i of an energy at a state, and what it says of the dynamics there (appendix A, theory §7).
 *
 * @param eigenvalues ascending, in energy per distance²; copied in and out
 */
public record Spectrum(double[] eigenvalues) {

    /** Numbers of directions that contract, stay and grow. */
    public record Split(int stable, int neutral, int unstable) {}

    /** @throws IllegalArgumentException if there is no eigenvalue or one is not finite */
    public Spectrum {
        eigenvalues = Checks.finite("eigenvalues", eigenvalues).clone();
        Arrays.sort(eigenvalues);
    }

    @Override public double[] eigenvalues() { return eigenvalues.clone(); }

    /**
     * The exact spectrum at the equilibrium N(0, TQ⁻¹) of a free energy: {q_i} of the mean and {q_i + q_j : i ≤ j} of the
     * covariance.
     */
    public static Spectrum atEquilibrium(GaussianFreeEnergy energy) {
        energy.equilibrium();
        double[] q = energy.confinementSpectrum();
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < q.length; i++) {
            all.add(q[i]);
            for (int j = 0; j <= i; j++) all.add(q[i] + q[j]);
        }
        return new Spectrum(all.stream().mapToDouble(v -> v).toArray());
    }

    /**
     * By central differences of the energy along the chart's coordinates, with error about h² + 1e-16/h² in the units of the
     * energy.
     *
     * @param chart around the state
     * @param h step of the differences, in distance; 1e-4 of the state's size is a good choice
     */
    public static <S> Spectrum numerical(Energy<S> energy, NormalCoordinates<S> chart, double h) {
        Checks.positive("h", h);
        int n = chart.dimension();
        DMatrixRMaj hessian = new DMatrixRMaj(n, n);
        double base = energy.value(chart.at(new double[n]));
        for (int i = 0; i < n; i++) {
            hessian.set(i, i, (value(energy, chart, i, h, i, 0) - 2 * base + value(energy, chart, i, -h, i, 0)) / (h * h));
            for (int j = 0; j < i; j++) {
                double same = value(energy, chart, i, h, j, h) + value(energy, chart, i, -h, j, -h);
                double opposite = value(energy, chart, i, h, j, -h) + value(energy, chart, i, -h, j, h);
                hessian.set(i, j, (same - opposite) / (4 * h * h));
                hessian.set(j, i, hessian.get(i, j));
            }
        }
        return new Spectrum(new Symmetric(hessian).values());
    }

    /** Directions by the sign of λ; |λ| ≤ {@code tolerance} counts as neutral (Prop A.3). */
    public Split split(double tolerance) {
        Checks.nonNegative("tolerance", tolerance);
        int stable = (int) Arrays.stream(eigenvalues).filter(v -> v > tolerance).count();
        int unstable = (int) Arrays.stream(eigenvalues).filter(v -> v < -tolerance).count();
        return new Split(stable, eigenvalues.length - stable - unstable, unstable);
    }

    /** Effective dimension Σ_i e^{−tλ_i} after time t ≥ 0 (Rem A.7). */
    public double effectiveDimension(double time) {
        return Arrays.stream(flowFactors(time)).sum();
    }

    /** e^{−tλ_i}: what the linearised flow over time t ≥ 0 multiplies each direction by, in the order of the eigenvalues. */
    public double[] flowFactors(double time) {
        Checks.nonNegative("time", time);
        return factors(v -> Math.exp(-time * v));
    }

    /**
     * 1/(1 + τλ_i): what one linearised step multiplies each direction by (theory §7); for unstable directions τ must be below
     * −1/λ.
     *
     * @throws IllegalArgumentException if 1 + τλ_i is not positive: then the step has no minimiser near the state
     */
    public double[] stepFactors(double tau) {
        Checks.positive("tau", tau);
        Checks.positive("1 + tau * (smallest eigenvalue)", 1 + tau * eigenvalues[0]);
        return factors(v -> 1 / (1 + tau * v));
    }

    private double[] factors(DoubleUnaryOperator f) { return Arrays.stream(eigenvalues).map(f).toArray(); }

    private static <S> double value(Energy<S> energy, NormalCoordinates<S> chart, int i, double atI, int j, double atJ) {
        double[] v = new double[chart.dimension()];
        v[i] += atI;
        v[j] += atJ;
        return energy.value(chart.at(v));
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
