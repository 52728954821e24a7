package org.tanhwg.training.train;

import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedHidden;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.evaluate.Classifier;
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
    static MultiLayerNetwork ready(TrainSettings settings, Examples examples, long steps) {
        MultiLayerNetwork given = load(settings, examples);
        given.getLayerWiseConfigurations().getConfs().forEach(conf -> conf.setSeed(settings.seed()));
        IUpdater updater = Networks.updater(settings, steps);
        MultiLayerNetwork network;
        try {
            network = settings.optimizer().synaptic() ? Conversion.toGeneralized(given, updater, Networks.embedding(settings))
                    : Conversion.toDense(given, updater);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserError(settings.from() + ": " + e.getMessage(), e);
        }
        for (int i = 0; i < network.getnLayers(); i++) {
            if (network.getLayer(i).conf().getLayer() instanceof FeedForwardLayer layer) prepare(layer, settings, i, steps);
        }
        return network;
    }

    private static MultiLayerNetwork load(TrainSettings settings, Examples examples) {
        Path file = RunFolder.modelFile(settings.from(), "--from");
        if (!(ModelFile.load(file) instanceof MultiLayerNetwork network)) {
            throw new UserError(
                    file + ": is a ComputationGraph; --from takes a network of layers (in Java, Conversion takes both)");
        }
        if (!(examples.targets() instanceof Targets.Classes))
            throw new UserError("--from: takes a network that tells classes apart; a regression is trained afresh");
        var classifier = new Classifier(network, file.toString());
        if (classifier.inputs() == examples.width()) classifier.requireFit(examples, "the data");
        if (classifier.inputs() != examples.width() || classifier.classes() != examples.classes()) {
            throw new UserError(file + ": takes " + classifier.inputs() + " numbers and tells " + classifier.classes()
                    + " classes; the examples have " + examples.width() + " and " + examples.classes());
        }
        return network;
    }

    /** Release noise as the settings want it, unless the layer has dropout of its own; no gradient of the inputs. */
    private static void prepare(FeedForwardLayer layer, TrainSettings settings, int index, long steps) {
        if (index == 0 && layer instanceof GeneralizedHidden first) first.setInputGradient(false);
        boolean connected = layer instanceof Generalized || layer instanceof DenseLayer || layer instanceof OutputLayer;
        if (connected && (layer.getIDropout() == null || layer.getIDropout() instanceof ReleaseNoise)) {
            layer.setIDropout(Networks.noise(settings, index, steps).orElse(null));
        }
    }
}
