package org.tanhwg.core.energy;

import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * A potential V(|s|) read at the amplitude means (theory §4.1, §4.2): forgetting, for R and C alike.
 *
 * <p>The step shrinks the modulus of each mean and keeps its phase; with the elastic profile V = β|s| + (λ/2)|s|² it is
 * m·max(0, 1 − tβ/|m|)/(1 + tλ), with exact zeros, where t is τ where synapses
 * count by mass, whose weight cancels, and τ/ŵ_x, ŵ = n·w, where each counts once.
 */
public record AmplitudePenalty(AmplitudeSpace space, IsotropicEnergy profile,
        AmplitudePotential counting) implements Energy<List<Complex>> {

    @Override public double value(List<Complex> means) {
        space.member("means", means);
        double[] w = space.weights();
        double sum = 0;
        for (int x = 0; x < w.length; x++) {
            if (w[x] > 0) sum += share(w[x]) * profile.value(means.get(x).modulus());
        }
        return sum;
    }

    @Override public Prox<List<Complex>> prox(List<Complex> from, double tau) {
        space.member("from", from);
        Checks.positive("tau", tau);
        double[] w = space.weights();
        List<Complex> to = space.mapped(from, (x, m) -> m.times(1 - profile.fraction(m.modulus(), tau * share(w[x]) / w[x])));
        return new Prox<>(to, profile.status());
    }

    /** Share of the potential that a synapse of this weight counts for. */
    double share(double weight) {
        return counting == AmplitudePotential.MASS ? weight : 1.0 / space.size();
    }
}
