package org.tanhwg.layers.convert;

import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/**
 * Turns the fully connected layers and the convolutions of a network, trained or not, into generalized layers of the same function, and back, or into what can
 * be shipped without Deeplearning4j.
 *
 * <p>The result is a new network; the one given is left alone. Names, activations, losses, dropout, gradient normalisation and
 * preprocessors stay, as do all other layers, with their parameters and updaters. The state of updaters starts afresh and the
 * iteration count at 0, because schedules do.
 */
public final class Conversion {
    private Conversion() {}

    /** With Dirac laws, see {@link #toGeneralized(Model, IUpdater, SynapticEmbedding)}. */
    public static <M extends Model> M toGeneralized(M network, IUpdater updater) {
        return toGeneralized(network, updater, SynapticEmbedding.CLASSICAL);
    }

    /**
     * The network with each DenseLayer as a GeneralizedDense, each ConvolutionLayer as a GeneralizedConvolution and each OutputLayer as a GeneralizedOutput: w ∝ |O|^½ on each unit, where
     * consolidation would lead (theory §4.2), and m = O/w.
     *
     * <p>Weights that are exactly 0 are pruned synapses (w = 0), in units that have others. A layer without biases gets some, at 0. L1, L2
     * and weight decay go: the optimizer's potential takes their place. Layers that are generalized already keep their parameters and signal and
     * get the updater and the laws, complex synapses no quantile laws; where another updater has moved w off the simplex, w and m become those
     * of a dense layer of the same O. Layers with layer normalisation, constraints or weight noise,
     * which generalized layers have not, and layers inside of wrappers stay as they are.
     *
     * @param network a MultiLayerNetwork or ComputationGraph, initialised
     * @param updater of the generalized layers, such as {@link org.tanhwg.layers.optimizer.TanHwg}; attached
     * @param embedding laws of the amplitudes, and what is transmitted; laws with a width start with their initial spread
     * @throws IllegalArgumentException if the network has no layer to convert
     * @throws IllegalStateException if the updater cannot train a layer; names it
     */
    public static <M extends Model> M toGeneralized(M network, IUpdater updater, SynapticEmbedding embedding) {
        return SteppingUpdater.attach(
                Rebuilding.of(network, layer -> LayerConfigurations.generalized(layer, updater, embedding), Synaptic::copy));
    }

    /**
     * The network with each generalized layer as a layer of Deeplearning4j that has the expected observable weights O = w m. Spreads, atoms
     * and release noise, which Deeplearning4j has not, are left out.
     *
     * @param network a MultiLayerNetwork or ComputationGraph, initialised
     * @param updater of the dense layers, those that were there before included
     * @throws IllegalArgumentException if the network has no layer to convert, or one of complex synapses
     */
    public static <M extends Model> M toDense(M network, IUpdater updater) {
        return SteppingUpdater
                .attach(Rebuilding.of(network, layer -> LayerConfigurations.dense(layer, updater), Synaptic::copyObservable));
    }

    /**
     * What pruning left of the network, in plain arrays: dense, output and convolution layers of either form, frozen or not, in expectation (O = w m), at inference, with
     * pooling, largest or average, of windows or of whole maps. Batch normalisation is folded into kernels and biases; dropout, which then hands on what it gets, is left out.
     *
     * @param network a MultiLayerNetwork, or a ComputationGraph of one input and one output whose layers of maps branch and are added, initialised, that takes numbers or flat
     *         pictures
     * @throws IllegalArgumentException if it has another kind of layer, layer normalisation, weight noise, another preprocessor, or an activation
     *         other than identity, ReLU, tanh, sigmoid and, at the end, softmax; names the layer
     */
    public static CompactNetwork toCompact(Model network) {
        return CompactLayers.of(network, Optional.empty());
    }

    /**
     * Likewise of a network that takes pictures as arrays of rank 4, as Keras's do when Deeplearning4j has imported them.
     *
     * <p>Whether the network takes channels first or last, as Keras's usually do, the compact network takes a picture channel after channel, in each row by row.
     *
     * @param pictures their size, which the network does not know
     * @throws IllegalArgumentException as {@link #toCompact(Model)}
     */
    public static CompactNetwork toCompact(Model network, InputType.InputTypeConvolutional pictures) {
        return CompactLayers.of(network, Optional.of(pictures));
    }

    /** The activation that a compact network has for one of Deeplearning4j, if it has one: identity, ReLU without further settings, tanh, sigmoid and softmax. */
    public static Optional<Activation> toCompact(IActivation function) {
        if (function instanceof ActivationIdentity) return Optional.of(Activation.IDENTITY);
        if (function instanceof ActivationReLU relu && relu.getMax() == null && zero(relu.getThreshold())
                && zero(relu.getNegativeSlope()))
            return Optional.of(Activation.RELU);
        if (function instanceof ActivationTanH) return Optional.of(Activation.TANH);
        if (function instanceof ActivationSigmoid) return Optional.of(Activation.SIGMOID);
        return function instanceof ActivationSoftmax ? Optional.of(Activation.SOFTMAX) : Optional.empty();
    }

    private static boolean zero(Double value) {
        return value == null || value == 0;
    }
}
