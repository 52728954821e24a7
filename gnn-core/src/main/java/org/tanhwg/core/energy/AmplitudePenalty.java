package org.tanhwg.core.energy;

import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * A potential V(|s|) read at the amplitude means (theory §4.1, §4.2): forgetting, for R and C alike.
 *
 * <p>The step shrinks the modulus of each mean and keeps its phase; with the elastic profile V = β|s| + (λ/2)|s|² it is
 * m·max(0, 1 − tβ/|m|)/(1 + tλ), with exact zeros, where t is τ or τ/ŵ_x by the counting, ŵ = n·w.
 */
public record AmplitudePenalty(AmplitudeSpace space, IsotropicEnergy profile,
        Counting counting) implements Energy<List<Complex>> {

    /** What a synapse counts. */
    public enum Counting {
        /** Σ_x w_x V(|m_x|), the integral of V: t = τ, the weight cancels. */
        BY_MASS,
        /** (1/n) Σ V(|m_x|) over w_x > 0, every living synapse once (maintenance): t = τ/ŵ_x. */
        ONCE
    }

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
        return counting == Counting.BY_MASS ? weight : 1.0 / space.size();
    }
}
