package org.tanhwg.core.measure;

import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * The isotropic normal law on C with the given mean: both parts vary independently with standard deviation σ ≥ 0
 * (κ = 2 of theory §4.4). σ = 0 is the Dirac law.
 */
public record ComplexGaussian(Complex mean, double sigma) implements VectorLaw<Complex> {

    /** @throws IllegalArgumentException if the mean is not finite, or sigma not finite and ≥ 0 */
    public ComplexGaussian {
        new ComplexPlane().member("mean", mean);
        Checks.nonNegative("sigma", sigma);
    }

    /** 2σ². */
    @Override public double variance() { return 2 * sigma * sigma; }

    @Override public double secondMoment() { return variance() + mean.squaredModulus(); }

    @Override public ComplexGaussian translated(Complex by) {
        return new ComplexGaussian(mean.plus(by), sigma);
    }

    @Override public ComplexGaussian scaled(double factor) {
        return new ComplexGaussian(mean.times(factor), Math.abs(factor) * sigma);
    }

    @Override public Complex sample(RandomGenerator random) {
        return mean.plus(new Complex(sigma * random.nextGaussian(), sigma * random.nextGaussian()));
    }
}
