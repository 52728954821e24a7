package org.tanhwg.layers;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.optimizer.TanHwg;

/** Small networks and data for tests. */
public final class Networks {
    private Networks() {}

    /** 6-5-3, ReLU and softmax, with release noise on the first layer. */
    public static MultiLayerConfiguration classifier(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(5).dropOut(new ReleaseNoise(0.2, 50, 3)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build();
    }

    /** The same, initialised and attached. */
    public static MultiLayerNetwork trained(TanHwg optimizer, int steps) {
        MultiLayerNetwork network = new MultiLayerNetwork(classifier(optimizer));
        network.init();
        TanHwg.attach(network);
        for (int i = 0; i < steps; i++) network.fit(batch(i));
        return network;
    }

    /** The layers of a network that have synapses. */
    public static Stream<GeneralizedLayer> layers(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers()).filter(GeneralizedLayer.class::isInstance).map(GeneralizedLayer.class::cast);
    }

    /** Twenty examples of three classes that depend on the first three of six inputs; the last input is always 0. */
    public static DataSet batch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 20, 6);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 20, 3);
        for (int i = 0; i < 20; i++) {
            for (int x = 0; x < 5; x++) features.putScalar(i, x, random.nextDouble());
            int label = features.getFloat(i, 0) > 0.5 ? 0 : features.getFloat(i, 1) > features.getFloat(i, 2) ? 1 : 2;
            labels.putScalar(i, label, 1);
        }
        return new DataSet(features, labels);
    }
}
