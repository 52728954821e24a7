package org.tanhwg.layers.conf;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.signal.Signal;

/** Configuration of a layer whose units carry a measure over their synapses. */
public interface Generalized {

    /** Laws of the amplitudes and what of them is transmitted. */
    SynapticEmbedding getEmbedding();

    /** Where the layer's feedback comes from. */
    Signal getSignal();

    /** Keys of the amplitude means: one for real amplitudes; real and imaginary part, in this order, for complex ones. */
    default List<String> amplitudeKeys() {
        return List.of(SynapticParameters.AMPLITUDE);
    }

    /** Number of synapses of each unit of a layer of that many inputs and units. */
    default long synapses(long inputs, long units) {
        return inputs;
    }

    /** Number of biases of that many units. */
    default long biases(long units) { return units; }

    /**
     * What layers know of an updater that steps all parameters of a layer together: under it the gradient view of the amplitudes receives ∂L/∂O, of the observable
     * weights O = w m, as the mean over the minibatch, and that of w receives nothing (theory §4).
     */
    interface Updater extends IUpdater {

        /** The updater of one parameter. @param key as in {@link SynapticParameters} */
        IUpdater forParameter(String key);

        /** Whether a synapse that has lost its mass never gets any again; then training need not look at it. */
        default boolean prunesForGood() {
            return false;
        }
    }
}
