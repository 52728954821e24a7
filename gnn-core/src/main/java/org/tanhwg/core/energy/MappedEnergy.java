package org.tanhwg.core.energy;

import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * A mapped energy e(μ) = φ(z), z = Σ_x w_x m_x a_x, of the pre-activation of one unit (Def 7.1, theory §4).
 *
 * <p>The map is linear in the means, so the step is that of φ alone with τS, S = Σ_x w_x|a_x|²: the pre-activation moves to z⁺
 * and the means by m_x⁺ = m_x + conj(a_x)(z⁺ − z)/S. With {@link Alignment} it is the exact implicit single-sample step, stable
 * for every τ.
 *
 * @param space the structural weights
 * @param activations a_x of one example
 * @param outer φ, such as {@link Alignment}, {@link Correlation} or {@link ActivatedAlignment}
 */
public record MappedEnergy(AmplitudeSpace space, List<Complex> activations,
        Energy<Complex> outer) implements Energy<List<Complex>> {

    /** @throws IllegalArgumentException if there is not one finite activation per synapse */
    public MappedEnergy {
        activations = List.copyOf(space.member("activations", activations));
    }

    /** z = Σ_x w_x m_x a_x. */
    public Complex preactivation(List<Complex> means) {
        space.member("means", means);
        double[] w = space.weights();
        Complex z = Complex.ZERO;
        for (int x = 0; x < w.length; x++) z = z.plus(means.get(x).times(activations.get(x)).times(w[x]));
        return z;
    }

    @Override public double value(List<Complex> means) { return outer.value(preactivation(means)); }

    @Override public Prox<List<Complex>> prox(List<Complex> from, double tau) {
        Checks.positive("tau", tau);
        Complex z = preactivation(from);
        double[] w = space.weights();
        double gain = 0;
        for (int x = 0; x < w.length; x++) gain += w[x] * activations.get(x).squaredModulus();
        if (gain == 0) return Prox.exact(from);
        Prox<Complex> moved = outer.prox(z, tau * gain);
        Complex shift = moved.to().minus(z).times(1 / gain);
        return new Prox<>(space.mapped(from, (x, m) -> m.plus(activations.get(x).conjugate().times(shift))), moved.status());
    }
}
