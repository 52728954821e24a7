package org.tanhwg.layers.convert;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/** Observable weights of a network's layers in plain arrays. */
final class CompactLayers {
    private final CompactChain chain;
    /** How the maps of all layers lie, once one has said so. */
    private CNN2DFormat format;
    /** Where the numbers that the next layer takes stand in the chain, if they are maps that lie channels last. */
    private int[] places;

    private CompactLayers(CompactChain chain) { this.chain = chain; }

    /** @param pictures what the network takes, where it does not say so itself */
    static CompactNetwork of(Model model, Optional<InputTypeConvolutional> pictures) {
        if (model instanceof ComputationGraph graph) return CompactGraph.of(graph, pictures);
        if (!(model instanceof MultiLayerNetwork network))
            throw new IllegalArgumentException("is a " + model.getClass().getSimpleName()
                    + ": must be a MultiLayerNetwork or a ComputationGraph");
        MultiLayerConfiguration conf = network.getLayerWiseConfigurations();
        var layers = new CompactLayers(begin(conf.getInputPreProcess(0), pictures, network.getLayers()));
        for (int i = 0; i < network.getnLayers(); i++)
            layers.add("layer " + i, network.getLayer(i), conf.getInputPreProcess(i), i == 0);
        return layers.chain.network();
    }

    /** Adds layers to a chain that others began. */
    static CompactLayers to(CompactChain chain) {
        return new CompactLayers(chain);
    }

    /** @param first what comes before the first layer @param layers input to output */
    static CompactChain begin(InputPreProcessor first, Optional<InputTypeConvolutional> pictures, Layer[] layers) {
        if (first instanceof FeedForwardToCnnPreProcessor flat)
            return CompactChain.pictures(size(flat.getNumChannels()), size(flat.getInputHeight()), size(flat.getInputWidth()));
        if (pictures.isPresent())
            return CompactChain.pictures(size(pictures.get().getChannels()), size(pictures.get().getHeight()),
                    size(pictures.get().getWidth()));
        return CompactChain.flat(Arrays.stream(layers).map(CompactLayers::configuration)
                .filter(FeedForwardLayer.class::isInstance).mapToInt(conf -> size(((FeedForwardLayer) conf).getNIn()))
                .filter(inputs -> inputs > 0).findFirst().orElse(1));
    }

    /** A frozen layer is, at inference, the layer that was frozen. */
    private static org.deeplearning4j.nn.conf.layers.Layer configuration(Layer layer) {
        var conf = layer.conf().getLayer();
        return conf instanceof FrozenLayer frozen ? frozen.getLayer() : conf;
    }

