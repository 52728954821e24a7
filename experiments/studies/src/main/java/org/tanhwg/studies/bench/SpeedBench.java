package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.report.Table;
import org.tanhwg.studies.bench.Contestant.Fit;
import org.tanhwg.studies.bench.Contestant.Shared;
import org.tanhwg.studies.bench.Contestant.Turns;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Networks;

/**
 * How fast the network of the dense preset trains, and answers when it is pruned, beside Deeplearning4j's own layers, PyTorch and the matrix
 * products alone, timed in {@link Turns} with one BLAS thread each.
 */
public final class SpeedBench {
    static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1");
    private static final int ROUNDS = 12;
    /** Rounds that do not count: Java compiles meanwhile. */
    private static final int WARM_UP = 4;
    /** So many that the schedules stand still. */
    private static final long STEPS = 1_000_000_000;
    private static final String NOTE = "One BLAS thread each, timed in turn in %d rounds; median and quartiles of the rounds. The network is"
            + " %s; those that train fill a new shuffled batch of %d for each step, without release noise except where said. A ratio of 0.4 to"
            + " ours means that ours is 2.5 times as fast. %s";
    private static final List<Integer> BATCHES = List.of(1, 100);
    private static final String INFERENCE_NOTE = "Time of a call that answers so many examples at once: the median call of a round, then median and"
            + " quartiles of %d rounds in turn, one thread each. The network is %s with %d synapses left, at random, but about as many"
            + " inputs, units and synapses as the default preset leaves on MNIST. %s";
    private static final String SHIPPED_NOTE = "Its compact file has %.1f kB, %.1f kB with amplitudes of 8 bits; a fresh Java process that has gnn-core alone reads it"
            + " and gives its first answer in %.0f ms, and takes %.0f ms from its start to its end.";

    private final Dataset data;
    private final double seconds;
    private final PrintStream log;

    /**
     * A bench on the training examples of {@code data}.
     *
     * @param seconds that each contestant trains
     * @param log gets a line for each round
     */
    public SpeedBench(Dataset data, double seconds, PrintStream log) {
        if (!(seconds > 0)) throw new UserError("--seconds = " + seconds + ": must be a number > 0");
        requireOneThread();
        this.data = data;
        this.seconds = seconds;
        this.log = log;
    }

    /** @throws UserError unless BLAS is told to use one thread */
    static void requireOneThread() {
        ONE_THREAD.keySet().forEach(SpeedBench::requireOne);
    }

    private static void requireOne(String variable) {
        String threads = System.getenv().getOrDefault(variable, variable.startsWith("OMP") ? "unset" : "1");
        if (!threads.equals("1"))
            throw new UserError(variable + " is " + threads + ": must be 1, speed is compared with one BLAS thread each");
    }

    /**
     * Measures and fills the folder.
     *
     * @param results the page of results whose section is to be replaced
     * @return the table in Table
     */
    public String run(RunFolder folder, Optional<Path> results) {
        String config = "data: " + data.name() + "\nseconds: " + seconds + "\n";
        folder.writeConfig(config);
        TrainSettings settings = settings(Map.of("noise-input", "0", "noise-hidden", "0"));
        var notes = new ArrayList<String>();
        var answering = new InferenceContestants(pruned(settings));
        List<Contestant> contestants = contestants(settings, notes);
        double[][] rounds;
        var inference = new ArrayList<SpeedResult.Inference>();
        try {
            rounds = measure(contestants, seconds);
            for (int batch : BATCHES) inference.add(inference(answering, batch, contestants));
        } finally {
            contestants.forEach(Contestant::close);
        }
        Provenance provenance = Provenance.collect(config, data.sha256(), settings.seed());
        var result = new SpeedResult("bench", provenance, widths(settings), settings.batch(), ROUNDS,
                IntStream.range(0, rounds.length)
                        .mapToObj(c -> contestant(contestants.get(c).name(), rounds[c], rounds[0], settings.batch())).toList(),
                inference, FirstAnswer.measure(answering.compact(), folder.result().toAbsolutePath().getParent()), notes);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        String table = table(result);
        String answers = inferenceTable(result);
        results.ifPresent(file -> {
            ResultsFile.replace(file, "speed", ResultsFile.section(
                    "Training speed on " + data.name(), note(result), "bench speed", List.of(provenance), table));
            ResultsFile.replace(file, "inference", ResultsFile.section("Speed of answers on " + data.name(),
                    String.format(Locale.ROOT, INFERENCE_NOTE, ROUNDS, network(result), answering.compact().synapses(),
                            shipped(result.shipped())),
                    "bench speed", List.of(provenance),
                    answers));
        });
        return table + "\n" + answers + "\n" + shipped(result.shipped());
    }

    /** Calls are short: a quarter of the time is plenty. */
    private SpeedResult.Inference inference(InferenceContestants pruned, int batch, List<Contestant> trained) {
        Optional<TorchContestant> torch = trained.stream().filter(TorchContestant.class::isInstance)
                .map(TorchContestant.class::cast).findFirst();
        List<Contestant> contestants = pruned.of(data.train().features(), batch, torch);
        double[][] rounds = measure(contestants, seconds / 4);
        return new SpeedResult.Inference(batch, IntStream.range(0, rounds.length)
                .mapToObj(c -> contestant(contestants.get(c).name(), rounds[c], rounds[0], batch)).toList());
    }

