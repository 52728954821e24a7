package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;

/** How the structural weights of a layer move, after the fast step of its amplitudes (theory §4.2). */
@FunctionalInterface
public interface SlowRegime {

    /**
     * Moves the structural weights, when it is time to.
     *
     * @param layer parameters before the step, only read, and the averaged signal
     * @param massUpdate on return w − w⁺, n × units; untouched when nothing moves
     * @param amplitudeUpdate on entry m − m' with m' the mean after the fast step, on return m − m⁺
     * @param rate step size c of each unit in this step
     * @param step number of the training step, from 0
     * @return whether anything moved
     */
    boolean move(LayerViews layer, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, float[] rate, int step);
}
