package org.tanhwg.studies.bench;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.LayerDiagnostics.UnitDiagnostics;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.report.Axis;
import org.tanhwg.report.HeatMap;
import org.tanhwg.report.HeatMap.Cell;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;

/**
 * Phase transitions (§6.3.3): the units of one network are followed while the potential is raised step by step, and each time left until they have settled. The optimum of a
 * unit's mass leaves the interior of the simplex where its first synapse dies, is selective where one is left, and silent where none is.
 */
public final class TransitionsBench {
    private static final String TITLE = "Units along the potential";
    private static final String NOTE = "%d examples of %s, 784-40-10, ReLU, no noise; one network whose β is raised by a factor of %.2f at a time, each for %d steps that end at rest. Support: synapses of a unit that"
            + " live, the mean over those with any. Fan-in: exp of the entropy of a unit's mass, likewise. Units that at this step left the interior of the simplex (first synapse dead), became selective (one"
            + " synapse left) or fell silent (none).";
    private static final int HIDDEN = 40;
    private static final int BATCH = 100;
    private static final double FIRST = 1e-4;
    private static final double FACTOR = Math.pow(10, .2);

    private final Sizes sizes;
    private final Dataset data;
    private final long seed;
    private final PrintStream log;

    /**
     * How much is done.
     *
     * @param examples training examples, ≥ 100
     * @param steps of training at each β, ≥ 1
     * @param stages number of β, ≥ 2
     */
    public record Sizes(int examples, int steps, int stages) {
        /** Those of the recorded table. */
        public static final Sizes STANDARD = new Sizes(2000, 400, 20);
    }

    /** @param log gets a line for each β */
    public TransitionsBench(Dataset data, Sizes sizes, long seed, PrintStream log) {
        this.data = data;
        this.sizes = sizes;
        this.seed = seed;
        this.log = log;
    }

    /** Trains and fills the folder, and of standard sizes a section of the page of results; returns the table in Markdown. */
    public String run(RunFolder folder, Optional<Path> results) {
        String config = "data: " + data.name() + "\nexamples: " + sizes.examples + "\nsteps: " + sizes.steps + "\nstages: "
                + sizes.stages + "\ntransitions-seed: " + seed + "\n";
        folder.writeConfig(config);
        var result = new TransitionsResult("bench", Provenance.collect(config, data.sha256(), seed), stages());
        folder.writeReport(page(result).html());
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        String table = Table.markdown(HEADER, rows(result));
        results.filter(page -> sizes.equals(Sizes.STANDARD)).ifPresent(page -> ResultsFile.replace(page, "transitions",
                ResultsFile.section(TITLE, note(), "bench transitions" + (seed == 1 ? "" : " --seed " + seed),
                        List.of(result.provenance), table)));
        return table;
    }

    private String note() {
        return String.format(Locale.ROOT, NOTE, sizes.examples, data.name(), FACTOR, sizes.steps);
    }

    private List<Stage> stages() {
        Examples examples = data.train().sample(Math.min(sizes.examples, data.train().count()), seed);
        MultiLayerNetwork network = network(examples);
        var batches = ExamplesIterator.shuffled(examples, BATCH, seed);
        train(network, batches);
        List<Stage> stages = new ArrayList<>(List.of(stage(0, network, List.of())));
        for (int k = 1; k < sizes.stages; k++) {
            double beta = FIRST * Math.pow(FACTOR, k - 1);
            TanHwg.goOn(network, optimizer(beta));
            train(network, batches);
            stages.add(stage(beta, network, stages));
            Stage last = stages.get(k);
            log.printf(Locale.ROOT, "beta %.2g  loss %.4f  support %s  transitions %d%n", beta, last.loss,
                    last.layers.stream().map(layer -> String.format(Locale.ROOT, "%.1f", mean(layer.support))).toList(),
                    last.transitions.size());
        }
        return stages;
    }

