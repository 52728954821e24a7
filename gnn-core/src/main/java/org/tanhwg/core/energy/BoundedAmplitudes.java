package org.tanhwg.core.energy;

import java.util.List;
import java.util.Objects;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * An amplitude penalty on laws that are bounded: +∞ where a mean leaves its ball |m_x| ≤ r, or |m_x| ≤ ρ w_x (theory §4.8).
 *
 * <p>The step is that of the penalty, cut at the ball: both are functions of the modulus, convex on the ray, so that the projection of the one minimiser is the other.
 *
 * @param inside the penalty within the ball; β = λ = 0 for none
 * @param radius r or ρ, &gt; 0, in units of the amplitude
 * @param kind of ball
 */
public record BoundedAmplitudes(AmplitudePenalty inside, double radius, Ball kind) implements Energy<List<Complex>> {

    /** How far a mean may be from 0. */
    public enum Ball {
        /** r, whatever the mass: |O_x| ≤ r w_x. */
        AMPLITUDE,
        /** ρ w_x: |O_x| ≤ ρ w_x². */
        MASS;

        /** The radius for a synapse of this mass. */
        public double of(double radius, double mass) {
            return this == AMPLITUDE ? radius : radius * mass;
        }
    }

    public BoundedAmplitudes {
        Objects.requireNonNull(inside, "inside");
        Checks.positive("radius", radius);
        Objects.requireNonNull(kind, "kind");
    }

    @Override public AmplitudeSpace space() { return inside.space(); }

    @Override public double value(List<Complex> means) {
        double[] w = space().weights();
        double value = inside.value(means);
        for (int x = 0; x < w.length; x++)
            if (w[x] > 0 && means.get(x).modulus() > kind.of(radius, w[x]) * (1 + 4 * Math.ulp(1.0)))
                return Double.POSITIVE_INFINITY;
        return value;
    }

    @Override public Prox<List<Complex>> prox(List<Complex> from, double tau) {
        Prox<List<Complex>> free = inside.prox(from, tau);
        double[] w = space().weights();
        return new Prox<>(space().mapped(free.to(), (x, m) -> {
            double size = m.modulus(), most = kind.of(radius, w[x]);
            return size <= most ? m : m.times(most / size);
        }), free.status());
    }
}
