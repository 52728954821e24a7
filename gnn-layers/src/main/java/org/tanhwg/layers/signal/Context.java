package org.tanhwg.layers.signal;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a signal may look at, during the backward pass of one layer. Arrays are valid for this pass only.
 *
 * <p>All but {@link #input} and {@link #output} throw an IllegalStateException that names the layer when there is no such thing.
 */
public interface Context {

    /** Activations that entered the layer, after release noise, [batch, n]. */
    INDArray input();

    /** Activations σ(z) of the layer, [batch, columns]. */
    INDArray output();

    /** ∂L/∂σ as it came back from the layers above, [batch, columns]; not for output layers. */
    INDArray fromAbove();

    /** Labels of the network's output layer, [batch, classes]. */
    INDArray labels();

    /** ε of the network's output layer in this step, [batch, classes]; not for the output layer itself. */
    INDArray outputError();

    /** A matrix of independent standard normal numbers, [rows, columns of the output]: a function of seed and layer, drawn once. */
    INDArray normal(long seed, long rows);
}
