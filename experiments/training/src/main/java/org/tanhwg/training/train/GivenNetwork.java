package org.tanhwg.training.train;

import java.nio.file.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedHidden;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;

/** Training that starts from a network that others trained. */
public final class GivenNetwork {
    private GivenNetwork() {}

    /**
     * Looks, before a run is begun, whether the network that the settings ask for or start from can be trained on such examples.
     *
     * @throws UserError when there is no such network, it does not fit, or memory does not hold it
     */
    public static void check(TrainSettings settings, Examples examples) {
        if (settings.from() != null) load(settings, examples);
        else Networks.check(settings, examples);
    }

    /**
     * The network that the settings start from, converted where its layers are not of the kind that the optimizer trains, ready for it.
     *
     * @param steps training steps of the whole run
     * @throws UserError as {@link #check}
     */
    static Model ready(TrainSettings settings, Examples examples, long steps) {
        Model given = load(settings, examples);
        for (Layer layer : EitherNetwork.layers(given)) {
            NeuralNetConfiguration conf = layer.conf();
            conf.setSeed(settings.seed());
            if (conf.getLayer() instanceof BatchNormalization normalisation) restart(normalisation, steps);
        }
        IUpdater updater = Updaters.of(settings, steps);
        Model network;
        try {
            network = settings.optimizer().synaptic() ? Conversion.toGeneralized(given, updater, Networks.embedding(settings))
                    : Conversion.toDense(given, updater);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserError(settings.from() + ": " + e.getMessage(), e);
        }
        Layer[] layers = EitherNetwork.layers(network);
        for (int i = 0; i < layers.length; i++)
            if (layers[i].conf().getLayer() instanceof FeedForwardLayer layer)
                prepare(layer, settings, EitherNetwork.isFirst(network, i), i, steps);
        return network;
    }

    /** Its rate falls along the run that begins, and not along the one that made it. */
    private static void restart(BatchNormalization normalisation, long steps) {
        if (normalisation.getIUpdater() instanceof Adam adam && adam.getLearningRateSchedule() instanceof HalfCosine rate)
            adam.setLearningRateSchedule(new HalfCosine(rate.rate(), steps));
    }

    private static Model load(TrainSettings settings, Examples examples) {
        Path file = RunFolder.modelFile(settings.from(), "--from");
        Model network = ModelFile.load(file);
        if (!(examples.targets() instanceof Targets.Classes))
            throw new UserError("--from: takes a network that tells classes apart; a regression is trained afresh");
        var classifier = new Classifier(network, file.toString());
        classifier.requireFit(examples, "the data");
        if (classifier.classes() != examples.classes())
            throw new UserError(file + ": tells " + classifier.classes() + " classes; the examples have " + examples.classes());
        return network;
    }

    /** Release noise as the settings want it, unless the layer has dropout of its own; no gradient of the inputs. */
    private static void prepare(FeedForwardLayer layer, TrainSettings settings, boolean lowest, int index, long steps) {
        if (lowest && layer instanceof GeneralizedHidden first) first.setInputGradient(false);
        boolean connected = layer instanceof Generalized || layer instanceof DenseLayer || layer instanceof OutputLayer;
        if (connected && (layer.getIDropout() == null || layer.getIDropout() instanceof ReleaseNoise)) {
            layer.setIDropout(Networks.noise(settings, index, steps).orElse(null));
        }
    }
}
