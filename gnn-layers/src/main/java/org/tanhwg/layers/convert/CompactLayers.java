package org.tanhwg.layers.convert;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;

/** Observable weights of a network's layers in plain arrays. */
final class CompactLayers {
    private CompactLayers() {}

    static CompactNetwork of(Model model) {
        if (!(model instanceof MultiLayerNetwork network))
            throw new IllegalArgumentException("is a " + model.getClass().getSimpleName()
                    + ": only a network of layers, one after the other, can be made compact");
        return CompactNetwork.of(IntStream.range(0, network.getnLayers()).filter(i -> !passes(network, i))
                .mapToObj(i -> layer(network, i)).toList());
    }

    /** Whether a layer hands on what it gets, at inference. */
    private static boolean passes(MultiLayerNetwork network, int index) {
        var conf = configuration(network.getLayer(index));
        boolean identity = conf instanceof ActivationLayer activation
                && activation.getActivationFn() instanceof ActivationIdentity;
        return (identity || conf instanceof DropoutLayer)
                && network.getLayerWiseConfigurations().getInputPreProcess(index) == null;
    }

    /** A frozen layer is, at inference, the layer that was frozen. */
    private static org.deeplearning4j.nn.conf.layers.Layer configuration(Layer layer) {
        var conf = layer.conf().getLayer();
        return conf instanceof FrozenLayer frozen ? frozen.getLayer() : conf;
    }

    private static LayerWeights layer(MultiLayerNetwork network, int index) {
        Layer layer = network.getLayer(index);
        var conf = configuration(layer);
        MultiLayerConfiguration whole = network.getLayerWiseConfigurations();
        String name = "layer " + index;
        if (!LayerConfigurations.connected(conf))
            throw refused(name,
                    "is a " + conf.getClass().getSimpleName() + ": must be a dense or output layer, generalized or not");
        if (whole.getInputPreProcess(index) != null)
            throw refused(name, "has a " + whole.getInputPreProcess(index).getClass().getSimpleName() + " before it");
        if (conf instanceof DenseLayer dense && dense.hasLayerNorm()) throw refused(name, "has layer normalisation");
        if (((BaseLayer) conf).getWeightNoise() != null) throw refused(name, "has weight noise");
        var sizes = (FeedForwardLayer) conf;
        INDArray bias = layer.paramTable().get(DefaultParamInitializer.BIAS_KEY);
        int units = Math.toIntExact(sizes.getNOut());
        return new LayerWeights(Math.toIntExact(sizes.getNIn()), units, numbers(Synaptic.observable(layer).transpose()),
                bias == null ? new float[units] : numbers(bias), activation(name, ((BaseLayer) conf).getActivationFn()));
    }

    private static float[] numbers(INDArray values) {
        return values.castTo(DataType.FLOAT).ravel().toFloatVector();
    }

    private static Activation activation(String layer, IActivation function) {
        if (function instanceof ActivationIdentity) return Activation.IDENTITY;
        if (function instanceof ActivationReLU relu && relu.getMax() == null && zero(relu.getThreshold())
                && zero(relu.getNegativeSlope()))
            return Activation.RELU;
        if (function instanceof ActivationTanH) return Activation.TANH;
        if (function instanceof ActivationSigmoid) return Activation.SIGMOID;
        if (function instanceof ActivationSoftmax) return Activation.SOFTMAX;
        throw refused(layer, "has activation " + function + ": must be identity, relu, tanh, sigmoid or, at the end, softmax");
    }

    private static boolean zero(Double value) {
        return value == null || value == 0;
    }

    private static IllegalArgumentException refused(String layer, String why) {
        return new IllegalArgumentException(layer + " " + why);
    }
}
