package org.tanhwg.layers.signal;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * Where the feedback of a layer comes from: gives the slope ∂e/∂σ of its energy, and the layer makes ε = ∂e/∂z = σ'(z) ∂e/∂σ of it, which is what
 * every law and every updater takes (theory §4).
 *
 * <p>A class of your own works like those here. It is part of the layer's configuration, so Deeplearning4j's JSON must be able to write and read it
 * (a record with {@code @JsonProperty} on its components is), {@code equals} must compare values, and it must keep nothing from one call
 * to the next: a resumed run starts with a fresh instance. Files that name it load with {@code ModelFile.load(file, YourSignal.class)} alone.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Signal extends Serializable {

    /**
     * ∂e/∂σ for each example and unit, of the shape of the layer's output; the sum over the minibatch, not its mean, is e.
     *
     * @param context what the layer and its network know; its arrays must not be changed
     */
    INDArray slope(Context context);

    /**
     * Whether e is an energy of each unit's own activation with everything else frozen. If so, the curvature of the implicit step is
     * measured as the derivative of ε_y in z_y; if not, it is estimated from the errors met, on the scale of the network's output.
     */
    default boolean separable() { return false; }

    /**
     * What a signal may look at, during the backward pass of one layer. Arrays are valid for this pass only.
     *
     * <p>All but {@link #input} and {@link #output} throw an IllegalStateException that names the layer when there is no such thing.
     */
    interface Context {

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
}
