package org.tanhwg.training.evaluate;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.training.run.UserError;

/**
 * First and last layer of a network with one input and one output.
 *
 * @param inputs numbers in an example
 * @param output the last layer; null where it is none
 * @param pictures what it takes the numbers for, where it begins with layers of maps
 */
record NetworkEnds(int inputs, Layer output, Optional<ImageShape> pictures) {

    /** @param data what messages call the examples @throws UserError when their widths, or the shapes of pictures, do not fit */
    void requireFit(String name, Examples examples, String data) {
        if (pictures.isPresent() && examples.shape().isPresent() && !pictures.equals(examples.shape()))
            throw new UserError(name + ": its first layer takes pictures of " + pictures.get() + "; those of " + data + " are "
                    + examples.shape().get());
        if (inputs != examples.width())
            throw new UserError(name + ": takes " + inputs + " numbers, an example of " + data + " has " + examples.width());
    }

    /** @param name what messages call the network @throws UserError when it has not one flat input and one output */
    static NetworkEnds of(Model network, String name) {
        return network instanceof ComputationGraph graph ? of(graph, name) : of((MultiLayerNetwork) network, name);
    }

    private static NetworkEnds of(MultiLayerNetwork layers, String name) {
        var conf = layers.getLayerWiseConfigurations();
        return new NetworkEnds(width(conf.getInputPreProcess(0), conf.getConf(0).getLayer(), name),
                conf.getConf(conf.getConfs().size() - 1).getLayer(), pictures(conf.getInputPreProcess(0)));
    }

    private static NetworkEnds of(ComputationGraph graph, String name) {
        var conf = graph.getConfiguration();
        if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
            throw new UserError(
                    name + ": has " + conf.getNetworkInputs().size() + " inputs and " + conf.getNetworkOutputs().size()
                            + " outputs; must have one of each");
        }
        LayerVertex first = conf.getVertexInputs().entrySet().stream()
                .filter(v -> v.getValue().equals(List.of(conf.getNetworkInputs().get(0))))
                .map(v -> conf.getVertices().get(v.getKey())).filter(LayerVertex.class::isInstance).map(LayerVertex.class::cast)
                .findFirst()
                .orElseThrow(() -> unknownWidth(name));
        GraphVertex last = conf.getVertices().get(conf.getNetworkOutputs().get(0));
        return new NetworkEnds(width(first.getPreProcessor(), first.getLayerConf().getLayer(), name),
                last instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null, pictures(first.getPreProcessor()));
    }

    private static Optional<ImageShape> pictures(InputPreProcessor before) {
        return before instanceof FeedForwardToCnnPreProcessor image
                ? Optional.of(new ImageShape(Math.toIntExact(image.getInputHeight()), Math.toIntExact(image.getInputWidth()),
                        Math.toIntExact(image.getNumChannels())))
                : Optional.empty();
    }

    private static int width(InputPreProcessor before, Layer input, String name) {
        if (before instanceof FeedForwardToCnnPreProcessor image) {
            return Math.toIntExact(image.getInputHeight() * image.getInputWidth() * image.getNumChannels());
        }
        if (before == null && input instanceof FeedForwardLayer layer && !(layer instanceof ConvolutionLayer)
                && !(layer instanceof GeneralizedConvolution)) {
            return Math.toIntExact(layer.getNIn());
        }
        throw unknownWidth(name);
    }

    private static UserError unknownWidth(String name) {
        return new UserError(
                name + ": does not take rows of numbers; its first layer must be a fully connected one or take a flat image");
    }
}
