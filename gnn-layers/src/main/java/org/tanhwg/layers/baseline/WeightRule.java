package org.tanhwg.layers.baseline;

import java.nio.FloatBuffer;

/** What becomes of weights when an updater proposes a step. */
@FunctionalInterface
interface WeightRule {

    /**
     * Steps one parameter.
     *
     * @param weights W, only read
     * @param update on entry the proposal u, on return W − W⁺
     */
    void apply(FloatBuffer weights, FloatBuffer update, int iteration, int epoch);
}
