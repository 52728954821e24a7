package org.tanhwg.training.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.compare.CompareSettings.Grid;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/** Which runs a comparison consists of. */
final class Plan {
    /** Seed of all trials, and of no run of the table. */
    static final long TUNING_SEED = 1000;
    /** Trials of a pair beyond those that are planned. */
    private static final int MOST_BEYOND = 4;
    /** Factors of the step size in a sweep. */
    private static final List<Double> FACTORS = List.of(0.01, 0.1, 10.0, 100.0);

    private final CompareSettings settings;
    private final Map<String, Integer> examples;

    /** @param examples number of training examples by data set */
    Plan(CompareSettings settings, Map<String, Integer> examples) {
        this.settings = settings;
        this.examples = Map.copyOf(examples);
    }

    /** An optimizer on a data set: what is tuned. */
    record Pair(String data, Optimizer optimizer) {}

    /** What tuning found for a pair. @param gamma empty where the optimizer's own is not tuned */
    record Choice(double eta, OptionalDouble gamma, int epochs) {
        /** Where γ is not tuned. */
        Choice(double eta, int epochs) {
            this(eta, OptionalDouble.empty(), epochs);
        }

        Choice withEpochs(int others) { return new Choice(eta, gamma, others); }

        /** {@code -eta-0.5}, or {@code -eta-0.5-gamma-0.2}: for the name of a folder. */
        private String suffix() {
            return "-eta-" + Strength.text(eta)
                    + (gamma.isPresent() ? "-gamma-" + Strength.text(gamma.getAsDouble()) : "");
        }
    }

    /** A run that measures step sizes on held-out training examples. */
    record Attempt(Pair pair, Choice choice, Cell cell) {}

    /** A run that is measured on the test examples; {@code strength} for its number of steps. */
    record Run(Pair pair, Strength strength, long seed, Choice choice, Cell cell) {}

    List<Pair> pairs() {
        return settings.data().stream().flatMap(data -> settings.optimizers().stream().map(o -> new Pair(data, o))).toList();
    }

    /** Number of trials and runs, those {@link #beyond} left out. */
    int size() {
        int strengths = settings.optimizers().stream()
                .mapToInt(o -> settings.grid(o).strengths(settings.strengths()).size()).sum();
        int sweeps = settings.sweep() == CompareSettings.Sweep.NONE ? 0 : FACTORS.size() * pairs().size();
        return trials().size() + strengths * settings.data().size() * settings.seeds().size() + sweeps;
    }

    /** All trials; none when nothing has to be chosen. */
    List<Attempt> trials() {
        if (!settings.tunes()) return List.of();
        var trials = new ArrayList<Attempt>();
        for (Pair pair : pairs())
            for (Choice choice : settings.grid(pair.optimizer).choices(settings.candidates(), settings.tuningEpochs()))
                trials.add(trial(pair, choice));
        return trials;
    }

    private Attempt trial(Pair pair, Choice choice) {
        return new Attempt(pair, choice, cell("tuning/" + folder(pair.data) + "/" + pair.optimizer + choice.suffix(), pair,
                settings.grid(pair.optimizer).strengths(1).get(0), TUNING_SEED, choice,
                settings.heldOut(examples.get(pair.data))).cell);
    }

    /**
     * The trial beyond the best one, by the factor between that and its neighbour, where it lies on the edge of what was tried of its step sizes or its γ; empty inside,
     * where fewer than three are tried, and after {@value #MOST_BEYOND} of them.
     *
     * @param tried all trials of the pair
     */
    Optional<Attempt> beyond(Attempt best, List<Attempt> tried) {
        int planned = settings.grid(best.pair.optimizer).choices(settings.candidates(), settings.tuningEpochs()).size();
        if (settings.candidates() < 3 || tried.size() >= planned + MOST_BEYOND) return Optional.empty();
        Choice edge = best.choice;
        OptionalDouble eta = beyond(edge.eta, tried.stream().mapToDouble(trial -> trial.choice.eta));
        if (eta.isPresent()) return Optional.of(trial(best.pair, new Choice(eta.getAsDouble(), edge.gamma, edge.epochs)));
        if (edge.gamma.isEmpty()) return Optional.empty();
        OptionalDouble gamma = beyond(edge.gamma.getAsDouble(),
                tried.stream().mapToDouble(trial -> trial.choice.gamma.getAsDouble()));
        return gamma.isEmpty() || gamma.getAsDouble() > 1 ? Optional.empty()
                : Optional.of(trial(best.pair, new Choice(edge.eta, gamma, edge.epochs)));
    }

