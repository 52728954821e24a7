package org.tanhwg.studies.speed;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.report.Table;
import org.tanhwg.studies.speed.ScalingBench.ScalingResult.Point;
import org.tanhwg.studies.speed.ScalingBench.ScalingResult.Series;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Networks;

/** How the time of a training step grows with parameters, batch and synapses left, and what a wide layer and a second thread make of it. */
public final class ScalingBench {
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;
    private static final long STEPS = 1_000_000_000;
    private static final int CLASSES = 10;
    private static final String NOTE = "Time of a step inside net.fit, one BLAS thread, networks timed in turn in %d rounds; median and quartiles of the"
            + " rounds. Networks are fully connected with one hidden layer of as many units as inputs and 10 classes, trained by Tan–HWG without"
            + " release noise where not said otherwise; examples are random, a fifth of their numbers is not 0. Exponents of time over size, by"
            + " least squares on logarithms: %s.";

    /** Names of what can be measured. */
    private static final List<String> ALL = List.of("parameters", "batch", "kept", "threads", "wide");
    private static final Set<String> FITTED = Set.of("parameters", "batch");

    private final List<String> names;
    private final double seconds;
    private final PrintStream log;

    /**
     * A bench.
     *
     * @param series to be measured; empty for all
     * @param seconds that each network trains
     * @param log gets a line for each round
     */
    public ScalingBench(List<String> series, double seconds, PrintStream log) {
        series.forEach(ScalingBench::cases);
        names = series.isEmpty() ? ALL : List.copyOf(series);
        if (!(seconds > 0)) throw new UserError("--seconds = " + seconds + ": must be a number > 0");
        requireOneThread();
        this.seconds = seconds;
        this.log = log;
    }

