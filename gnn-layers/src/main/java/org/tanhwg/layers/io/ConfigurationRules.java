package org.tanhwg.layers.io;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * What the settings of one layer, graph vertex or preprocessor may be, by their names in JSON.
 *
 * <p>Native code divides by strides and follows paddings without looking, and products of sizes wrap around: so all of that is checked
 * while it is still text. Kinds are listed by name, because a kind that nobody looked at may have settings that nobody checks.
 */
final class ConfigurationRules {
    private static final String DEEPLEARNING4J = "org.deeplearning4j.nn.conf.";
    private static final String OURS = "org.tanhwg.layers.";
    /** Below {@link #DEEPLEARNING4J}. */
    static final Set<String> KINDS = Set.of("layers.ActivationLayer", "layers.AutoEncoder", "layers.BatchNormalization",
            "layers.CapsuleLayer", "layers.CapsuleStrengthLayer", "layers.CenterLossOutputLayer", "layers.Cnn3DLossLayer",
            "layers.CnnLossLayer", "layers.Convolution1D", "layers.Convolution1DLayer", "layers.Convolution2D",
            "layers.Convolution3D", "layers.ConvolutionLayer", "layers.Deconvolution2D", "layers.Deconvolution3D",
            "layers.DenseLayer", "layers.DepthwiseConvolution2D", "layers.DropoutLayer", "layers.EmbeddingLayer",
            "layers.EmbeddingSequenceLayer", "layers.GlobalPoolingLayer", "layers.GravesBidirectionalLSTM", "layers.GravesLSTM",
            "layers.LSTM", "layers.LearnedSelfAttentionLayer", "layers.LocalResponseNormalization", "layers.LocallyConnected1D",
            "layers.LocallyConnected2D", "layers.LossLayer", "layers.OutputLayer", "layers.PReLULayer", "layers.Pooling1D",
            "layers.Pooling2D", "layers.PrimaryCapsules", "layers.RecurrentAttentionLayer", "layers.RnnLossLayer",
            "layers.RnnOutputLayer", "layers.SelfAttentionLayer", "layers.SeparableConvolution2D", "layers.SpaceToBatchLayer",
            "layers.SpaceToDepthLayer", "layers.Subsampling1DLayer", "layers.Subsampling3DLayer", "layers.SubsamplingLayer",
            "layers.Upsampling1D", "layers.Upsampling2D", "layers.Upsampling3D", "layers.ZeroPadding1DLayer",
            "layers.ZeroPadding3DLayer", "layers.ZeroPaddingLayer", "layers.convolutional.Cropping1D",
            "layers.convolutional.Cropping2D", "layers.convolutional.Cropping3D", "layers.misc.ElementWiseMultiplicationLayer",
            "layers.misc.FrozenLayer", "layers.misc.FrozenLayerWithBackprop", "layers.misc.RepeatVector",
            "layers.objdetect.Yolo2OutputLayer", "layers.recurrent.Bidirectional", "layers.recurrent.LastTimeStep",
            "layers.recurrent.SimpleRnn", "layers.recurrent.TimeDistributed", "layers.util.MaskLayer",
            "layers.util.MaskZeroLayer", "layers.variational.VariationalAutoencoder", "ocnn.OCNNOutputLayer",
            "graph.AttentionVertex", "graph.ElementWiseVertex", "graph.FrozenVertex", "graph.L2NormalizeVertex",
            "graph.L2Vertex", "graph.LayerVertex", "graph.MergeVertex", "graph.PoolHelperVertex", "graph.PreprocessorVertex",
            "graph.ReshapeVertex", "graph.ScaleVertex", "graph.ShiftVertex", "graph.StackVertex", "graph.SubsetVertex",
            "graph.UnstackVertex", "graph.rnn.DuplicateToTimeSeriesVertex", "graph.rnn.LastTimeStepVertex",
            "graph.rnn.ReverseTimeSeriesVertex", "preprocessor.Cnn3DToFeedForwardPreProcessor",
            "preprocessor.CnnToFeedForwardPreProcessor", "preprocessor.CnnToRnnPreProcessor",
            "preprocessor.ComposableInputPreProcessor", "preprocessor.FeedForwardToCnn3DPreProcessor",
            "preprocessor.FeedForwardToCnnPreProcessor", "preprocessor.FeedForwardToRnnPreProcessor",
            "preprocessor.RnnToCnnPreProcessor", "preprocessor.RnnToFeedForwardPreProcessor");
    /** Whole numbers from 1, alone or in arrays. */
    static final Set<String> POSITIVE = names("kernelSize", "kernel", "stride", "dilation", "size", "blocks", "blockSize",
            "depthMultiplier", "nHeads", "nQueries", "capsules", "capsuleDimensions", "routings", "channels", "numSamples",
            "encoderLayerSizes", "decoderLayerSizes", "inputHeight", "inputWidth", "inputDepth", "numChannels", "inputShape",
            "stackSize", "hiddenSize", "windowSize", "sharedAxes");
    /** Whole numbers from 0; sizes among them are those that a layer may leave to its input. */
    static final Set<String> NOT_NEGATIVE = names("nIn", "nOut", "padding", "paddingR", "paddingBr", "cropping", "pnorm", "from",
            "to", "inputLength", "headSize", "inputChannels", "inputCapsules", "inputCapsuleDimensions", "inputSize",
            "outputSize", "featureDim", "timeSteps", "nInKeys", "nInValues", "nInQueries", "product", "shape");
    private static final int MOST_AXES = 5;
    /** Axes: native code does not look whether an array has so many. */
    static final Set<String> AXES = names("mergeAxis", "dimension", "poolingDimensions");
    /** Reshapes, which ND4J itself checks against the array. */
    static final Set<String> ANY = names("newShape", "maskShape", "lastEpochSinceRUpdated");
    /** What must be there wherever the kind has it: native code or the first pass would meet null. */
    private static final Set<String> NEEDED = names("kernelSize", "kernel", "stride", "dilation", "size", "blocks", "blockSize",
            "cropping", "activationFn", "gateActivationFn", "pzxActivationFn", "lossFn", "poolingType", "convolutionMode",
            "embedding", "signal");
    /** Layers of Deeplearning4j that inherit an activation and never use it. */
    private static final Set<String> WITHOUT_ACTIVATION = Set.of("DropoutLayer", "RepeatVector", "BatchNormalization");

