package org.tanhwg.spark;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.training.evaluate.EitherNetwork;

/**
 * What a network is, without its numbers, as it goes to every partition.
 *
 * @param json its configuration
 * @param graph whether that is of a ComputationGraph
 */
record SharedNetwork(String json, boolean graph) implements Serializable {

    static SharedNetwork of(Model network) {
        return network instanceof ComputationGraph graph ? new SharedNetwork(graph.getConfiguration().toJson(), true)
                : new SharedNetwork(((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson(), false);
    }

    /** The network at a step, attached to its optimizer, with draws of its own in each partition. */
    Model at(int iteration, LivingState state, int partition) {
        INDArray numbers = Nd4j.createUninitialized(DataType.FLOAT, 1, state.parameters().length);
        Model network = graph ? graph(numbers) : layers(numbers);
        EitherNetwork.step(network, iteration);
        for (Layer layer : EitherNetwork.layers(network)) drawApart(layer.conf(), partition);
        state.into(network, true);
        return SteppingUpdater.attach(network);
    }

    private Model layers(INDArray numbers) {
        var network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init(numbers, false);
        return network;
    }

    private Model graph(INDArray numbers) {
        var network = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        network.init(numbers, false);
        return network;
    }

    /** Noise that all partitions had in common would not average out. */
    private static void drawApart(NeuralNetConfiguration conf, int partition) {
        conf.setSeed(conf.getSeed() + partition);
        if (conf.getLayer() instanceof BaseLayer layer && layer.getIDropout() instanceof ReleaseNoise noise)
            layer.setIDropout(noise.elsewhere(partition));
    }
}
