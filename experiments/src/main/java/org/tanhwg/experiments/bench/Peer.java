package org.tanhwg.experiments.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.tanhwg.core.Checks;
import org.tanhwg.experiments.run.Networks;
import org.tanhwg.experiments.run.TrainSettings;

/**
 * Deeplearning4j's own dense layers under one of its own optimizers: shape, activations, release noise and He initialisation are those of the
 * generalized network. Everything but kind and rate keeps Deeplearning4j's default (momentum 0.9 for nesterov).
 *
 * @param learningRate at the start; falls to 0 along a half cosine, as the step of Tan–HWG does
 */
public record Peer(Kind kind, double learningRate) {
    /** @throws IllegalArgumentException if the rate is not a finite number > 0 */
    public Peer {
        Checks.positive("learning-rate", learningRate);
    }

    /** Optimizers of Deeplearning4j. */
    public enum Kind {
        SGD, NESTEROV, ADAM;

        static List<String> names() {
            return Arrays.stream(values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        }
    }

    /** The lines of a configuration that tell this peer from others. */
    String config() {
        return "peer: " + kind.name().toLowerCase(Locale.ROOT) + "\nlearning-rate: " + learningRate + "\n";
    }

    /**
     * A network ready to train.
     *
     * @param inputs numbers in an example
     * @param steps training steps of the whole run
     */
    MultiLayerNetwork network(TrainSettings settings, int inputs, int classes, long steps) {
        var list = new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(updater(steps)).weightInit(WeightInit.RELU)
                .list();
        List<Integer> hidden = settings.layers();
        for (int i = 0; i < hidden.size(); i++) {
            list.layer(Networks
                    .noisy(new DenseLayer.Builder().nOut(hidden.get(i)).activation(Activation.RELU), settings, i, steps).build());
        }
        list.layer(Networks
                .noisy(new OutputLayer.Builder(LossFunction.MCXENT).nOut(classes).activation(Activation.SOFTMAX), settings,
                        hidden.size(), steps)
                .build());
        var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return network;
    }

    private IUpdater updater(long steps) {
        ISchedule rate = new HalfCosine(learningRate, steps);
        return switch (kind) {
            case SGD -> new Sgd(rate);
            case NESTEROV -> new Nesterovs(rate);
            case ADAM -> new Adam(rate);
        };
    }

    /** rate·(1 + cos π t/steps)/2. */
    private record HalfCosine(double rate, long steps) implements ISchedule {
        @Override public double valueAt(int iteration, int epoch) {
            return 0.5 * rate * (1 + Math.cos(Math.PI * Math.min(1, (double) iteration / steps)));
        }

        @Override public ISchedule clone() {
            return this;
        }
    }
}
