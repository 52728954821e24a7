package org.tanhwg.layers.signal;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of the network's loss, as in classical networks: ∂e/∂σ = ∂L/∂σ. */
public record BackPropagation() implements Signal {
    @Override public INDArray slope(Context context) { return context.fromAbove(); }
}
