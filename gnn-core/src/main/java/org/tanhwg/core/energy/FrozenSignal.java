package org.tanhwg.core.energy;

import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.space.ProductSpace;

/**
 * Energy of a particle (x, s) of a unit under a frozen signal, Re(conj(G_x) s) + β|s| at the inputs and +∞ between them (theory §4.7);
 * {@link PotentialEnergy} makes it the energy of a measure on X × K.
 *
 * <p>Its step moves mass and amplitude together: the particle hops to the input x' that minimises s²/2τ − (τ/2)(|G_x' − s/τ| − β)₊² +
 * d(x, x')²/2τ, and its amplitude takes the proximal step there. O(n) for each particle, exact; on a tie it stays.
 *
 * @param ground the space X that the inputs lie in, such as a star tree
 * @param inputs at least one
 * @param gradient G_x = ∂L/∂O_x, one for each input
 * @param beta β ≥ 0
 */
public record FrozenSignal<X>(GeodesicSpace<X> ground, List<X> inputs, List<Complex> gradient,
        double beta) implements Energy<ProductSpace.Point<X, Complex>> {

    /** @throws IllegalArgumentException if sizes do not agree, an input does not belong to the space, or a number is not as described */
    public FrozenSignal {
        inputs = List.copyOf(inputs);
        gradient = List.copyOf(gradient);
        Checks.atLeast("inputs.size()", inputs.size(), 1);
        Checks.size("gradient.size()", gradient.size(), inputs.size());
        for (int x = 0; x < inputs.size(); x++) {
            ground.member("inputs[" + x + "]", inputs.get(x));
            new ComplexPlane().member("gradient[" + x + "]", gradient.get(x));
        }
        Checks.nonNegative("beta", beta);
    }

    @Override public ProductSpace<X, Complex> space() {
        return new ProductSpace<>(ground, new ComplexPlane());
    }

    /** Index of the input at this place, or −1. */
    int input(X place) {
        for (int x = 0; x < inputs.size(); x++) if (ground.distance(inputs.get(x), place) == 0) return x;
        return -1;
    }

    @Override public double value(ProductSpace.Point<X, Complex> particle) {
        space().member("particle", particle);
        int x = input(particle.first());
        return x < 0 ? Double.POSITIVE_INFINITY
                : gradient.get(x).conjugate().times(particle.second()).re() + beta * particle.second().modulus();
    }

    @Override public Prox<ProductSpace.Point<X, Complex>> prox(ProductSpace.Point<X, Complex> from, double tau) {
        space().member("from", from);
        Complex s = from.second(), pole = s.times(1 / Checks.positive("tau", tau));
        int own = input(from.first()), reference = Math.max(own, 0), best = own;
        double least = own < 0 ? Double.POSITIVE_INFINITY : 0;
        for (int x = 0; x < inputs.size(); x++) {
            if (x == own) continue;
            double way = ground.distance(from.first(), inputs.get(x));
            double cost = way * way / (2 * tau) - tau / 2 * gained(gradient.get(x), gradient.get(reference), pole);
            if (best < 0 || cost < least) {
                least = cost;
                best = x;
            }
        }
        Complex aim = s.minus(gradient.get(best).times(tau));
        double size = aim.modulus(), left = size - tau * beta;
        return Prox.exact(new ProductSpace.Point<>(inputs.get(best), left > 0 ? aim.times(left / size) : Complex.ZERO));
    }

    /** (|g − u| − β)₊² − (|h − u| − β)₊², as a product, so that a large u cancels exactly. */
    private double gained(Complex g, Complex h, Complex u) {
        double far = g.minus(u).modulus(), near = h.minus(u).modulus();
        double high = Math.max(0, far - beta), low = Math.max(0, near - beta);
        if (high == 0 || low == 0) return high * high - low * low;
        Complex sum = g.plus(h).minus(u.times(2));
        return g.minus(h).conjugate().times(sum).re() / (far + near) * (high + low);
    }
}
