package org.tanhwg.training.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** What a MultiLayerNetwork and a ComputationGraph of one input and one output both do, and Deeplearning4j has no common name for. */
public final class EitherNetwork {
    private EitherNetwork() {}

    /** All layers, in a graph in topological order. */
    public static Layer[] layers(Model network) {
        return network instanceof ComputationGraph graph ? graph.getLayers() : ((MultiLayerNetwork) network).getLayers();
    }

    /** Whether a layer, counted as in {@link #layers}, takes what the network takes, and that alone. */
    public static boolean isFirst(Model network, int layer) {
        if (!(network instanceof ComputationGraph graph)) return layer == 0;
        ComputationGraphConfiguration conf = graph.getConfiguration();
        return Arrays.stream(graph.getVertices()).filter(vertex -> vertex.getLayer() == graph.getLayers()[layer])
                .allMatch(vertex -> conf.getNetworkInputs().containsAll(conf.getVertexInputs().get(vertex.getVertexName())));
    }

    /** The maps that a layer gives, counted as in {@link #layers}; empty where it gives none or the network does not say what pictures it takes. */
    static Optional<InputTypeConvolutional> maps(Model network, int layer) {
        InputType output = null;
        if (network instanceof ComputationGraph graph) {
            ComputationGraphConfiguration conf = graph.getConfiguration();
            InputPreProcessor first = conf.getVertices().entrySet().stream()
                    .filter(vertex -> conf.getVertexInputs().get(vertex.getKey()).equals(conf.getNetworkInputs()))
                    .map(Map.Entry::getValue).filter(LayerVertex.class::isInstance)
                    .map(vertex -> ((LayerVertex) vertex).getPreProcessor()).filter(Objects::nonNull).findFirst().orElse(null);
            if (first instanceof FeedForwardToCnnPreProcessor flat)
                output = conf.clone().getLayerActivationTypes(true, pictures(flat))
                        .get(graph.getLayers()[layer].conf().getLayer().getLayerName());
        } else {
            MultiLayerConfiguration conf = ((MultiLayerNetwork) network).getLayerWiseConfigurations();
            if (conf.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor flat)
                output = conf.getLayerActivationTypes(pictures(flat)).get(layer);
        }
        return Optional.ofNullable(output).filter(InputTypeConvolutional.class::isInstance)
                .map(InputTypeConvolutional.class::cast);
    }

    private static InputType pictures(FeedForwardToCnnPreProcessor flat) {
        return InputType.convolutionalFlat(flat.getInputHeight(), flat.getInputWidth(), flat.getNumChannels());
    }

    /** Takes a step. */
    public static void fit(Model network, DataSet batch) {
        if (network instanceof ComputationGraph graph) graph.fit(batch);
        else((MultiLayerNetwork) network).fit(batch);
    }

    /** The loss on a batch, as inference sees it. */
    public static double loss(Model network, DataSet batch) {
        return network instanceof ComputationGraph graph ? graph.score(batch, false)
                : ((MultiLayerNetwork) network).score(batch, false);
    }

    /** Number of the next step. */
    public static int step(Model network) {
        return network instanceof ComputationGraph graph ? graph.getIterationCount()
                : ((MultiLayerNetwork) network).getIterationCount();
    }

    /** Makes it that number. */
    public static void step(Model network, int next) {
        if (network instanceof ComputationGraph graph) graph.getConfiguration().setIterationCount(next);
        else((MultiLayerNetwork) network).setIterationCount(next);
    }

    /** Sets the loss that listeners are told of. */
    public static void score(Model network, double loss) {
        if (network instanceof ComputationGraph graph) graph.setScore(loss);
        else((MultiLayerNetwork) network).setScore(loss);
    }

    /** A copy with the state of its updaters, not attached. */
    public static Model copy(Model network) {
        if (!(network instanceof ComputationGraph graph)) return ((MultiLayerNetwork) network).clone();
        ComputationGraph copy = graph.clone(); // begins at step 0
        copy.getConfiguration().setIterationCount(graph.getConfiguration().getIterationCount());
        copy.getConfiguration().setEpochCount(graph.getConfiguration().getEpochCount());
        return copy;
    }
}
