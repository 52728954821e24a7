package org.tanhwg.training.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tanhwg.core.Checks;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Setting;

/**
 * Everything that decides a search, and its {@code config.yaml}.
 *
 * @param targetAccuracyDrop null for one standard error
 * @param space settings of a training, some of them open as {@link SpaceReader} says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchSettings(@Setting(value = "random, grid or genetic", label = "NAME") Strategy strategy,
        @Setting(
                value = "accuracy, nll, or accuracy,keptFraction or accuracy,multiplyAdds for the Pareto front of both; of numbers rmse in the place of accuracy",
                label = "NAME") String objective,
        @Setting("how many are tried, if the space has as many") int candidates,
        @Setting("of the candidates and of everything random in them") long seed,
        @Setting("values of a number on the grid") int gridPoints,
        @Setting(
                value = "stop hopeless candidates after a quarter and a half of their epochs",
                label = "true|false") boolean halving,
        @Setting(
                value = "with both objectives, take the sparsest candidate at most so many points of accuracy behind the best [one standard error]",
                label = "POINTS") Double targetAccuracyDrop,
        Map<String, Object> space) {
    private static final Map<String, List<Objective>> OBJECTIVES = new LinkedHashMap<>();
    static {
        OBJECTIVES.put("accuracy", List.of(Objective.ACCURACY));
        OBJECTIVES.put("nll", List.of(Objective.NLL));
        OBJECTIVES.put("accuracy,keptFraction", List.of(Objective.ACCURACY, Objective.KEPT_FRACTION));
        OBJECTIVES.put("accuracy,multiplyAdds", List.of(Objective.ACCURACY, Objective.MULTIPLY_ADDS));
        OBJECTIVES.put("rmse", List.of(Objective.RMSE));
        OBJECTIVES.put("rmse,keptFraction", List.of(Objective.RMSE, Objective.KEPT_FRACTION));
        OBJECTIVES.put("rmse,multiplyAdds", List.of(Objective.RMSE, Objective.MULTIPLY_ADDS));
    }

    /** @throws IllegalArgumentException naming the key, its value and its range */
    public SearchSettings {
        if (!OBJECTIVES.containsKey(objective))
            throw new IllegalArgumentException(
                    "objective = " + objective + ": must be one of " + String.join(" | ", OBJECTIVES.keySet()));
        if (targetAccuracyDrop != null && !(targetAccuracyDrop >= 0 && targetAccuracyDrop <= 100))
            throw new IllegalArgumentException(
                    "target-accuracy-drop = " + targetAccuracyDrop
                            + ": must be points of accuracy in [0, 100], such as 0.5, or per cent of the error of numbers");
        if (targetAccuracyDrop != null && OBJECTIVES.get(objective).size() == 1)
            throw new IllegalArgumentException("target-accuracy-drop = " + targetAccuracyDrop
                    + ": says which of a front to take; must stand with --objective accuracy,keptFraction or accuracy,multiplyAdds");
        Checks.atLeast("candidates", candidates, 1);
        Checks.atLeast("grid-points", gridPoints, 2);
        space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
    }

    /** This search on data whose labels are numbers, or are not: the error of numbers stands where accuracy does. @throws UserError when the objective is not for them */
    SearchSettings on(String data, boolean numbers) {
        String fitting = numbers ? objective.replace(Objective.ACCURACY.key(), Objective.RMSE.key()) : objective;
        if (numbers != fitting.startsWith(Objective.RMSE.key()))
            throw new UserError("--objective = " + objective + ": the labels of " + data
                    + (numbers ? " are numbers; must be one of "
                            : " are no numbers; must be one of ")
                    + OBJECTIVES.keySet().stream()
                            .filter(key -> numbers == key.startsWith(Objective.RMSE.key())).collect(Collectors.joining(" | ")));
        return new SearchSettings(strategy, fitting, candidates, seed, gridPoints, halving, targetAccuracyDrop, space);
    }

    /** This search in another space. */
    SearchSettings in(Map<String, Object> other) {
        return new SearchSettings(strategy, objective, candidates, seed, gridPoints, halving, targetAccuracyDrop, other);
    }

    List<Objective> objectives() { return OBJECTIVES.get(objective); }

    /** What a search wants of a network, measured on examples that it was not trained on. */
    public enum Objective {
        ACCURACY("accuracy", true), NLL("nll", false),
        /** Of numbers, in standard deviations of the targets over the training examples. */
        RMSE("rmse", false), KEPT_FRACTION("keptFraction", false),
        /** Share that is left. */
        MULTIPLY_ADDS("multiplyAdds", false);

        private final String key;
        private final boolean larger;

        Objective(String key, boolean larger) {
            this.key = key;
            this.larger = larger;
        }

        /** Its name in files and on the command line. */
        public String key() { return key; }

        /** The less, the better. */
        public double cost(double value) { return larger ? -value : value; }
    }

    /** How candidates are chosen. */
    public enum Strategy {
        /** Each by itself, by chance. */
        RANDOM,
        /** Every combination of a few values of each setting; a random part of them when there are more than asked for. */
        GRID,
        /** In generations: a child has each of its settings from one of two good parents, or by chance. */
        GENETIC;

        @JsonValue
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }
}
