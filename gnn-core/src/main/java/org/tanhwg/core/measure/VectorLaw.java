package org.tanhwg.core.measure;

/**
 * A law on a vector space with a norm, such as the law of a synaptic amplitude on K = R or C.
 *
 * @param <P> the vectors: {@code double[]} for R^d, {@link Double} for R, {@code Complex} for C
 */
public sealed interface VectorLaw<P> extends Law<P> permits Gaussian, ComplexGaussian, QuantileLaw {

    P mean();

    /** E|A − E A|². */
    double variance();

    /** E|A|²; 0 only for the Dirac law at 0. */
    double secondMoment();

    /** Law of A + by. */
    VectorLaw<P> translated(P by);

    /** Law of factor·A. */
    VectorLaw<P> scaled(double factor);
}