    /** What follows the smallest or the largest of several numbers; empty for others. */
    private static OptionalDouble beyond(double edge, DoubleStream tried) {
        double[] sorted = tried.distinct().sorted().toArray();
        int last = sorted.length - 1;
        if (last == 0 || edge != sorted[0] && edge != sorted[last]) return OptionalDouble.empty();
        return OptionalDouble.of(Strength.rounded(edge * edge / (edge == sorted[0] ? sorted[1] : sorted[last - 1])));
    }

    /** The runs of the table, a seed through all of them before the next seed. */
    List<Run> runs(Map<Pair, Choice> choices) {
        var runs = new ArrayList<Run>();
        for (long seed : settings.seeds())
            for (Pair pair : pairs())
                for (Strength strength : settings.grid(pair.optimizer).strengths(settings.strengths()))
                    runs.add(cell(folder(pair.data) + "/" + pair.optimizer, pair, strength, seed, choices.get(pair), 0));
        return runs;
    }

    /** The first strength and the first seed at step sizes around the chosen one. */
    List<Run> sweep(Map<Pair, Choice> choices) {
        var runs = new ArrayList<Run>();
        if (settings.sweep() == CompareSettings.Sweep.NONE) return runs;
        for (Pair pair : pairs()) {
            Choice chosen = choices.get(pair);
            for (double factor : FACTORS) {
                var other = new Choice(Strength.rounded(chosen.eta * factor), chosen.gamma, chosen.epochs);
                String name = "sweep/" + folder(pair.data) + "/" + pair.optimizer + other.suffix();
                runs.add(cell(name, pair, settings.grid(pair.optimizer).strengths(1).get(0), settings.seeds().get(0), other, 0));
            }
        }
        return runs;
    }

    private Run cell(String name, Pair pair, Strength base, long seed, Choice choice, int validation) {
        Strength strength = base.forSteps(steps(pair.data, choice.epochs, validation));
        var values = new LinkedHashMap<String, Object>(settings.training());
        values.put("optimizer", pair.optimizer.toString());
        values.put("data", pair.data);
        if (settings.dataDir() != null) values.put("data-dir", settings.dataDir().toString());
        values.put("seed", seed);
        values.put("epochs", choice.epochs);
        values.put("eta", choice.eta);
        choice.gamma.ifPresent(gamma -> values.put("gamma", gamma));
        values.put("validation", validation);
        values.putAll(strength.settings());
        String full = name + strength.suffix() + (validation > 0 ? "" : "-" + seed);
        return new Run(pair, strength, seed, choice, new Cell(full, read(values)));
    }

    private long steps(String data, int epochs, int validation) {
        TrainSettings shared = shared(settings, data);
        int batch = shared.batch();
        int perEpoch = (examples.get(data) - validation + batch - 1) / batch;
        return (long) SettingsReader.with(shared, "epochs", epochs).sized(perEpoch).epochs() * perEpoch;
    }

    /** Name of the folder of a data set: its own, or of a path the last name and a number of the whole. */
    private static String folder(String data) {
        return OwnData.isPath(data) ? Path.of(data).getFileName() + "-" + Integer.toHexString(data.hashCode()) : data;
    }

    /** What all runs of a comparison on a data set have in common. */
    static TrainSettings shared(CompareSettings settings, String data) {
        var values = new LinkedHashMap<String, Object>(settings.training());
        values.put("data", data);
        if (settings.dataDir() != null) values.put("data-dir", settings.dataDir().toString());
        return read(values);
    }

    /** Settings of a training with these values, all others at their defaults. */
    private static TrainSettings read(Map<String, Object> values) {
        return SettingsReader.read(Map.of(), Optional.of(new ConfigFile("training", values)));
    }

    /** How hard an optimizer prunes: by β, by the share it keeps, or not at all. */
    record Strength(OptionalDouble beta, OptionalDouble keep) {
        private static final MathContext DIGITS = new MathContext(3);

        /**
         * The strength for a run of another length. β acts once a step, on weights whose noise averages out as the run gets longer: β√steps keeps the
         * share of living weights about the same (found on MNIST between 12 and 40 epochs).
         */
        Strength forSteps(long steps) {
            if (beta.isEmpty()) return this;
            return new Strength(OptionalDouble.of(rounded(beta.getAsDouble() * Math.sqrt((double) Grid.STEPS / steps))), keep);
        }

        /** As settings of a training. */
        Map<String, Object> settings() {
            if (beta.isPresent()) return Map.of("beta", beta.getAsDouble());
            return keep.isPresent() ? Map.of("keep", keep.getAsDouble()) : Map.of();
        }

        /** {@code -beta-0.001}, for the name of a folder; empty for none. */
        String suffix() {
            if (beta.isPresent()) return "-beta-" + text(beta.getAsDouble());
            return keep.isPresent() ? "-keep-" + text(keep.getAsDouble()) : "";
        }

        static String text(double value) { return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString(); }

        static double rounded(double value) { return new BigDecimal(value).round(DIGITS).doubleValue(); }
    }
}
