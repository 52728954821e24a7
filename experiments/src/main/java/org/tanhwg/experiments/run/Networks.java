package org.tanhwg.experiments.run;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.AmplitudePotential;
import org.tanhwg.layers.optimizer.TanHwg;

/** From settings to a network that is ready to train. */
public final class Networks {
    /** Share of the run with release noise: the last fifth trains what inference will use. */
    static final double NOISE_UNTIL = 0.8;

    private Networks() {}

    /**
     * Fully connected generalized layers, ReLU and softmax, attached to their optimizer.
     *
     * @param inputs numbers in an example
     * @param steps training steps of the whole run
     */
    public static MultiLayerNetwork create(TrainSettings settings, int inputs, int classes, long steps) {
        var list = new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(optimizer(settings, steps)).list();
        List<Integer> hidden = settings.layers();
        for (int i = 0; i < hidden.size(); i++) {
            list.layer(noisy(new GeneralizedDense.Builder().nOut(hidden.get(i)).activation(Activation.RELU).inputGradient(i > 0)
                    .law(law(settings)).transmission(transmission(settings)),
                    settings,
                    i, steps).build());
        }
        list.layer(noisy(new GeneralizedOutput.Builder().nOut(classes).law(law(settings)).transmission(transmission(settings)),
                settings, hidden.size(), steps).build());
        var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static TanHwg optimizer(TrainSettings settings, long steps) {
        return new TanHwg.Builder(steps).eta(settings.eta()).kappa(settings.kappa()).beta(settings.beta())
                .lambda(settings.lambda())
                .temperature(settings.temperature() * settings.epochs() / ((double) steps * settings.batch()))
                .confinement(settings.confinement())
                .potential(switch (settings.potential()) {
                    case COUNTING -> AmplitudePotential.COUNTING;
                    case MASS -> AmplitudePotential.MASS_WEIGHTED;
                })
                .offAt(settings.offAt()).gamma(settings.gamma()).power(settings.power())
                .consolidateEvery(settings.consolidateEvery())
                .build();
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
    public static <B extends BaseLayer.Builder<B>> B noisy(B layer, TrainSettings settings, int index, long steps) {
        double sd = index == 0 ? settings.noiseInput() : settings.noiseHidden();
        if (sd == 0) return layer;
        return layer.dropOut(new ReleaseNoise(sd, (long) (NOISE_UNTIL * steps), 1000 * settings.seed() + index));
    }
}
