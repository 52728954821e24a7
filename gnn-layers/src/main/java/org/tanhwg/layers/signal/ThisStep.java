package org.tanhwg.layers.signal;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the loss as it comes from the layers above, at this very step: in a recurrent layer nothing travels back through time, so
 * that each synapse learns from its own input and its own unit's error, ∂e/∂σ(t) = ∂L(t)/∂σ(t). Elsewhere it is back-propagation.
 *
 * <p>Truncated back-propagation through time of length 1.
 */
public record ThisStep() implements Signal {
    @Override public INDArray slope(Context context) { return context.fromAbove(); }
}
