package org.tanhwg.experiments.run;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/** From settings to a network that is ready to train. */
public final class Networks {
    /** Share of the run with release noise: the last fifth trains what inference will use. */
    static final double NOISE_UNTIL = 0.8;

    private Networks() {}

    /**
     * Fully connected layers, ReLU and softmax, He initialisation, ready for the optimizer: generalized ones for those that are synaptic,
     * Deeplearning4j's dense ones for the others.
     *
     * @param inputs numbers in an example
     * @param steps training steps of the whole run
     */
    public static MultiLayerNetwork create(TrainSettings settings, int inputs, int classes, long steps) {
        var list = new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(Updaters.of(settings, steps))
                .weightInit(WeightInit.RELU).list();
        List<Integer> hidden = settings.layers();
        boolean synaptic = settings.optimizer().synaptic();
        for (int i = 0; i < hidden.size(); i++) {
            list.layer(synaptic ? noisy(new GeneralizedDense.Builder().inputGradient(i > 0).law(law(settings))
                    .transmission(transmission(settings)), settings, i, steps).nOut(hidden.get(i)).activation(Activation.RELU)
                    .build()
                    : noisy(new DenseLayer.Builder(), settings, i, steps).nOut(hidden.get(i)).activation(Activation.RELU)
                            .build());
        }
        list.layer(synaptic
                ? noisy(new GeneralizedOutput.Builder().law(law(settings)).transmission(transmission(settings)), settings,
                        hidden.size(), steps).nOut(classes).build()
                : noisy(new OutputLayer.Builder(LossFunction.MCXENT), settings, hidden.size(), steps).nOut(classes)
                        .activation(Activation.SOFTMAX).build());
        var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return SteppingUpdater.attach(network);
    }

    private static SynapticLaw law(TrainSettings settings) {
        return switch (settings.law()) {
            case DIRAC -> SynapticLaw.dirac();
            case GAUSSIAN -> SynapticLaw.gaussian(settings.spread());
            case QUANTILES -> SynapticLaw.quantiles(settings.atoms(), settings.spread());
        };
    }

    private static Transmission transmission(TrainSettings settings) {
        return switch (settings.transmission()) {
            case EXPECTED -> Transmission.EXPECTED;
            case SAMPLED -> Transmission.SAMPLED;
        };
    }

    /** The layer with the release noise that the settings want before hidden layer {@code index}, counted from 0. */
    private static <B extends BaseLayer.Builder<B>> B noisy(B layer, TrainSettings settings, int index, long steps) {
        double sd = index == 0 ? settings.noiseInput() : settings.noiseHidden();
        if (sd == 0) return layer;
        return layer.dropOut(new ReleaseNoise(sd, (long) (NOISE_UNTIL * steps), 1000 * settings.seed() + index));
    }
}
