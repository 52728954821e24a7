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
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;

/** Chooses step sizes by trials on held-out training examples, all by one measure. */
final class Tuning {
    private static final double POINT = 0.01;

    private final Yardstick judge;
    private final CompareSettings settings;
    private final List<Attempt> trials;
    private final Function<Cell, RunResult> results;
    private final ToIntFunction<String> examplesOf;

    /**
     * Chooses.
     *
     * @param judge of all data sets
     * @param results of the trials' cells
     * @param examplesOf number of training examples by data set
     */
    Tuning(CompareSettings settings, Yardstick judge, List<Attempt> trials, Function<Cell, RunResult> results,
            ToIntFunction<String> examplesOf) {
        this.judge = judge;
        this.settings = settings;
        this.trials = trials;
        this.results = results;
        this.examplesOf = examplesOf;
    }

    /** What trials are measured by, in words; without weights to prune this is the accuracy, or the error. */
    static String objective(Yardstick judge) {
        return judge == Yardstick.RMSE ? "validation RMSE, plus one per cent for each tenfold of the weights kept"
                : "validation accuracy, less one point for each tenfold of the weights kept";
    }

    /** Step sizes and number of epochs for each pair; the first of the grid where nothing was tried. */
    Map<Pair, Choice> choices(List<Pair> pairs) {
        var choices = new LinkedHashMap<Pair, Choice>();
        for (Pair pair : pairs)
            choices.put(pair, best(pair).map(this::choice)
                    .orElseGet(() -> settings.grid(pair.optimizer()).choices(1, settings.epochs()).get(0)));
        return choices;
    }

    /** Trials beyond those that are best and lie on an edge of what was tried: where nothing smaller or nothing larger was, the best may be there. */
    List<Attempt> beyond(Plan plan) {
        return plan.pairs().stream().flatMap(pair -> best(pair).filter(best -> results.apply(best.cell()).outcome() != null)
                .flatMap(best -> plan.beyond(best, of(pair))).stream()).toList();
    }

    private List<Attempt> of(Pair pair) { return trials.stream().filter(trial -> trial.pair().equals(pair)).toList(); }

    /** How many training examples a trial is measured on; null where each data set holds out a number of its own. */
    Integer heldOut() {
        List<Integer> held = settings.data().stream().map(data -> settings.heldOut(examplesOf.applyAsInt(data))).distinct()
                .toList();
        return held.size() == 1 ? held.get(0) : null;
    }

    /** All trials and what became of them. */
    List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>();
        for (Attempt trial : trials) {
            FinalResult end = results.apply(trial.cell()).outcome();
            boolean chosen = best(trial.pair()).filter(trial::equals).isPresent();
            candidates.add(new Candidate(trial.pair().optimizer().toString(), trial.pair().data(), trial.choice().eta(),
                    trial.choice().gamma().isPresent() ? trial.choice().gamma().getAsDouble() : null,
                    end == null ? null : end.testAccuracy(), end == null ? null : end.scores().testRmse(),
                    end == null ? null : end.keptFraction(),
                    end == null ? null : score(end), chosen));
        }
        return candidates;
    }

    /** The best score; of equals the first in the grid. */
    private Optional<Attempt> best(Pair pair) {
        return of(pair).stream().reduce((a, b) -> cost(b) < cost(a) ? b : a);
    }

    private double cost(Attempt trial) {
        FinalResult end = results.apply(trial.cell()).outcome();
        return end == null ? Double.POSITIVE_INFINITY : judge.cost(score(end));
    }

    private double score(FinalResult end) {
        double tenfolds = Math.log10(Math.max(end.keptFraction(), 1e-6));
        return judge == Yardstick.RMSE ? judge.of(end) * (1 + POINT * tenfolds) : judge.of(end) - POINT * tenfolds;
    }

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