    /** @param first whether it takes what the network takes */
    void add(String name, Layer layer, InputPreProcessor processor, boolean first) {
        var conf = configuration(layer);
        before(name, processor, first);
        try {
            if (LayerConfigurations.connected(conf)) connected(name, layer, (BaseLayer) conf);
            else if (LayerConfigurations.convolution(conf)) convolution(name, layer, (FeedForwardLayer) conf);
            else if (conf instanceof SubsamplingLayer pooling) pooling(name, pooling);
            else if (conf instanceof GlobalPoolingLayer pooling) pooling(name, pooling);
            else if (conf instanceof BatchNormalization normalisation) normalisation(name, layer, normalisation);
            else if (conf instanceof LossLayer loss) chain.activation(activation(name, loss.getActivationFn()));
            else if (conf instanceof ActivationLayer activation) chain.activation(activation(name, activation.getActivationFn()));
            else
                if (!(conf instanceof DropoutLayer))
                    throw refused(name, "is a " + conf.getClass().getSimpleName()
                            + ": must be a dense, output or convolution layer, generalized or not, pooling, batch normalisation, an activation or dropout");
        } catch (DL4JInvalidConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void before(String name, InputPreProcessor processor, boolean first) {
        if (processor == null) return;
        if (first && processor instanceof FeedForwardToCnnPreProcessor) {
            format = CNN2DFormat.NCHW;
            return;
        }
        if (!(processor instanceof CnnToFeedForwardPreProcessor flat) || chain.isFlat())
            throw refused(name, "has a " + processor.getClass().getSimpleName() + " before it");
        requireOne(name, flat.getFormat());
        if (flat.getInputHeight() != chain.height() || flat.getInputWidth() != chain.width()
                || flat.getNumChannels() != chain.channels())
            throw refused(name,
                    "takes " + flat.getNumChannels() + " maps of " + flat.getInputHeight() + "x" + flat.getInputWidth()
                            + "; there are " + chain.channels() + " of " + chain.height() + "x" + chain.width() + " below");
        if (flat.getFormat() == CNN2DFormat.NHWC) places = channelsLast(chain.channels(), chain.height() * chain.width());
        chain.flatten();
    }

    /** Where numbers of maps that lie position after position stand in those that lie channel after channel. */
    private static int[] channelsLast(int channels, int positions) {
        return IntStream.range(0, channels * positions).map(at -> at % channels * positions + at / channels).toArray();
    }

    private void connected(String name, Layer layer, BaseLayer conf) {
        LayerWeights weights = weights(name, layer, conf);
        if (places == null || places.length != weights.inputs()) {
            chain.connected(weights);
            return;
        }
        float[] placed = new float[weights.weights().length];
        for (int y = 0; y < weights.units(); y++)
            for (int x = 0; x < places.length; x++)
                placed[y * places.length + places[x]] = weights.weights()[y * places.length + x];
        places = null;
        chain.connected(new LayerWeights(weights.inputs(), weights.units(), placed, weights.biases(), weights.activation()));
    }

    private static LayerWeights weights(String name, Layer layer, BaseLayer conf) {
        if (conf instanceof DenseLayer dense && dense.hasLayerNorm()) throw refused(name, "has layer normalisation");
        if (conf.getWeightNoise() != null) throw refused(name, "has weight noise");
        INDArray bias = layer.paramTable().get(DefaultParamInitializer.BIAS_KEY);
        INDArray observable = Synaptic.observable(layer); // inputs × units
        int units = size(observable.size(1));
        return new LayerWeights(size(observable.size(0)), units, numbers(observable.transpose()),
                bias == null ? new float[units] : numbers(bias), activation(name, conf.getActivationFn()));
    }

    private void convolution(String name, Layer layer, FeedForwardLayer conf) {
        GeneralizedConvolution sliding = LayerConfigurations.sliding(conf);
        requireOne(name, sliding.getCnn2dDataFormat());
        LayerWeights kernel = weights(name, layer, conf);
        if (kernel.activation() == Activation.SOFTMAX) throw refused(name, "has softmax: only the last layer may");
        chain.convolution(window(name, sliding, conf.getNIn()), kernel);
    }

    private void pooling(String name, SubsamplingLayer conf) {
        requireOne(name, conf.getCnn2dDataFormat());
        PictureWindow window = window(name, LayerConfigurations.sliding(conf), chain.channels());
        if (window.padded() && conf.isAvgPoolIncludePadInDivisor()) throw refused(name, "averages zeros beyond the border");
        chain.pooling(new Pooling(window, kind(name, conf.getPoolingType())));
    }

    private void pooling(String name, GlobalPoolingLayer conf) {
        requireMaps(name);
        if (!conf.isCollapseDimensions()) throw refused(name, "keeps dimensions of size 1");
        chain.pooling(new Pooling(PictureWindow.whole(chain.channels(), chain.height(), chain.width()),
                kind(name, conf.getPoolingType())));
        chain.flatten();
    }

    private static Pooling.Kind kind(String name, Enum<?> type) {
        return switch (type.name()) { // two enumerations of Deeplearning4j have these constants
            case "MAX" -> Pooling.Kind.MAX;
            case "AVG" -> Pooling.Kind.AVERAGE;
            default -> throw refused(name, "pools by " + type + ": must be MAX or AVG");
        };
    }

    /** Deeplearning4j's γ (a − mean) / √(variance + ε) + β. */
    private void normalisation(String name, Layer layer, BatchNormalization conf) {
        if (!chain.isFlat()) requireOne(name, conf.getCnn2DFormat());
        if (places != null)
            throw refused(name, "normalises numbers of maps with channels last: must come before they are flattened");
        double[] mean = reals(layer, BatchNormalizationParamInitializer.GLOBAL_MEAN);
        double[] spread = reals(layer, conf.isUseLogStd() ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR);
        double[] gamma = conf.isLockGammaBeta() ? filled(mean.length, conf.getGamma())
                : reals(layer, BatchNormalizationParamInitializer.GAMMA);
        double[] beta = conf.isLockGammaBeta() ? filled(mean.length, conf.getBeta())
                : reals(layer, BatchNormalizationParamInitializer.BETA);
        double[] scale = IntStream.range(0, mean.length).mapToDouble(c -> gamma[c]
                / Math.sqrt((conf.isUseLogStd() ? Math.pow(10, 2 * spread[c]) : spread[c]) + conf.getEps())).toArray();
        chain.normalisation(scale, IntStream.range(0, mean.length).mapToDouble(c -> beta[c] - scale[c] * mean[c]).toArray());
    }

    private PictureWindow window(String name, GeneralizedConvolution sliding, long channels) {
        requireMaps(name);
        if (channels != chain.channels())
            throw refused(name, "takes maps of " + channels + " channels; there are " + chain.channels() + " below");
        sliding.setNIn(channels);
        SlidingWindow w = sliding.window(chain.height(), chain.width());
        return new PictureWindow(w.channels(), w.height(), w.width(), w.kernelHeight(), w.kernelWidth(), w.strideDown(),
                w.strideAcross(), w.top(), w.left(), w.dilationDown(), w.dilationAcross(), w.outHeight(), w.outWidth());
    }

    private void requireMaps(String name) {
        if (chain.isFlat())
            throw refused(name,
                    "takes pictures, and the network does not say of which size: must be told, or begin with flat pictures");
    }

    private void requireOne(String name, CNN2DFormat its) {
        if (format != null && format != its)
            throw refused(name, "has maps that lie as " + its + ": those of the layers before lie as " + format);
        format = its;
    }

    private static double[] reals(Layer layer, String key) {
        return layer.getParam(key).castTo(DataType.DOUBLE).ravel().toDoubleVector();
    }

    private static double[] filled(int count, double value) {
        double[] all = new double[count];
        Arrays.fill(all, value);
        return all;
    }

    private static int size(long number) { return Math.toIntExact(number); }

    private static float[] numbers(INDArray values) {
        return values.castTo(DataType.FLOAT).ravel().toFloatVector();
    }

    private static Activation activation(String layer, IActivation function) {
        return Conversion.toCompact(function).orElseThrow(() -> refused(layer,
                "has activation " + function + ": must be identity, relu, tanh, sigmoid or, at the end, softmax"));
    }

    static IllegalArgumentException refused(String layer, String why) {
        return new IllegalArgumentException(layer + " " + why);
    }
}
