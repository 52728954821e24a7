package org.tanhwg.layers.conf;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What layers know of an updater that steps all parameters of a layer together: under it the gradient view of the amplitudes receives ∂L/∂O, of the observable
 * weights O = w m, as the mean over the minibatch, and that of w receives nothing (theory §4).
 */
public interface ObservableUpdater extends IUpdater {

    /** The updater of one parameter. @param key as in {@link SynapticParameters} */
    IUpdater forParameter(String key);

    /** Whether a synapse that has lost its mass never gets any again; then training need not look at it. */
    default boolean prunesForGood() {
        return false;
    }
}
