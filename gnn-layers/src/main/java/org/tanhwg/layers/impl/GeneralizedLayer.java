package org.tanhwg.layers.impl;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** A layer made of synapses, as the optimizer sees it. */
public interface GeneralizedLayer extends Layer {

    /** What the layer knows about its last backward pass. */
    Synapses synapses();

    /** Where its errors come from. */
    Feedback feedback();

    /** The generalized layer that a layer of a network is, or is wrapped around (LastTimeStep, MaskZero, TimeDistributed, FrozenLayerWithBackprop). */
    static Optional<GeneralizedLayer> in(Layer layer) {
        Layer inside = layer;
        while (inside instanceof BaseWrapperLayer wrapper) inside = wrapper.getUnderlying();
        return inside instanceof GeneralizedLayer generalized ? Optional.of(generalized) : Optional.empty();
    }
}
