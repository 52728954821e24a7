package org.tanhwg.core.energy;

import java.util.Objects;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * Alignment of an affine unit with its feedback: φ(z) = ½|αz + c − b|² (theory §4); the step is (z + τᾱ(b−c))/(1 + τ|α|²).
 *
 * @param slope    α
 * @param offset   c
 * @param feedback b
 */
public record Alignment(Complex slope, Complex offset, Complex feedback) implements Energy<Complex> {
    private static final ComplexPlane PLANE = new ComplexPlane();

    /** @throws IllegalArgumentException if a number is not finite */
    public Alignment {
        PLANE.member("slope", slope);
        PLANE.member("offset", offset);
        PLANE.member("feedback", feedback);
    }

    /** ½|z − b|², the linear unit. */
    public static Alignment linear(Complex feedback) {
        return new Alignment(new Complex(1, 0), Complex.ZERO, Objects.requireNonNull(feedback, "feedback"));
    }

    @Override public ComplexPlane space() { return PLANE; }

    @Override public double value(Complex z) {
        return slope.times(PLANE.member("z", z)).plus(offset).minus(feedback).squaredModulus() / 2;
    }

    @Override public Prox<Complex> prox(Complex from, double tau) {
        Checks.positive("tau", tau);
        Complex pull = slope.conjugate().times(feedback.minus(offset));
        return Prox.exact(PLANE.member("from", from).plus(pull.times(tau)).times(1 / (1 + tau * slope.squaredModulus())));
    }
}
