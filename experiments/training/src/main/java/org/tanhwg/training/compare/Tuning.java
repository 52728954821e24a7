package org.tanhwg.training.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.compare.CompareResult.Candidate;
import org.tanhwg.training.compare.Plan.Attempt;
import org.tanhwg.training.compare.Plan.Choice;
import org.tanhwg.training.compare.Plan.Pair;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;

/** Chooses step sizes by trials on held-out training examples, all by one measure. */
final class Tuning {
    /** Without weights to prune this is the accuracy. */
    static final String OBJECTIVE = "validation accuracy, less one point for each tenfold of the weights kept";
    private static final double POINT = 0.01;

    private final CompareSettings settings;
    private final List<Attempt> trials;
    private final Function<Cell, RunResult> results;
    private final ToIntFunction<String> examplesOf;

    /**
     * Chooses.
     *
     * @param results of the trials' cells
     * @param examplesOf number of training examples by data set
     */
    Tuning(CompareSettings settings, List<Attempt> trials, Function<Cell, RunResult> results, ToIntFunction<String> examplesOf) {
        this.settings = settings;
        this.trials = trials;
        this.results = results;
        this.examplesOf = examplesOf;
    }

    /** Step sizes and number of epochs for each pair; the first of the grid where nothing was tried. */
    Map<Pair, Choice> choices(List<Pair> pairs) {
        var choices = new LinkedHashMap<Pair, Choice>();
        for (Pair pair : pairs)
            choices.put(pair, best(pair).map(this::choice)
                    .orElseGet(() -> settings.grid(pair.optimizer()).choices(1, settings.epochs()).get(0)));
        return choices;
    }

    /** All trials and what became of them. */
    List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>();
        for (Attempt trial : trials) {
            FinalResult end = results.apply(trial.cell()).outcome();
            boolean chosen = best(trial.pair()).filter(trial::equals).isPresent();
            candidates.add(new Candidate(trial.pair().optimizer().toString(), trial.pair().data(), trial.choice().eta(),
                    trial.choice().gamma().isPresent() ? trial.choice().gamma().getAsDouble() : null,
                    end == null ? null : end.testAccuracy(), end == null ? null : end.keptFraction(),
                    end == null ? null : score(end), chosen));
        }
        return candidates;
    }

    /** The highest score; of equals the first in the grid. */
    private Optional<Attempt> best(Pair pair) {
        return trials.stream().filter(trial -> trial.pair().equals(pair)).reduce((a, b) -> score(b) > score(a) ? b : a);
    }

    private double score(Attempt trial) {
        FinalResult end = results.apply(trial.cell()).outcome();
        return end == null ? Double.NEGATIVE_INFINITY : score(end);
    }

    static double score(FinalResult end) { return end.testAccuracy() - POINT * Math.log10(Math.max(end.keptFraction(), 1e-6)); }

    /** As many epochs as fit into the budget at the speed of the trial. */
    private Choice choice(Attempt trial) {
        if (settings.seconds() == 0) return trial.choice().withEpochs(settings.epochs());
        RunResult run = results.apply(trial.cell());
        if (run.outcome() == null) return trial.choice().withEpochs(1);
        double examples = examplesOf.applyAsInt(trial.pair().data());
        return trial.choice()
                .withEpochs((int) Math.max(1, settings.seconds() * run.outcome().examplesPerSecond() / examples));
    }
}
