package org.tanhwg.layers.optimizer;

import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.conf.ObservableUpdater;

/**
 * An updater of generalized layers: it takes ∂L/∂O and steps w, m and b of a layer together, m by the fast step of {@link TanHwg} (theory
 * §4.1) and w by a regime of its own.
 */
public interface SynapticUpdater extends ObservableUpdater {

    /** Settings of the fast step. */
    TanHwg fastStep();

    /** What moves the structural weights of one layer; a new one for each layer. */
    MassRegime slowRegime();

    /** Numbers per structural weight in which the slow regime keeps a sketch of the activations of the inputs: 0 or 1. */
    default int slowState() {
        return 0;
    }

    @Override default IUpdater forParameter(String key) { return new ParameterUpdater(this, Role.of(key)); }
}