    private static void requireOneThread() {
        for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            String threads = System.getenv().getOrDefault(variable, variable.startsWith("OMP") ? "unset" : "1");
            if (!threads.equals("1"))
                throw new UserError(variable + " is " + threads + ": must be 1, speed is compared with one BLAS thread each");
        }
    }

    /** One network to be timed. @param threads 1 or 2 */
    private record Case(String label, String optimizer, int width, int batch, double kept, int threads, double size) {}

    /**
     * Measures and fills the folder.
     *
     * @param results the page of results whose section is to be replaced when all was measured
     * @return the table in Table
     */
    public String run(RunFolder folder, Optional<Path> results) {
        String config = "series: " + names + "\nseconds: " + seconds + "\n";
        folder.writeConfig(config);
        Provenance provenance = Provenance.collect(config, "none", 1);
        List<Series> series = names.stream().map(name -> series(name, FITTED.contains(name), cases(name))).toList();
        var result = new ScalingResult("bench", provenance, series);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        String table = table(result);
        results.filter(file -> names.equals(ALL)).ifPresent(file -> ResultsFile.replace(file, "scaling",
                ResultsFile.section("Time of a step against its size",
                        String.format(Locale.ROOT, NOTE, ROUNDS, exponents(result)), "bench scaling",
                        List.of(provenance), table)));
        return table;
    }

    private static Stream<Case> cases(String series) {
        return switch (series) {
            case "parameters" -> Stream.of(32, 100, 316, 1000).map(d -> ours(d, 100, 1, d * (d + 11.0) + 10));
            case "batch" -> Stream.of(1, 10, 100, 1000).map(batch -> ours(316, batch, 1, batch));
            case "kept" -> DoubleStream.of(1, .1, .03, .01, .003).mapToObj(kept -> ours(1000, 100, kept, kept));
            case "threads" ->
                Stream.of(1, 2).map(n -> new Case(n + (n == 1 ? " thread" : " threads"), "tan-hwg", 1000, 100, 1, n, n));
            case "wide" -> Stream.of(new Case("Tan–HWG, 1 % kept", "tan-hwg", 4096, 128, .01, 1, 1),
                    new Case("Tan–HWG, dense", "tan-hwg", 4096, 128, 1, 1, 1),
                    new Case("Deeplearning4j's dense layers, Adam", "adam", 4096, 128, 1, 1, 1));
            default -> throw new UserError(series + ": must be one of " + String.join(", ", ALL));
        };
    }

    private static Case ours(int width, int batch, double kept, double size) {
        return new Case("Tan–HWG", "tan-hwg", width, batch, kept, 1, size);
    }

    private Series series(String grows, boolean fitted, Stream<Case> of) {
        List<Case> cases = of.toList();
        log.println(grows);
        List<Contestant> contestants = cases.stream().map(ScalingBench::contestant).toList();
        double[][] speeds;
        try {
            speeds = Contestant.measure(contestants, seconds / (ROUNDS + WARM_UP), WARM_UP, ROUNDS, log);
        } finally {
            contestants.forEach(Contestant::close);
        }
        var points = new ArrayList<Point>();
        var slope = new SimpleRegression();
        for (int c = 0; c < speeds.length; c++) {
            Case one = cases.get(c);
            double[] ms = DoubleStream.of(speeds[c]).map(speed -> 1000 * one.batch / speed).toArray();
            double[] ratios = times(speeds, cases, c);
            points.add(new Point(one.label + ", " + one.width + "-" + one.width + "-" + CLASSES, one.size, one.batch, one.kept,
                    Turns.quantile(ms, 50), Turns.quantile(ms, 25), Turns.quantile(ms, 75), Turns.quantile(ratios, 50)));
            slope.addData(Math.log(one.size), Math.log(Turns.quantile(ms, 50)));
        }
        return new Series(grows, points, fitted ? slope.getSlope() : null);
    }

    private static double[] times(double[][] speeds, List<Case> cases, int c) {
        return IntStream.range(0, speeds[c].length)
                .mapToDouble(round -> speeds[0][round] / cases.get(0).batch / (speeds[c][round] / cases.get(c).batch)).toArray();
    }

    private static Contestant contestant(Case one) {
        TrainSettings settings = SettingsReader.read(new HashMap<>(Map.of("preset", "dense", "layers", String.valueOf(one.width),
                "optimizer", one.optimizer, "noise-input", "0", "noise-hidden", "0", "batch", String.valueOf(one.batch))),
                Optional.empty());
        Examples examples = examples(one.width, Math.max(1000, one.batch));
        MultiLayerNetwork network = Networks.create(settings, examples, STEPS);
        if (one.kept < 1) PrunedNetwork.prune(network.getLayer(0), one.kept, 1, new SplittableRandom(1));
        var contestant = new Contestant.Fit(one.label, network, ExamplesIterator.shuffled(examples, one.batch, 1));
        return one.threads == 1 ? contestant : new Contestant.Shared(contestant, SecondThread.help(network));
    }

    private static Examples examples(int width, int count) {
        var random = new SplittableRandom(1);
        float[] features = new float[count * width];
        for (int i = 0; i < features.length; i++) features[i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
        return new Examples(features, width, random.ints(count, 0, CLASSES).toArray(), CLASSES, Optional.empty());
    }

    private static String exponents(ScalingResult result) {
        return String.join(", ", result.series().stream().filter(s -> s.exponent() != null)
                .map(s -> s.grows() + " " + number("%.2f", s.exponent())).toList());
    }

    private static String table(ScalingResult result) {
        return Table.markdown(List.of("", "network", "batch", "kept %", "ms per step", "quartiles", "times the first"),
                result.series().stream().flatMap(s -> s.points().stream().map(p -> List.of(s.grows(), p.network(),
                        String.valueOf(p.batch()), number("%.1f", 100 * p.keptFraction()), number("%.3f", p.msPerStep()),
                        number("%.3f", p.lowerQuartile()) + " – " + number("%.3f", p.upperQuartile()),
                        number("%.2f", p.timesFirst())))).toList());
    }

    private static String number(String format, double value) { return String.format(Locale.ROOT, format, value); }

    /** The whole of {@code result.json} of {@code gnn bench scaling}. */
    public record ScalingResult(String command, Provenance provenance, List<Series> series) {
        public ScalingResult { series = List.copyOf(series); }

        /**
         * How the time of a step grows with one thing.
         *
         * @param grows parameters, batch, kept (share of synapses) or threads; wide is one wide layer in three ways
         * @param exponent slope of log time over log size by least squares; absent where nothing is fitted
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Series(String grows, List<Point> points, Double exponent) {
            public Series { points = List.copyOf(points); }
        }

        /**
         * One network.
         *
         * @param size of what grows
         * @param msPerStep median over the rounds
         * @param timesFirst median over the rounds of (time of its step / that of the series' first point in the same round)
         */
        public record Point(String network, double size, int batch, double keptFraction, double msPerStep, double lowerQuartile,
                double upperQuartile, double timesFirst) {}
    }
}
