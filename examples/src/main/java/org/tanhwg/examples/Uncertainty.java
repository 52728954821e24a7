package org.tanhwg.examples;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;

/** Synapses that are normal laws learn how sure they are; predictions that sample them say what the network does not know. */
public final class Uncertainty {
    private static final int EPOCHS = 10;
    private static final int BATCH = 50;

    private Uncertainty() {}

    /** @param args none */
    public static void main(String[] args) {
        Dataset mnist = DataCatalog.standard().load("mnist");
        Examples train = mnist.train().sample(2000, 1);
        MultiLayerNetwork network = network((long) EPOCHS * train.count() / BATCH, train.count());
        network.fit(ExamplesIterator.shuffled(train, BATCH, 1), EPOCHS);

        INDArray digits = ExamplesIterator.inOrder(mnist.test(), 500).next().getFeatures();
        INDArray negatives = digits.rsub(1); // dark digits on light paper: the network has never seen any
        var predictive = PosteriorPredictive.sampled(network, 50, 1); // 50 passes, each with synapses drawn anew
        print("digits", predictive.predict(digits));
        print("negatives", predictive.predict(negatives));
    }

    /** Total entropy is an aleatoric part, which known synapses would leave, and an epistemic part, which more data would lower. */
    private static void print(String what, List<Prediction> predictions) {
        System.out.printf("%-9s  entropy %.3f = aleatoric %.3f + epistemic %.3f nats%n", what,
                mean(predictions, Prediction::total), mean(predictions, Prediction::aleatoric),
                mean(predictions, Prediction::epistemic));
    }

    private static double mean(List<Prediction> predictions, ToDoubleFunction<Prediction> value) {
        return predictions.stream().mapToDouble(value).average().orElseThrow();
    }

    private static MultiLayerNetwork network(long steps, int examples) {
        TanHwg tanHwg = new TanHwg.Builder(steps).calibrated(examples).build(); // nothing is pruned
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(tanHwg).list()
                .layer(new GeneralizedDense.Builder().nOut(100).activation(Activation.RELU)
                        .law(SynapticLaw.gaussian(0.02)).transmission(Transmission.SAMPLED).build())
                .layer(new GeneralizedOutput.Builder().nOut(10)
                        .law(SynapticLaw.gaussian(0.02)).transmission(Transmission.SAMPLED).build())
                .setInputType(InputType.feedForward(784)).build());
        network.init();
        return TanHwg.attach(network);
    }
}
