package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import org.tanhwg.layers.impl.Pass;

/** How the structural weights of a layer move, after the fast step of its amplitudes (theory §4.2). */
public interface MassRegime {

    /**
     * Moves the structural weights, when it is time to.
     *
     * @param layer parameters before the step, only read, and the averaged signal
     * @param pass whose gradient the fast step took
     * @param massUpdate on return w − w⁺, n × units; untouched when nothing moves
     * @param amplitudeUpdate on entry m − m' with m' the mean after the fast step, on return m − m⁺
     * @param rate step size c of each unit in this step
     * @param step number of the training step, from 0
     * @return whether anything moved
     */
    boolean move(LayerViews layer, Pass pass, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, float[] rate, int step);

    /**
     * Makes up for the moves that were due at steps in [{@code from}, {@code to}), now that nothing but mass moves.
     *
     * @param massUpdate on return w − w⁺; untouched when nothing was due
     * @param amplitudeUpdate on entry 0, on return m − m⁺
     * @return whether anything moved
     * @throws UnsupportedOperationException if moves of this regime cannot wait
     */
    default boolean makeUpFor(LayerViews layer, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, int from, int to) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + ": mass moves with each step and cannot wait");
    }
}
