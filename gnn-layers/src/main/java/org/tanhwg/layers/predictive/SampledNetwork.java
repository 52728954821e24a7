package org.tanhwg.layers.predictive;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.impl.Synapses;

/** A network of either kind whose generalized layers transmit draws or means at inference, as it is asked. */
final class SampledNetwork {
    private final Model network;
    /** In topological order. */
    private final List<Synapses> layers;
    private final boolean sigmoid;

    /** @throws IllegalArgumentException if it is of another kind */
    SampledNetwork(Model network) {
        this.network = network;
        layers = layers(network).filter(GeneralizedLayer.class::isInstance).map(layer -> ((GeneralizedLayer) layer).synapses())
                .toList();
        sigmoid = layers(network).reduce((before, last) -> last).map(layer -> layer.conf().getLayer())
                .filter(conf -> conf instanceof BaseLayer base && base.getActivationFn() instanceof ActivationSigmoid
                        || conf instanceof ActivationLayer activation
                                && activation.getActivationFn() instanceof ActivationSigmoid)
                .isPresent();
    }

    /** Whether a law of its synapses has a width. */
    boolean wide() { return layers.stream().anyMatch(SampledNetwork::wide); }

    /** Whether a single output is the probability of the second of two classes. */
    boolean sigmoid() { return sigmoid; }

    /** Asks while no other thread does; every layer transmits its mean until {@link #draw}, and afterwards what it did before. */
    <T> T alone(Supplier<T> asked) {
        synchronized (network) { // whose layers keep the input of a pass, and what they transmit
            List<Inference> before = layers.stream().map(layer -> layer.transmit(Inference.expected())).toList();
            try {
                return asked.get();
            } finally {
                IntStream.range(0, layers.size()).forEach(i -> layers.get(i).transmit(before.get(i)));
            }
        }
    }

    /** From now on draws from a stream; the first layer that does remembers what it makes of its input. */
    void draw(long stream) {
        boolean first = true;
        for (Synapses layer : layers) {
            if (!wide(layer)) continue;
            layer.transmit(first ? Inference.sampledForOneInput(stream) : Inference.sampled(stream));
            first = false;
        }
    }

    /** In the network's type; a view is copied, because ND4J finds some rows of views empty. */
    INDArray prepared(INDArray input) {
        DataType type = network instanceof ComputationGraph graph ? graph.getConfiguration().getDataType()
                : ((MultiLayerNetwork) network).getLayerWiseConfigurations().getDataType();
        return input.offset() == 0 ? input.castTo(type) : input.dup('c').castTo(type);
    }

    INDArray output(INDArray[] inputs) {
        return network instanceof ComputationGraph graph ? graph.outputSingle(inputs)
                : ((MultiLayerNetwork) network).output(inputs[0]);
    }

    private static boolean wide(Synapses layer) { return layer.embedding().law().kind() != SynapticLaw.Kind.DIRAC; }

    private static Stream<Layer> layers(Model network) {
        if (network instanceof MultiLayerNetwork list) return Stream.of(list.getLayers());
        if (!(network instanceof ComputationGraph graph)) {
            throw new IllegalArgumentException(
                    network.getClass().getName() + ": must be a MultiLayerNetwork or a ComputationGraph");
        }
        GraphVertex[] vertices = graph.getVertices();
        return IntStream.of(graph.topologicalSortOrder()).mapToObj(i -> vertices[i]).filter(GraphVertex::hasLayer)
                .map(GraphVertex::getLayer);
    }
}
