package org.tanhwg.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.LayerDiagnostics;
import org.tanhwg.layers.optimizer.LayerDiagnostics.UnitDiagnostics;
import org.tanhwg.layers.optimizer.TanHwg;

/** A network of your own with generalized layers: train and prune it, look at it, save it, load it, and write what is left. */
public final class OwnNetwork {
    private static final int BATCH = 50;
    private static final int EPOCHS = 15;

    private OwnNetwork() {}

    /** @param args the folder for {@code network.zip} and {@code digits.compact}; by default the current one */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "");
        // any DataSetIterator of Deeplearning4j will do; this one allocates nothing
        Dataset mnist = DataCatalog.standard().load("mnist");
        Examples train = mnist.train().sample(2000, 1);
        ExamplesIterator test = ExamplesIterator.inOrder(mnist.test().sample(1000, 1), 500);

        MultiLayerNetwork network = network((long) EPOCHS * train.count() / BATCH);
        network.fit(ExamplesIterator.shuffled(train, BATCH, 1), EPOCHS);
        System.out.printf("trained: %.1f %% of the test digits are right%n", 100 * network.evaluate(test).accuracy());

        for (LayerDiagnostics layer : TanHwg.diagnostics(network)) {
            int left = layer.units().stream().mapToInt(UnitDiagnostics::support).sum();
            long dead = layer.units().stream().filter(unit -> unit.support() == 0).count();
            System.out.printf("%s: %d synapses left, %d of %d units have none%n", layer.layer(), left, dead,
                    layer.units().size());
        }

        ModelFile.save(network, folder.resolve("network.zip")); // with the state of the optimizer
        // checks the file before Deeplearning4j parses it; a network that was loaded is attached anew
        var loaded = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("network.zip")));
        System.out.printf("loaded: %.1f %%%n", 100 * loaded.evaluate(test).accuracy());

        Path compact = folder.resolve("digits.compact");
        try (OutputStream out = Files.newOutputStream(compact)) {
            CompactFile.write(Conversion.toCompact(loaded), out); // only what is left: CompactService reads it
        }
        System.out.printf("compact: %.1f kB%n", Files.size(compact) / 1e3);
    }

    /** @param steps how many steps the training will have: the schedules of optimizer and noise span them */
    static MultiLayerNetwork network(long steps) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1)
                .updater(new TanHwg.Builder(steps).beta(3e-3).build()) // beta decides how much is pruned
                .list()
                .layer(new GeneralizedDense.Builder().nOut(100).activation(Activation.RELU)
                        .dropOut(new ReleaseNoise(0.3, steps * 4 / 5, 1)).build()) // as dropout; off at the end
                .layer(new GeneralizedOutput.Builder().nOut(10).build()) // softmax and cross-entropy
                .setInputType(InputType.feedForward(784)).build());
        network.init();
        return TanHwg.attach(network); // Deeplearning4j shows an updater gradients only; this shows it the parameters
    }
}
