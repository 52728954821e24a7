package org.tanhwg.training.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.training.compare.Plan.Choice;
import org.tanhwg.training.compare.Plan.Strength;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.Setting;
import org.tanhwg.training.train.TrainingData;

/**
 * Everything that decides a comparison, and its {@code config.yaml}; the budget is {@code epochs} where {@code seconds} are 0.
 *
 * @param dataDir may be null
 * @param training settings that all runs share
 * @param grids by optimizer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CompareSettings(@Setting(value = "what is compared", label = "NAME,...") List<Optimizer> optimizers,
        @Setting(value = "data sets, see gnn data list, or one's own", label = "NAME|PATH,...") List<String> data,
        @Setting(value = "folder that holds the IDX files", label = "DIR") Path dataDir,
        @Setting(value = "one run for each", label = "N,...") List<Long> seeds,
        @Setting("budget of a run") int epochs,
        @Setting("budget of a run in seconds of training instead; 0 for epochs") double seconds,
        @Setting("step sizes tried for each optimizer and data set, and of three or more others beyond one that is best on the edge; 1 takes the first of its grid, the usual one") int candidates,
        @Setting("epochs of such a trial") int tuningEpochs,
        @Setting("training examples held out in a trial; 0 for a fifth, at most 5000") int validation,
        @Setting("strengths of pruning for each optimizer that prunes") int strengths,
        @Setting(
                value = "eta: run the first seed at step sizes from 0.01 to 100 times the chosen one, too",
                label = "eta") Sweep sweep,
        Map<String, Object> training, Map<String, Grid> grids) {

    /** Whether the sensitivity to a setting is measured. */
    public enum Sweep {
        NONE, ETA
    }

    /** @throws IllegalArgumentException naming the key, its value and its range */
    public CompareSettings {
        optimizers = distinct("optimizers", optimizers);
        data = distinct("data", data);
        seeds = distinct("seeds", seeds);
        if (dataDir != null) dataDir = dataDir.toAbsolutePath().normalize();
        Checks.atLeast("epochs", epochs, 1);
        Checks.nonNegative("seconds", seconds);
        Checks.atLeast("candidates", candidates, 1);
        Checks.atLeast("tuning-epochs", tuningEpochs, 1);
        Checks.atLeast("validation", validation, 0);
        Checks.atLeast("strengths", strengths, 1);
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
    }

    private static <T> List<T> distinct(String key, List<T> values) {
        if (values == null || values.isEmpty()) throw new IllegalArgumentException(key + " is empty: must name at least one");
        var seen = new HashSet<T>();
        for (T value : values)
            if (!seen.add(value))
                throw new IllegalArgumentException(key + " = " + value + " stands there twice: must be distinct");
        return List.copyOf(values);
    }

    /** What may be tried for an optimizer. */
    Grid grid(Optimizer optimizer) { return grids.get(optimizer.toString()); }

    /** How many of so many training examples a trial is measured on. */
    int heldOut(int examples) {
        return validation > 0 ? validation : TrainingData.fifth(examples);
    }

    /** Whether step sizes have to be tried before the runs. */
    boolean tunes() { return candidates > 1 || seconds > 0; }

    /**
     * What may be tried for one optimizer, the most likely value first.
     *
     * @param eta step sizes
     * @param beta strengths of pruning, for runs of {@value #STEPS} steps; none, or {@code keep} instead
     * @param keep the same for an optimizer that prunes to a share
     * @param gamma step sizes of the structural weights; where there are some, all are tried with the first step size, and all step sizes with the first of them
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Grid(List<Double> eta, List<Double> beta, List<Double> keep, List<Double> gamma) {
        /** Ten epochs of 600 steps. */
        static final int STEPS = 6000;

        /** @throws IllegalArgumentException naming the key, its value and its range */
        public Grid {
            eta = eta == null ? List.of() : List.copyOf(eta);
            beta = beta == null ? List.of() : List.copyOf(beta);
            keep = keep == null ? List.of() : List.copyOf(keep);
            gamma = gamma == null ? List.of() : List.copyOf(gamma);
            if (eta.isEmpty()) throw new IllegalArgumentException("eta is missing: must be a list of step sizes");
            eta.forEach(value -> Checks.positive("eta", value));
            beta.forEach(value -> Checks.nonNegative("beta", value));
            keep.forEach(value -> Checks.inHalfOpen("keep", value, 0, 1));
            gamma.forEach(value -> Checks.inRange("gamma", value, 0, 1));
            if (!beta.isEmpty() && !keep.isEmpty())
                throw new IllegalArgumentException("keep = " + keep + ": must not stand beside beta");
        }

        /** The first {@code count} step sizes, and of the structural weights as many with the first of these. */
        List<Choice> choices(int count, int epochs) {
            OptionalDouble usual = gamma.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(gamma.get(0));
            Stream<Choice> others = gamma.stream().limit(count).skip(1)
                    .map(value -> new Choice(eta.get(0), OptionalDouble.of(value), epochs));
            return Stream.concat(eta.stream().limit(count).map(value -> new Choice(value, usual, epochs)), others).toList();
        }

        /** The first {@code count} strengths; one that is empty for an optimizer that does not prune. */
        List<Strength> strengths(int count) {
            if (beta.isEmpty() && keep.isEmpty()) return List.of(new Strength(OptionalDouble.empty(), OptionalDouble.empty()));
            return (beta.isEmpty() ? keep.stream().map(k -> new Strength(OptionalDouble.empty(), OptionalDouble.of(k)))
                    : beta.stream().map(b -> new Strength(OptionalDouble.of(b), OptionalDouble.empty()))).limit(count).toList();
        }
    }
}
