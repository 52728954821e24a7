package org.tanhwg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;

/** Prunes a network of Deeplearning4j that you have: to generalized layers, a few epochs, and back to Deeplearning4j's own. */
public final class PruneYourModel {
    private static final int BATCH = 50;
    private static final int EPOCHS = 15;

    private PruneYourModel() {}

    /** @param args a model file of a network 784-…-10; by default one is trained here, with Adam */
    public static void main(String[] args) throws IOException {
        Dataset mnist = DataCatalog.standard().load("mnist");
        Examples train = mnist.train().sample(2000, 1);
        ExamplesIterator batches = ExamplesIterator.shuffled(train, BATCH, 1);
        ExamplesIterator test = ExamplesIterator.inOrder(mnist.test().sample(1000, 1), 500);

        MultiLayerNetwork yours = args.length > 0 ? (MultiLayerNetwork) ModelFile.load(Path.of(args[0])) : trained(batches);
        print("yours", yours, test);

        // the same function in generalized layers; beta decides how much is pruned
        long steps = (long) EPOCHS * train.count() / BATCH;
        MultiLayerNetwork pruning = Conversion.toGeneralized(yours, new TanHwg.Builder(steps).beta(2e-3).build());
        pruning.fit(batches, EPOCHS);

        // dense layers again; weights without a synapse are exactly 0. The updater is for whoever trains on.
        MultiLayerNetwork pruned = Conversion.toDense(pruning, new Adam(1e-3));
        print("pruned", pruned, test);
        Path file = Files.createTempDirectory("pruned").resolve("pruned.zip");
        ModelFile.save(pruned, file); // Deeplearning4j alone can read it
        System.out.println(file);
    }

    private static void print(String what, MultiLayerNetwork network, ExamplesIterator test) {
        long weights = 0;
        long zeros = 0;
        for (String key : network.paramTable().keySet()) {
            if (!key.endsWith("_W")) continue; // biases are not counted
            INDArray w = network.getParam(key);
            weights += w.length();
            zeros += w.eq(0).castTo(w.dataType()).sumNumber().longValue();
        }
        System.out.printf("%-6s  %.1f %% right with %.1f %% of %d weights%n", what, 100 * network.evaluate(test).accuracy(),
                100.0 * (weights - zeros) / weights, weights);
    }

    private static MultiLayerNetwork trained(ExamplesIterator batches) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3))
                .weightInit(WeightInit.RELU).activation(Activation.RELU).list()
                .layer(new DenseLayer.Builder().nOut(100).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(784)).build());
        network.init();
        network.fit(batches, 5);
        return network;
    }
}