    private final String where;

    ConfigurationRules(String where) { this.where = where; }

    /** Whether its settings are known, so that they can be checked. */
    static boolean known(String kind) {
        return kind.startsWith(OURS)
                || kind.startsWith(DEEPLEARNING4J) && KINDS.contains(kind.substring(DEEPLEARNING4J.length()));
    }

    /** The name without its package. */
    static String simple(JsonNode part) {
        String kind = part.path("@class").asText();
        return kind.substring(kind.lastIndexOf('.') + 1);
    }

    /**
     * Checks the settings of a part, and of the parts inside it, as Deeplearning4j understood them.
     *
     * @param name what messages call it, such as "layer 3"
     * @param trusted kinds that the caller vouches for, whose settings are their own
     * @throws ModelFileException naming the setting
     */
    void check(String name, JsonNode part, Set<String> trusted) {
        String kind = part.path("@class").asText();
        if (trusted.contains(kind)) return;
        String called = name + " (" + ModelFileException.shown(simple(part)) + ")";
        if (!known(kind)) {
            throw refused(called, "is of the kind " + ModelFileException.shown(kind)
                    + ", whose settings are not known; pass the class to ModelFile.load to trust it");
        }
        part.fields().forEachRemaining(field -> {
            checkSetting(called, simple(part), field.getKey(), field.getValue());
            checkInside(called, field.getValue(), trusted);
        });
    }

    private void checkInside(String called, JsonNode value, Set<String> trusted) {
        if (value.isArray()) value.forEach(element -> checkInside(called, element, trusted));
        else if (isPart(value)) check(called + ", inside", value, trusted);
        else if (value.path("layer").isObject()) check(called + ", inside", value.path("layer"), trusted);
    }

    /** Activations, losses, updaters and the like have settings of other kinds. */
    private static boolean isPart(JsonNode value) {
        String kind = value.path("@class").asText();
        return Stream.of("layers.", "graph.", "preprocessor.", "ocnn.")
                .anyMatch(folder -> kind.startsWith(DEEPLEARNING4J + folder))
                && !kind.endsWith("ReconstructionDistribution") && !kind.endsWith("LossFunctionWrapper")
                || kind.startsWith(OURS + "conf.Generalized") || kind.startsWith(OURS + "conf.ComplexGeneralized");
    }

    private void checkSetting(String called, String kind, String setting, JsonNode value) {
        String key = setting.toLowerCase(Locale.ROOT);
        boolean unused = key.equals("activationfn") && WITHOUT_ACTIVATION.contains(kind);
        if (value.isNull() && NEEDED.contains(key) && !unused) throw refused(called, setting + " is missing");
        if (POSITIVE.contains(key) || kind.equals("RepeatVector") && key.equals("n")) atLeast(1, called, setting, value);
        else if (NOT_NEGATIVE.contains(key)) atLeast(0, called, setting, value);
        else if (AXES.contains(key)) axes(called, setting, value);
        if (Set.of("kernelsize", "kernel", "stride", "dilation", "size", "blocks", "padding", "cropping").contains(key)
                && value.isArray())
            checkLength(called, kind, setting, value.size());
    }

    private void axes(String called, String setting, JsonNode value) {
        var different = new TreeSet<Long>();
        for (JsonNode axis : value.isArray() ? value : List.of(value)) {
            boolean sound = !axis.isNumber() || axis.isIntegralNumber() && axis.canConvertToLong()
                    && Math.abs(axis.asLong()) <= MOST_AXES && different.add(axis.asLong());
            if (!sound)
                throw refused(called, setting + " is " + ModelFileException.shown(value.toString())
                        + "; must be different axes of at most " + MOST_AXES);
        }
    }

    private void atLeast(int least, String called, String setting, JsonNode value) {
        if (value.isArray()) value.forEach(element -> atLeast(least, called, setting, element));
        else
            if (value.isNumber() && !(value.isIntegralNumber() && value.asLong() >= least && value.asLong() <= Integer.MAX_VALUE
                    && value.canConvertToLong())) {
                        throw refused(called,
                                setting + " is " + ModelFileException.shown(value.asText()) + "; must be a whole number from "
                                        + least + " to " + Integer.MAX_VALUE);
                    }
    }

    /** Native code reads as many numbers as there are dimensions. */
    private void checkLength(String called, String kind, String setting, int length) {
        int dimensions = kind.contains("3D") ? 3 : kind.contains("1D") ? 1 : 2;
        boolean bothSides = kind.startsWith("ZeroPadding") || kind.startsWith("Cropping");
        int expected = bothSides ? 2 * dimensions : dimensions;
        boolean sound = length == expected || dimensions == 1 && length == 2 * expected;
        if (!sound) throw refused(called, setting + " has " + length + " numbers; must have " + expected);
    }

    private ModelFileException refused(String called, String why) {
        return new ModelFileException(where + ": " + called + ": " + why);
    }

    private static Set<String> names(String... settings) {
        return Stream.of(settings).map(setting -> setting.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
