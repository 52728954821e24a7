package org.tanhwg.layers.optimizer;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An updater of generalized layers: it takes ∂L/∂O and steps w, m and b of a layer together, m by the fast step of {@link TanHwg} (theory
 * §4.1) and w by a regime of its own.
 */
public interface SynapticUpdater extends IUpdater {

    /** Settings of the fast step. */
    TanHwg fastStep();

    /** What moves the structural weights of one layer; a new one for each layer. */
    SlowRegime slowRegime();

    /** Whether a synapse that has lost its mass never gets any again; then training need not look at it. */
    default boolean prunesForGood() {
        return false;
    }

    /** Numbers per structural weight in which the slow regime keeps a sketch of the activations of the inputs: 0 or 1. */
    default int slowState() {
        return 0;
    }

    /** The updater of one parameter of a generalized layer; one that is not synaptic is returned as it is. */
    static IUpdater forParameter(IUpdater updater, String key) {
        return updater instanceof SynapticUpdater settings ? new ParameterUpdater(settings, Role.of(key)) : updater;
    }
}
