package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.api.Layer;

/** A layer made of synapses, as the optimizer sees it. */
public interface GeneralizedLayer extends Layer {

    /** What the layer knows about its last backward pass. */
    Synapses synapses();

    /** Where its errors come from. */
    Feedback feedback();
}
