package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.impl.Pass;

/**
 * An updater of generalized layers: it takes ∂L/∂O and steps w, m and b of a layer together, m by the fast step of {@link TanHwg} (theory
 * §4.1) and w by a regime of its own.
 */
public interface SynapticUpdater extends Generalized.Updater {

    /** Settings of the fast step. */
    TanHwg fastStep();

    /** What moves the structural weights of one layer; a new one for each layer. */
    MassRegime slowRegime();

    /** Numbers per structural weight in which the slow regime keeps a sketch of the activations of the inputs: 0 or 1. */
    default int slowState() {
        return 0;
    }

    /** Averages of the signal that each amplitude keeps: V alone, or also the slower M by which the slow regime measures pressure. */
    default int signals() {
        return 1;
    }

    @Override default IUpdater forParameter(String key) { return new ParameterUpdater(this, Role.of(key)); }

    /** How the structural weights of a layer move, after the fast step of its amplitudes (theory §4.2). */
    interface MassRegime {

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
}
