package org.tanhwg.core.measure;

import java.util.random.RandomGenerator;

/** A probability law with finite second moment on some space with points {@code P} (theory §1). */
public sealed interface Law<P> permits DiscreteMeasure, SynapticMeasure, Law.VectorLaw {

    /** One draw. */
    P sample(RandomGenerator random);

    /**
     * A law on a vector space with a norm, such as the law of a synaptic amplitude on K = R or C.
     *
     * @param <P> the vectors: {@code double[]} for R^d, {@link Double} for R, {@code Complex} for C
     */
    sealed interface VectorLaw<P> extends Law<P> permits Gaussian, ComplexGaussian, PlaneGaussian, ComplexAtoms, QuantileLaw {

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
}
