package org.tanhwg.core.measure;

import java.util.random.RandomGenerator;

/** A probability law with finite second moment on some space with points {@code P} (theory §1). */
public sealed interface Law<P> permits DiscreteMeasure, SynapticMeasure, VectorLaw {

    /** One draw. */
    P sample(RandomGenerator random);

    /** Index drawn with the given probabilities; an index of probability 0 is never drawn. */
    static int drawIndex(double[] probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] == 0) continue;
            last = i;
            left -= probabilities[i];
            if (left < 0) break;
        }
        return last;
    }
}
