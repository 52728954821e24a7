package org.tanhwg.core.measure;

import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * A normal law on C with any covariance, so that phase and modulus may differ in certainty: A = m + s ξ + c ξ̄ with ξ of independent standard normal parts (theory §4.4).
 *
 * <p>The symmetric root of the covariance of (Re A, Im A) is S = [[s + Re c, Im c], [Im c, s − Re c]]: the standard deviations are s + |c|, in the direction of half the
 * phase of c, and s − |c| across. c = 0 is the isotropic law.
 *
 * @param spread s ≥ |c|
 * @param conjugate c
 */
public record PlaneGaussian(Complex mean, double spread, Complex conjugate) implements VectorLaw<Complex> {

    /** @throws IllegalArgumentException if a number is not finite or the spread is below |c| by more than rounding */
    public PlaneGaussian {
        new ComplexPlane().member("mean", mean);
        new ComplexPlane().member("conjugate", conjugate);
        Checks.nonNegative("spread", spread);
        double most = conjugate.modulus();
        if (spread < most) {
            if (spread < most * (1 - 1e-9))
                throw new IllegalArgumentException("spread = " + spread + ": must be at least |conjugate| = " + most);
            spread = most;
        }
    }

    /**
     * The law with that covariance of real and imaginary part.
     *
     * @param covariance 2 × 2, symmetric and positive semidefinite; an upper right number is not read
     */
    public static PlaneGaussian of(Complex mean, double[][] covariance) {
        double half = (covariance[0][0] + covariance[1][1]) / 2;
        var pseudo = new Complex((covariance[0][0] - covariance[1][1]) / 2, covariance[1][0]);
        double root = Math.sqrt(Math.max(0, (half - pseudo.modulus()) * (half + pseudo.modulus())));
        double spread = Math.sqrt((half + root) / 2);
        return new PlaneGaussian(mean, spread, spread == 0 ? Complex.ZERO : pseudo.times(1 / (2 * spread)));
    }

    /** The law of m + s ξ + c ξ̄ for any s ≥ 0 and c: where s is below |c| the positive root has them exchanged. */
    public static PlaneGaussian of(Complex mean, double s, Complex c) {
        double most = c.modulus();
        return s >= most ? new PlaneGaussian(mean, s, c) : new PlaneGaussian(mean, most, c.times(s / most));
    }

    /** The covariance S² of real and imaginary part, 2 × 2. */
    public double[][] covariance() {
        double half = spread * spread + conjugate.squaredModulus();
        double re = 2 * spread * conjugate.re(), im = 2 * spread * conjugate.im();
        return new double[][] {{half + re, im}, {im, half - re}};
    }

    /** The law of (Re A, Im A). */
    public Gaussian real() {
        return new Gaussian(new double[] {mean.re(), mean.im()}, covariance());
    }

    /** det S, the product of both standard deviations. */
    public double determinant() {
        return Math.max(0, spread * spread - conjugate.squaredModulus());
    }

    /**
     * W₂² in closed form: of 2 × 2 matrices tr (S₁ S₂² S₁)^½ = √(tr S₁²S₂² + 2 det S₁ det S₂) (theory §6).
     *
     * <p>At most |m₁ − m₂|² + 2(s₁ − s₂)² + 2|c₁ − c₂|², the coupling by one ξ, and equal to it where the roots commute: where c₁ and c₂ have one line, or one is 0.
     */
    public double squaredDistance(PlaneGaussian other) {
        double half = spread * spread + conjugate.squaredModulus();
        double otherHalf = other.spread * other.spread + other.conjugate.squaredModulus();
        double along = conjugate.re() * other.conjugate.re() + conjugate.im() * other.conjugate.im();
        double product = 2 * half * otherHalf + 8 * spread * other.spread * along;
        double coupled = Math.sqrt(Math.max(0, product + 2 * determinant() * other.determinant()));
        return mean.minus(other.mean).squaredModulus() + Math.max(0, 2 * (half + otherHalf - coupled));
    }

    /** 2(s² + |c|²). */
    @Override public double variance() { return 2 * (spread * spread + conjugate.squaredModulus()); }

    @Override public double secondMoment() { return variance() + mean.squaredModulus(); }

    @Override public PlaneGaussian translated(Complex by) { return new PlaneGaussian(mean.plus(by), spread, conjugate); }

    @Override public PlaneGaussian scaled(double factor) {
        return new PlaneGaussian(mean.times(factor), Math.abs(factor) * spread, conjugate.times(Math.abs(factor)));
    }

    @Override public Complex sample(RandomGenerator random) {
        var noise = new Complex(random.nextGaussian(), random.nextGaussian());
        return mean.plus(noise.times(spread)).plus(conjugate.times(noise.conjugate()));
    }
}
