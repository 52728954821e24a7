package org.tanhwg.core.measure;

import java.util.random.RandomGenerator;

/** A probability law with finite second moment on some space with points {@code P} (theory §1). */
public sealed interface Law<P> permits DiscreteMeasure, SynapticMeasure, VectorLaw {

    /** One draw. */
    P sample(RandomGenerator random);
}
