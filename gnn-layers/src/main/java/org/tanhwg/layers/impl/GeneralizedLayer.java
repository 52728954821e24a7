package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.api.Layer;

/** A layer made of synapses, as the optimizer sees it. */
public interface GeneralizedLayer extends Layer {

    /** Moments of the last backward pass, gathered when the optimizer asks for them. */
    Curvature curvature();
}
