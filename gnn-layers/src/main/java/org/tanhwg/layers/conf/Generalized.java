package org.tanhwg.layers.conf;

/** Configuration of a layer whose units carry a measure over their synapses. */
public interface Generalized {

    /** Laws of the amplitudes and what of them is transmitted. */
    SynapticEmbedding getEmbedding();
}
