package org.tanhwg.layers.conf;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** What the configurations of generalized layers have in common beside their different ancestors. */
final class GeneralizedLayers {
    private GeneralizedLayers() {}

    /** He's initialisation, unless the layer or the network names one; Deeplearning4j's default, Xavier's, cannot be told from none. */
    static IWeightInit global(IWeightInit given) {
        return given instanceof WeightInitXavier ? new WeightInitRelu() : given;
    }

    private static void requireSupported(FeedForwardLayer layer, int index, DataType type) {
        String name = "layer " + (layer.getLayerName() == null ? index : layer.getLayerName());
        if (type != DataType.FLOAT && type != DataType.DOUBLE)
            throw new IllegalStateException(name + " is of type " + type + ": generalized layers are of type FLOAT or DOUBLE");
        int parts = ((Generalized) layer).amplitudeKeys().size();
        SynapticLaw.Kind law = ((Generalized) layer).getEmbedding().law().kind();
        if (!law.fits(parts)) {
            throw new IllegalStateException(name + " has the law " + law + ": " + (parts == 1 ? "real" : "complex")
                    + " amplitudes take " + SynapticLaw.Kind.fitting(parts));
        }
        if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
            throw new IllegalStateException(name + " has a " + layer.getConstraints().get(0).getClass().getSimpleName()
                    + ": structural weights keep to the simplex, and potentials (beta, lambda) bound amplitudes; constrain other layers alone");
        }
        if (layer.getWeightNoise() != null) {
            throw new IllegalStateException(name + " has " + layer.getWeightNoise().getClass().getSimpleName()
                    + ": the noise of a generalized layer's weights is its law, with transmission SAMPLED; set weight noise on other layers alone");
        }
    }

    static void requireSizes(FeedForwardLayer layer, int index) {
        LayerValidation.assertNInNOutSet(layer.getClass().getSimpleName(), layer.getLayerName(), index, layer.getNIn(),
                layer.getNOut());
    }

    /** Complex inputs of a layer that gets that many columns. @throws IllegalStateException if they are odd: they come in pairs [re | im] */
    static long pairs(long columns, String layer) {
        if (columns % 2 == 0) return columns / 2;
        throw new IllegalStateException("layer " + layer
                + " takes complex numbers [re | im], an even number of columns; its input has " + columns);
    }

    static IllegalArgumentException real(IActivation activation) {
        return new IllegalArgumentException("activation = " + activation + ": a complex layer takes a ComplexActivation");
    }

    /** Makes a layer of supported settings. @throws IllegalStateException naming the layer and what it cannot have */
    static <L extends BaseLayer<?>> L prepare(Supplier<L> made, NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners, int index, INDArray view, boolean initialize, DataType type) {
        requireSupported((FeedForwardLayer) conf.getLayer(), index, type);
        return begun(made.get(), conf, listeners, index, view, initialize);
    }

    /** The layer as a network that is being initialised needs it. */
    static <L extends Layer> L begun(L layer, NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(view);
        layer.setParamTable(conf.getLayer().initializer().init(conf, view, initialize));
        layer.setConf(conf);
        return layer;
    }

    /** Decay acts on amplitudes and biases only: structural weights stay on the simplex. */
    static List<Regularization> regularization(String key, List<Regularization> amplitudes, List<Regularization> biases) {
        return switch (key) {
            case SynapticParameters.AMPLITUDE, SynapticParameters.REAL, SynapticParameters.IMAGINARY -> amplitudes;
            case SynapticParameters.BIAS -> biases;
            default -> List.of();
        };
    }

    /** The updater of one parameter of a layer that has been given this one. */
    static IUpdater updater(IUpdater given, String key) {
        return given instanceof Generalized.Updater together ? together.forParameter(key) : given;
    }

    static LayerMemoryReport memoryReport(FeedForwardLayer layer, InputType input, InputType output) {
        long parameters = layer.initializer().numParams(layer);
        long observable = ((Generalized) layer).synapses(layer.getNIn(), layer.getNOut()) * layer.getNOut();
        long perExample = output.arrayElementsPerExample() + (layer.getIDropout() == null ? 0 : input.arrayElementsPerExample());
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), input, output)
                .standardMemory(parameters, layer.getIUpdater().stateSize(parameters))
                .workingMemory(observable, 0, observable, perExample)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
