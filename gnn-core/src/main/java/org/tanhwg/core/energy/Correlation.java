package org.tanhwg.core.energy;

import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * Correlation of a linear unit with its feedback: φ(z) = −Re(conj(b)·αz) (Rem 6.9, theory §4); the step is z + τᾱb: Hebb's rule.
 *
 * <p>Unbounded below; every step exists, there is no fixed point unless αb = 0.
 *
 * @param slope    α
 * @param feedback b
 */
public record Correlation(Complex slope, Complex feedback) implements Energy<Complex> {
    private static final ComplexPlane PLANE = new ComplexPlane();

    /** @throws IllegalArgumentException if a number is not finite */
    public Correlation {
        PLANE.member("slope", slope);
        PLANE.member("feedback", feedback);
    }

    @Override public ComplexPlane space() { return PLANE; }

    @Override public double value(Complex z) {
        return -feedback.conjugate().times(slope).times(PLANE.member("z", z)).re();
    }

    @Override public Prox<Complex> prox(Complex from, double tau) {
        Checks.positive("tau", tau);
        return Prox.exact(PLANE.member("from", from).plus(slope.conjugate().times(feedback).times(tau)));
    }
}
