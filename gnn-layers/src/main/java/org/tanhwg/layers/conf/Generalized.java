package org.tanhwg.layers.conf;

import java.util.List;
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
    default long biases(long units) {
        return units;
    }
}