    private MultiLayerNetwork network(Examples examples) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(seed).updater(optimizer(0)).list()
                .layer(new GeneralizedDense.Builder().nOut(HIDDEN).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(examples.classes()).build())
                .setInputType(InputType.feedForward(examples.width())).build());
        network.init();
        return TanHwg.attach(network);
    }

    /** The explicit step, whose threshold is β to the letter; all of the potential from the first step to the last. */
    private TanHwg optimizer(double beta) {
        return new TanHwg.Builder(sizes.steps).beta(beta).kappa(0).rampUntil(0).offAt(1).build();
    }

    private void train(MultiLayerNetwork network, ExamplesIterator batches) {
        for (int step = 0; step < sizes.steps; step++) {
            if (!batches.hasNext()) batches.reset();
            network.fit(batches.next());
        }
    }

    private static Stage stage(double beta, MultiLayerNetwork network, List<Stage> before) {
        List<LayerUnits> layers = TanHwg.diagnostics(network).stream()
                .map(layer -> new LayerUnits(layer.layer(), layer.units().stream().map(UnitDiagnostics::support).toList(),
                        layer.units().stream().map(UnitDiagnostics::effectiveFanIn).toList()))
                .toList();
        List<Transition> transitions = new ArrayList<>();
        if (!before.isEmpty()) {
            List<LayerUnits> last = before.get(before.size() - 1).layers;
            List<LayerUnits> first = before.get(0).layers;
            for (int l = 0; l < layers.size(); l++)
                for (int y = 0; y < layers.get(l).support.size(); y++) {
                    int was = last.get(l).support.get(y), is = layers.get(l).support.get(y), all = first.get(l).support.get(y);
                    for (Kind kind : Kind.values())
                        if (!kind.reached(was, all) && kind.reached(is, all))
                            transitions.add(new Transition(layers.get(l).layer, y, kind, beta));
                }
        }
        return new Stage(beta, network.score(), layers, transitions);
    }

    private static double mean(List<Integer> support) {
        return support.stream().filter(s -> s > 0).mapToInt(s -> s).average().orElse(0);
    }

    private static final List<String> HEADER = List.of("β", "loss", "hidden: support", "fan-in", "left", "selective", "silent",
            "output: support", "fan-in", "left", "selective", "silent");

    private static List<List<String>> rows(TransitionsResult result) {
        return result.stages.stream().map(stage -> {
            List<String> row = new ArrayList<>(List.of(stage.beta == 0 ? "0" : String.format(Locale.ROOT, "%.2g", stage.beta),
                    String.format(Locale.ROOT, "%.4f", stage.loss)));
            for (LayerUnits layer : stage.layers) {
                double fanIn = IntStream.range(0, layer.support.size()).filter(y -> layer.support.get(y) > 0)
                        .mapToDouble(layer.fanIn::get).average().orElse(0);
                row.add(String.format(Locale.ROOT, "%.1f", mean(layer.support)));
                row.add(String.format(Locale.ROOT, "%.1f", fanIn));
                for (Kind kind : Kind.values()) {
                    long count = stage.transitions.stream().filter(t -> t.layer.equals(layer.layer) && t.kind == kind).count();
                    row.add(count == 0 ? "" : Long.toString(count));
                }
            }
            return row;
        }).toList();
    }

    private Page page(TransitionsResult result) {
        List<Stage> on = result.stages.subList(1, result.stages.size());
        List<Block> charts = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        int layers = result.stages.get(0).layers.size();
        for (int l = 0; l < layers; l++) {
            int layer = l;
            series.add(new Series(on.get(0).layers.get(l).layer, l,
                    on.stream().map(stage -> new Point(stage.beta, mean(stage.layers.get(layer).support))).toList()));
        }
        charts.add(new Lines("Mean support of the units that live", Axis.log("β", NUMBER), Axis.log("synapses", COUNT), series,
                true));
        for (int l = 0; l < layers; l++) charts.add(units(on, l));
        charts.add(new Table("Steps at which units change", List.of("Layer", "Unit", "What", "β"),
                result.stages.stream().flatMap(stage -> stage.transitions.stream()).map(t -> List.of(t.layer,
                        Integer.toString(t.unit), t.kind.words, NUMBER.text(t.beta))).toList(),
                false));
        return new Page(TITLE, "gnn bench transitions · version " + result.provenance.version(),
                List.of(new Page.Section("Transitions", note(), charts)));
    }

    /** Support of each unit at each β, those that last longest at the top. */
    private static HeatMap units(List<Stage> stages, int l) {
        List<LayerUnits> along = stages.stream().map(stage -> stage.layers.get(l)).toList();
        int most = along.stream().flatMap(layer -> layer.support.stream()).mapToInt(s -> s).max().orElse(1);
        List<Integer> order = IntStream.range(0, along.get(0).support.size()).boxed()
                .sorted(Comparator.comparingInt((Integer y) -> -along.stream().mapToInt(layer -> layer.support.get(y)).sum()))
                .toList();
        return new HeatMap("Support of the units of " + along.get(0).layer, "unit", "β",
                order.stream().map(y -> Integer.toString(y)).toList(),
                stages.stream().map(stage -> String.format(Locale.ROOT, "%.1g", stage.beta)).toList(),
                order.stream().map(y -> along.stream().map(layer -> {
                    int support = layer.support.get(y);
                    return new Cell(Math.log1p(support) / Math.log1p(Math.max(1, most)), "", support + " synapses of unit " + y);
                }).toList()).toList());
    }

    /** What becomes of a unit. */
    public enum Kind {
        /** Its first synapse of those that lived without a potential is dead. */
        LEFT("left the interior"),
        /** One synapse is left, or none. */
        SELECTIVE("became selective"),
        /** None is left. */
        SILENT("fell silent");

        private final String words;

        Kind(String words) { this.words = words; }

        private boolean reached(int support, int all) {
            return switch (this) {
                case LEFT -> support < all;
                case SELECTIVE -> support <= 1;
                case SILENT -> support == 0;
            };
        }
    }

    /** The whole of {@code result.json} of {@code gnn bench transitions}. */
    public record TransitionsResult(String command, Provenance provenance, List<Stage> stages) {
        public TransitionsResult { stages = List.copyOf(stages); }
    }

    /**
     * Where the network stands at a strength.
     *
     * @param loss of the last batch
     * @param transitions since the strength before
     */
    public record Stage(double beta, double loss, List<LayerUnits> layers, List<Transition> transitions) {
        public Stage {
            layers = List.copyOf(layers);
            transitions = List.copyOf(transitions);
        }
    }

    /** Living synapses and effective fan-in of each unit of a layer. */
    public record LayerUnits(String layer, List<Integer> support, List<Double> fanIn) {
        public LayerUnits {
            support = List.copyOf(support);
            fanIn = List.copyOf(fanIn);
        }
    }

    /** A unit that changed, and the strength at which it had. */
    public record Transition(String layer, int unit, Kind kind, double beta) {}
}
