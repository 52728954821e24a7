package org.tanhwg.layers.conf;

import org.tanhwg.layers.signal.Signal;

/** Configuration of a layer whose units carry a measure over their synapses. */
public interface Generalized {

    /** Laws of the amplitudes and what of them is transmitted. */
    SynapticEmbedding getEmbedding();

    /** Where the layer's feedback comes from. */
    Signal getSignal();
}
