package org.tanhwg.core.step;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.tanhwg.core.Checks;

/**
 * The one energy that both regimes of a unit descend, J(O, w) = L(O) + β Σ_x |O_x| / ŵ_x with ŵ = n w and 0/0 = 0 (theory §4.6).
 *
 * <p>The fast step is the proximal step of L, linearised where it is, plus the same penalty; J falls for a step size c ≤ 1/(ŵ_x·Λ), Λ the largest curvature of L. The slow step
 * moves mass toward the minimiser |O|^½ of J(O, ·); J falls for every γ.
 *
 * @param loss L of the observables
 * @param gradient ∂L/∂O
 * @param beta β ≥ 0
 */
public record JointEnergy(ToDoubleFunction<double[]> loss, UnaryOperator<double[]> gradient, double beta) {
    public JointEnergy {
        Checks.nonNegative("beta", beta);
    }

    /** J(O, w), +∞ where a synapse without mass is not silent. */
    public double value(double[] w, double[] o) {
        return loss.applyAsDouble(o) + beta * new MassTarget.Observable(0.5).energy(w, o, o).orElseThrow().applyAsDouble(w);
    }

    /** The observables after a fast step of size {@code c > 0}, w frozen. */
    public double[] fast(double[] w, double[] o, double c) {
        return new FastRegime(beta, 0, 0).step(w, o, gradient.apply(o), c);
    }

    /**
     * The masses after a slow step, O frozen.
     *
     * @param gamma γ in [0, 1]
     * @param silentShare share of the mean mass below which a silent synapse loses its own
     */
    public double[] slow(double[] w, double[] o, double gamma, double silentShare) {
        return new SlowRegime(gamma, 0.5, silentShare).step(w, o);
    }
}
