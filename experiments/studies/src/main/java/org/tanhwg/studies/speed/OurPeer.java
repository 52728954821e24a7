package org.tanhwg.studies.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Networks;

/** Our networks, and Deeplearning4j's own layers where the settings say so, as a {@link Peer}: Deeplearning4j's {@code fit} and {@code output}. */
final class OurPeer {
    /** So many that the schedules stand still. */
    private static final long STEPS = 1_000_000_000;

    private OurPeer() {}

    /** @param arguments the problem's file; the share of synapses to be kept; the number of threads, 1 or 2; settings such as {@code law=gaussian} */
    public static void main(String[] arguments) throws IOException {
        SpeedTask problem = SpeedTask.read(Path.of(arguments[0]));
        var settings = new HashMap<>(Map.of("preset", "dense", "noise-input", "0", "noise-hidden", "0", "batch",
                String.valueOf(problem.batch()), problem.lenet() ? "network" : "layers", problem.network()));
        for (String setting : arguments) {
            String[] words = setting.split("=", 2);
            if (words.length == 2) settings.put(words[0], words[1]);
        }
        MultiLayerNetwork network = network(problem, SettingsReader.read(settings, Optional.empty()),
                Double.parseDouble(arguments[1]));
        if (arguments[2].equals("2")) SecondThread.help(network); // its thread is a daemon and ends with the process
        Peer.serve("", tasks(problem, network));
    }

    /** A network to be trained. @param kept share of its synapses that live, drawn at random; 1 for all */
    static MultiLayerNetwork network(SpeedTask problem, TrainSettings settings, double kept) {
        MultiLayerNetwork network = Networks.create(settings, examples(problem), STEPS);
        if (kept == 1) return network;
        if (problem.lenet()) return PrunedNetwork.pruneLeNet(network, settings.seed());
        if (problem.network().equals("300,100")) return PrunedNetwork.prune(network, settings.seed());
        PrunedNetwork.prune(network.getLayer(0), kept, 1, new SplittableRandom(settings.seed()));
        return network;
    }

    private static Examples examples(SpeedTask problem) {
        return new Examples(problem.features(), problem.width(), problem.labels(), problem.classes(),
                problem.lenet() ? Optional.of(new ImageShape(PrunedLeNet.SIDE, PrunedLeNet.SIDE)) : Optional.empty());
    }

    static Map<String, Runnable> tasks(SpeedTask problem, MultiLayerNetwork network) {
        ExamplesIterator batches = ExamplesIterator.shuffled(examples(problem), problem.batch(), 1);
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        tasks.put("step", () -> {
            if (!batches.hasNext()) batches.reset();
            network.fit(batches.next());
        });
        IntStream.of(SpeedBench.ANSWERS).forEach(count -> {
            INDArray first = Nd4j.createFromArray(Arrays.copyOf(problem.features(), count * problem.width())).reshape(count,
                    problem.width());
            tasks.put("answer " + count, () -> network.output(first));
        });
        return tasks;
    }
}