    /** Ours comes first. */
    private List<Contestant> contestants(TrainSettings settings, List<String> notes) {
        Examples train = data.train();
        Function<TrainSettings, MultiLayerNetwork> ours = s -> Networks.create(s, train, STEPS);
        var contestants = new ArrayList<Contestant>();
        contestants.add(fit("generalized layers, Tan–HWG", ours.apply(settings), settings));
        MultiLayerNetwork shared = ours.apply(settings);
        contestants.add(new Shared(fit("the same on two threads", shared, settings), SecondThread.help(shared)));
        contestants.add(fit("the same, pruned to 2 %", pruned(settings), settings));
        contestants.add(fit("the same with release noise", ours.apply(settings(Map.of())), settings));
        TrainSettings wide = settings(
                Map.of("noise-input", "0", "noise-hidden", "0", "law", "gaussian", "transmission", "sampled"));
        TrainSettings expected = settings(Map.of("noise-input", "0", "noise-hidden", "0", "law", "gaussian"));
        contestants.add(fit("the same with Gaussian laws, in expectation", ours.apply(expected), expected));
        contestants.add(fit("the same with Gaussian laws, sampled", ours.apply(wide), wide));
        contestants.add(fit("the same with Gaussian laws, sampled, pruned to 2 %", pruned(wide), wide));
        contestants.add(fit("Deeplearning4j's dense layers, Adam",
                ours.apply(settings(Map.of("optimizer", "adam", "noise-input", "0", "noise-hidden", "0"))), settings));
        TorchContestant.start(train, settings.layers(), settings.batch()).ifPresentOrElse(contestants::add,
                () -> notes.add("PyTorch is not installed for any of " + String.join(", ", TorchContestant.PYTHONS)
                        + " (Debian: apt-get install python3-torch), so its row is absent."));
        contestants.add(new ProductsContestant(settings.batch(), widths(settings), new SplittableRandom(settings.seed())));
        notes.forEach(log::println);
        return contestants;
    }

    private MultiLayerNetwork pruned(TrainSettings settings) {
        return PrunedNetwork.prune(Networks.create(settings, data.train(), STEPS), settings.seed());
    }

    private Fit fit(String name, MultiLayerNetwork network, TrainSettings settings) {
        return new Fit(name, network, ExamplesIterator.shuffled(data.train(), settings.batch(), settings.seed()));
    }

    private double[][] measure(List<Contestant> contestants, double seconds) {
        return Turns.measure(contestants, seconds / ROUNDS, WARM_UP, ROUNDS, log);
    }

    static SpeedResult.Contestant contestant(String name, double[] speeds, double[] ours, int batch) {
        double[] ratios = IntStream.range(0, speeds.length).mapToDouble(i -> speeds[i] / ours[i]).toArray();
        double median = quantile(speeds, 50);
        return new SpeedResult.Contestant(name, median, quantile(speeds, 25), quantile(speeds, 75), 1000 * batch / median,
                quantile(ratios, 50));
    }

    private static double quantile(double[] values, double percent) {
        return new Percentile().withEstimationType(Percentile.EstimationType.R_7).evaluate(values, percent);
    }

    private static String table(SpeedResult result) {
        return Table.markdown(List.of("", "examples/s", "quartiles", "ms per step", "ratio to ours"),
                result.speed().stream().map(c -> List.of(c.contestant(), number("%.0f", c.examplesPerSecond()),
                        number("%.0f", c.lowerQuartile()) + " – " + number("%.0f", c.upperQuartile()),
                        number("%.2f", c.msPerStep()),
                        number("%.2f", c.ratioToOurs()))).toList());
    }

    private static String inferenceTable(SpeedResult result) {
        return Table.markdown(List.of("", "examples", "µs per call", "quartiles", "times ours"),
                result.inference().stream().flatMap(i -> i.speed().stream().map(c -> List.of(c.contestant(),
                        String.valueOf(i.batch()), number("%.1f", 1000 * c.msPerStep()),
                        number("%.1f", 1e6 * i.batch() / c.upperQuartile()) + " – "
                                + number("%.1f", 1e6 * i.batch() / c.lowerQuartile()),
                        number("%.1f", 1 / c.ratioToOurs())))).toList());
    }

    private static String note(SpeedResult result) {
        return String
                .format(Locale.ROOT, NOTE, result.rounds(), network(result), result.batch(), String.join(" ", result.notes()))
                .strip();
    }

    private static String shipped(SpeedResult.Shipped file) {
        return String.format(Locale.ROOT, SHIPPED_NOTE, file.bytes() * 1e-3, file.bytes8() * 1e-3, file.firstAnswerMs(),
                file.processMs());
    }

    private static String network(SpeedResult result) {
        return result.network().stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String number(String format, double value) { return String.format(Locale.ROOT, format, value); }

    private List<Integer> widths(TrainSettings settings) {
        var widths = new ArrayList<>(List.of(data.train().width()));
        widths.addAll(settings.layers());
        widths.add(data.train().classes());
        return widths;
    }

    private static TrainSettings settings(Map<String, String> given) {
        var all = new HashMap<>(given);
        all.put("preset", "dense");
        return SettingsReader.read(all, Optional.empty());
    }
}
