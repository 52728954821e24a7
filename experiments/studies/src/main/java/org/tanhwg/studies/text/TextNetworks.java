package org.tanhwg.studies.text;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.datasets.TextBatch;
import org.tanhwg.datasets.TextBatch.Layout;
import org.tanhwg.datasets.TextData;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.ThisStep;
import org.tanhwg.studies.text.TextSettings.TextRule;

/** Networks of one recurrent and one output layer that start from the same laws, whatever the rule. */
final class TextNetworks {
    /** Steps of training that β is for; others keep β√steps, which keeps the share of living weights. */
    private static final double BETA_STEPS = 1000;

    /** Of the rule gaussian: how wide an observable weight is at first, tends to be where the text does not care, and how fast it gets there. */
    private static final SynapticLaw LAW = SynapticLaw.gaussian(0.02);
    private static final double CONFINEMENT = 0.1;
    private static final double CLOCK = 60;

    private TextNetworks() {}

    /** Initialised, and ready to train for that many steps. */
    static MultiLayerNetwork of(TextRule rule, TextSettings settings, int characters, long steps, long seed) {
        IUpdater updater = switch (rule) {
            case TAN_HWG, LOCAL, GAUSSIAN -> new TanHwg.Builder(steps).eta(settings.eta()).kappa(settings.kappa())
                    .beta(settings.beta() * Math.sqrt(BETA_STEPS / steps))
                    .temperature(settings.temperature() / settings.characters()).confinement(CONFINEMENT)
                    .widthStepFactor(CLOCK).build();
            case ADAM -> new Adam(new HalfCosine(settings.rate(), steps));
        };
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list()
                .layer(recurrent(rule, settings)).layer(output(rule, characters)).setInputType(InputType.recurrent(characters))
                .build());
        network.init();
        return rule == TextRule.ADAM ? network : TanHwg.attach(network);
    }

    private static Layer recurrent(TextRule rule, TextSettings settings) {
        return switch (rule) {
            case TAN_HWG -> new GeneralizedRecurrent.Builder().nOut(settings.units()).inputGradient(false).build();
            case GAUSSIAN -> new GeneralizedRecurrent.Builder().nOut(settings.units()).inputGradient(false).law(LAW)
                    .transmission(Transmission.SAMPLED).build();
            case LOCAL -> new GeneralizedRecurrent.Builder().nOut(settings.units()).inputGradient(false).signal(new ThisStep())
                    .build();
            case ADAM -> new SimpleRnn.Builder().nOut(settings.units()).activation(Activation.TANH).weightInit(WeightInit.XAVIER)
                    .build();
        };
    }

    private static Layer output(TextRule rule, int characters) {
        return rule == TextRule.ADAM
                ? new RnnOutputLayer.Builder().nOut(characters).activation(Activation.SOFTMAX).weightInit(WeightInit.XAVIER)
                        .build()
                : new GeneralizedOutput.Builder().nOut(characters).weightInit(WeightInit.XAVIER)
                        .law(rule == TextRule.GAUSSIAN ? LAW : SynapticLaw.dirac())
                        .transmission(rule == TextRule.GAUSSIAN ? Transmission.SAMPLED : Transmission.EXPECTED).build();
    }

    /**
     * Excerpts as the networks of a rule take them. Adam rescales each weight's step by itself; a step with one size for a unit needs inputs
     * of mean square 1, as the states about have: a character is √n where there are n different ones.
     */
    static TextBatch batch(TextRule rule, TextData text, int excerpts, int length) {
        return rule == TextRule.ADAM ? new TextBatch(text, excerpts, length, 1, Layout.COLUMNS)
                : new TextBatch(text, excerpts, length, Math.sqrt(text.alphabet().length), Layout.ROWS);
    }
}
