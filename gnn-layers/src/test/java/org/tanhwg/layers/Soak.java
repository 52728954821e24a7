package org.tanhwg.layers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.predictive.PosteriorPredictive;

/** The process that {@link SoakTest} watches: steps and predictions on batches of changing size; prints what the kernel says is resident. */
final class Soak {
    private static final int LOOKS = 20;
    private static final int SIDE = 8;

    private final SplittableRandom random = new SplittableRandom(1);
    private final long steps;
    private final int rows;
    private final Path file;
    private final List<MultiLayerNetwork> networks;

    /** @param arguments steps, the largest batch, a file to write models to */
    public static void main(String... arguments) throws IOException {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        new Soak(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2])).run(System.out);
    }

    private Soak(long steps, int rows, Path file) {
        this.steps = steps;
        this.rows = rows;
        this.file = file;
        networks = List.of(network(false), network(true));
    }

    /** Prunes while it runs, so that dense, packed and sparse passes all have their turn. */
    private MultiLayerNetwork network(boolean maps) {
        var layers = new NeuralNetConfiguration.Builder().seed(1).activation(Activation.RELU)
                .updater(new TanHwg.Builder(Math.max(10, steps / 2)).beta(1e-2).build()).list();
        if (maps)
            layers.layer(new GeneralizedConvolution.Builder(3).nOut(3).build()).layer(new MaxPooling.Builder(2).build());
        else
            layers.layer(new GeneralizedDense.Builder().nOut(32).law(SynapticLaw.gaussian(.1)).build());
        var network = new MultiLayerNetwork(layers.layer(new GeneralizedOutput.Builder().nOut(3).build())
                .setInputType(maps ? InputType.convolutionalFlat(SIDE, SIDE, 1) : InputType.feedForward(SIDE * SIDE)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private void run(PrintStream out) throws IOException {
        long part = Math.max(1, steps / LOOKS);
        for (long step = 0; step < steps; step++) {
            if (step % part == 0) out.println(resident());
            one(step);
        }
        out.println(resident());
    }

    private void one(long step) throws IOException {
        MultiLayerNetwork network = networks.get((int) (step % 2));
        network.fit(batch());
        network.output(batch().getFeatures());
        if (step % 20 == 0) PosteriorPredictive.sampled(networks.get(0), 3, step).predict(batch().getFeatures());
        if (step % 200 == 0) {
            ModelFile.save(network, file);
            ModelFile.load(file);
        }
    }

    private DataSet batch() {
        int count = 1 + random.nextInt(rows), inputs = SIDE * SIDE;
        float[] examples = new float[count * inputs], labels = new float[count * 3];
        for (int k = 0; k < examples.length; k++) examples[k] = (float) random.nextDouble();
        for (int i = 0; i < count; i++) {
            float a = examples[i * inputs], b = examples[i * inputs + 1], c = examples[i * inputs + 2];
            labels[3 * i + (a > .5f ? 0 : b > c ? 1 : 2)] = 1;
        }
        return new DataSet(Nd4j.create(examples, new long[] {count, inputs}), Nd4j.create(labels, new long[] {count, 3}));
    }

    /** In kB, once nothing is left to collect; Deeplearning4j frees native memory after its arrays were collected. */
    private static long resident() throws IOException {
        System.gc();
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
