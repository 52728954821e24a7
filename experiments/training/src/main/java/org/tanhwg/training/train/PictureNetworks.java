package org.tanhwg.training.train;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.MapActivation;
import org.tanhwg.layers.conf.MapNormalisation;
import org.tanhwg.layers.conf.MapSum;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.NetworkPart;
import org.tanhwg.training.settings.NetworkPart.Conv;
import org.tanhwg.training.settings.NetworkPart.Dense;
import org.tanhwg.training.settings.NetworkPart.GlobalPool;
import org.tanhwg.training.settings.NetworkPart.Maps;
import org.tanhwg.training.settings.NetworkPart.Pool;
import org.tanhwg.training.settings.NetworkPart.Residual;
import org.tanhwg.training.settings.TrainSettings;

/** Networks of convolutions, pooling, residual blocks and fully connected layers, as {@code network} lists them. */
final class PictureNetworks {
    /** Rate of the scales and shifts of batch normalisation, which have no measure and take steps of Adam. */
    private static final double NORMALISATION_RATE = 1e-3;
    private static final String INPUT = "pictures";

    private final TrainSettings settings;
    private final long steps;
    private final Place place;
    /** Layers with weights so far. */
    private int index;

    private PictureNetworks(TrainSettings settings, long steps, Place place) {
        this.settings = settings;
        this.steps = steps;
        this.place = place;
    }

    /** Adds all layers. @throws UserError when the examples are not images, or images that do not go through */
    static InputType add(NeuralNetConfiguration.ListBuilder list, TrainSettings settings, Examples examples, long steps) {
        InputType pictures = pictures(settings, examples);
        new PictureNetworks(settings, steps, list::layer).add(examples);
        return pictures;
    }

    /** A graph, for what branches. @throws UserError as {@link #add} */
    static ComputationGraphConfiguration graph(NeuralNetConfiguration.Builder defaults, TrainSettings settings,
            Examples examples, long steps) {
        var graph = new Graph(defaults.graphBuilder().addInputs(INPUT).setInputTypes(pictures(settings, examples)));
        new PictureNetworks(settings, steps, graph).add(examples);
        return graph.builder.setOutputs(graph.top).build();
    }

    private static InputType pictures(TrainSettings settings, Examples examples) {
        ImageShape shape = examples.shape()
                .orElseThrow(() -> new UserError("--network: takes images; these examples are not the pixels of one"));
        try {
            settings.network().fit(shape);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
        return InputType.convolutionalFlat(shape.height(), shape.width(), shape.channels());
    }

    /** Where layers go, each above the one before. */
    private interface Place {
        void add(Layer layer);
    }

    private static final class Graph implements Place {
        private final GraphBuilder builder;
        private String top = INPUT;
        private int count;

        Graph(GraphBuilder builder) { this.builder = builder; }

        @Override public void add(Layer layer) {
            String below = top;
            top = "layer" + count++;
            builder.addLayer(top, layer, below);
        }

        /** The sum of what is on top and of something below. @param ours whether layers of ours come before and after */
        void sum(String other, boolean ours) {
            String one = top;
            top = "sum" + count++;
            builder.addVertex(top, ours ? new MapSum() : new MapSum().ordinary(), one, other);
        }
    }

    private void add(Examples examples) {
        int channels = 0;
        for (NetworkPart part : settings.network().parts()) {
            if (part instanceof Conv conv) convolution(conv);
            else if (part instanceof Pool pool) place.add(pool(pool.side()));
            else if (part instanceof Residual residual) residual(residual, channels);
            else
                if (part instanceof GlobalPool global)
                    place.add(new GlobalPoolingLayer(global.largest() ? PoolingType.MAX : PoolingType.AVG));
                else
                    if (part instanceof Dense dense) place.add(Networks.dense(settings, dense.units(), index++, steps));
            if (part instanceof Maps maps) channels = maps.channels(channels);
        }
        place.add(Networks.output(settings, index, examples, steps));
    }

    private void convolution(Conv part) {
        place.add(kernel(part.channels(), part.kernel(), part.stride(), part.same(), !part.normalised()));
        if (!part.normalised()) return;
        place.add(normalisation());
        place.add(activation());
    }

    /** Two normalised kernels of 3x3 beside the maps themselves, or beside a normalised kernel of 1x1 where their size changes. */
    private void residual(Residual part, int below) {
        Graph graph = (Graph) place;
        String start = graph.top;
        int channels = part.channels(), stride = part.stride();
        place.add(kernel(channels, 3, stride, true, false));
        place.add(normalisation());
        place.add(activation());
        place.add(kernel(channels, 3, 1, true, false));
        place.add(normalisation());
        String end = graph.top;
        graph.top = start;
        if (stride > 1 || channels != below) {
            place.add(kernel(channels, 1, stride, true, false));
            place.add(normalisation());
        }
        String beside = graph.top;
        graph.top = end;
        graph.sum(beside, settings.optimizer().synaptic());
        place.add(activation());
    }

    private Layer normalisation() {
        var normalisation = new MapNormalisation(new Adam(new HalfCosine(NORMALISATION_RATE, steps)));
        return settings.optimizer().synaptic() ? normalisation : normalisation.ordinary();
    }

    private Layer activation() {
        var activation = new MapActivation(Networks.activation(settings));
        return settings.optimizer().synaptic() ? activation : activation.ordinary();
    }

    private Layer pool(int side) {
        MaxPooling pooling = new MaxPooling.Builder(side).build();
        return settings.optimizer().synaptic() ? pooling : pooling.ordinary();
    }

    /** A kernel; the noise of its input is drawn for each position. @param activated whether a unit is more than its sum */
    private Layer kernel(int channels, int side, int stride, boolean same, boolean activated) {
        ConvolutionMode mode = same ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        Activation activation = activated ? Networks.activation(settings) : Activation.IDENTITY;
        int number = index++;
        if (!settings.optimizer().synaptic()) {
            return Networks.noisy(new ConvolutionLayer.Builder(side, side).stride(stride, stride).convolutionMode(mode), settings,
                    number, steps).nOut(channels).activation(activation).build();
        }
        return Networks.noisy(new GeneralizedConvolution.Builder(side).stride(stride).convolutionMode(mode)
                .signal(Networks.signal(settings)).inputGradient(Networks.inputGradient(settings, number))
                .law(Networks.law(settings))
                .transmission(Networks.transmission(settings)), settings, number, steps).nOut(channels)
                .activation(activation).build();
    }
}
