package org.tanhwg.training.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.compare.CompareSettings.Grid;
import org.tanhwg.training.compare.Plan.Attempt;
import org.tanhwg.training.compare.Plan.Choice;
import org.tanhwg.training.compare.Plan.Pair;
import org.tanhwg.training.compare.Plan.Run;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.settings.Optimizer;

class PlanTest {
    private static final Map<String, Integer> EXAMPLES = Map.of("mnist", 60_000, "small", 1_000);

    @Test void thePaperComparesAllOptimizersAlike() {
        CompareSettings paper = CompareReader.read(Map.of(), Map.of(), Optional.of("paper"), Optional.empty());
        assertThat(paper.optimizers()).containsExactly(Optimizer.values());
        Plan plan = new Plan(paper, Map.of("mnist", 60_000, "fashion-mnist", 60_000));
        List<Attempt> trials = plan.trials();
        for (Pair pair : plan.pairs())
            assertThat(trials).filteredOn(trial -> trial.pair().equals(pair)).hasSize(paper.candidates());
        assertThat(trials).extracting(trial -> trial.cell().settings().validation()).containsOnly(5000);
        assertThat(trials).extracting(trial -> trial.cell().settings().seed()).containsOnly(Plan.TUNING_SEED)
                .doesNotContainAnyElementsOf(paper.seeds());
        List<Run> runs = plan.runs(choices(plan, paper));
        assertThat(runs).extracting(run -> run.cell().name()).doesNotHaveDuplicates();
        assertThat(runs).hasSize(2 * 3 * (4 + 6 * paper.strengths() + 3 * 2));
        assertThat(runs).extracting(run -> run.cell().settings().validation()).containsOnly(0);
        assertThat(runs).extracting(run -> run.cell().settings().epochs()).containsOnly(paper.epochs());
    }

    @Test void strengthsFollowTheNumberOfSteps() {
        CompareSettings settings = read("tan-hwg,magnitude-pruning", "mnist,small", Map.of("epochs", "40", "strengths", "1"));
        Plan plan = new Plan(settings, EXAMPLES);
        Grid grid = settings.grid(Optimizer.TAN_HWG);
        List<Run> runs = plan.runs(choices(plan, settings));
        assertThat(runs.get(0).cell().settings().beta()).isCloseTo(grid.beta().get(0) / 2, within(1e-6)); // four times as many steps
        assertThat(runs.get(2).cell().settings().beta()).isCloseTo(grid.beta().get(0) * Math.sqrt(6000.0 / 400), within(1e-5));
        assertThat(runs.get(1).cell().settings().keep()).isEqualTo(settings.grid(Optimizer.MAGNITUDE_PRUNING).keep().get(0));
    }

    @Test void theBestTrialIsChosenAndSaysHowManyEpochsFit() {
        CompareSettings settings = read("adam,tan-hwg", "small", Map.of("seconds", "3", "validation", "100"));
        Plan plan = new Plan(settings, EXAMPLES);
        List<Attempt> trials = plan.trials();
        var results = new LinkedHashMap<String, RunResult>();
        double[] accuracies = {0.90, 0.92, 0.92, 0.90, 0.91, 0.88};
        double[] kept = {1, 1, 1, 0.01, 0.2, 0.01};
        for (int i = 0; i < 6; i++) results.put(trials.get(i).cell().name(), run(accuracies[i], kept[i], 2500));
        Map<Pair, Choice> choices = new Tuning(settings, trials, cell -> results.get(cell.name()), EXAMPLES::get)
                .choices(plan.pairs());
        assertThat(choices.values()).containsExactly(new Choice(trials.get(1).eta(), 7), new Choice(trials.get(3).eta(), 7));
        for (Attempt trial : trials) results.put(trial.cell().name(), new RunResult("train", null, List.of(), null));
        var tuning = new Tuning(settings, trials, cell -> results.get(cell.name()), EXAMPLES::get);
        assertThat(tuning.choices(plan.pairs()).values()).extracting(Choice::epochs).as("all diverged").containsOnly(1);
        assertThat(tuning.candidates()).extracting(c -> c.accuracy() == null).containsOnly(true);
    }

    @Test void withoutTrialsTheUsualStepSizeIsTaken() {
        CompareSettings settings = read("adam", "small", Map.of("candidates", "1", "sweep", "eta"));
        Plan plan = new Plan(settings, EXAMPLES);
        assertThat(plan.trials()).isEmpty();
        Map<Pair, Choice> choices = choices(plan, settings);
        assertThat(choices.values()).containsExactly(new Choice(1e-3, settings.epochs()));
        assertThat(plan.sweep(choices)).extracting(run -> run.cell().settings().eta()).containsExactly(1e-5, 1e-4, 1e-2, 1e-1);
    }

    private static Map<Pair, Choice> choices(Plan plan, CompareSettings settings) {
        return new Tuning(settings, List.of(), (Cell cell) -> null, EXAMPLES::get).choices(plan.pairs());
    }

    private static RunResult run(double accuracy, double kept, double speed) {
        return new RunResult("train", null, List.of(),
                new FinalResult(accuracy, 0, 0, kept, List.of(), List.of(), 1, null).trained(1.0, speed));
    }

    private static CompareSettings read(String optimizers, String data, Map<String, String> others) {
        var given = new LinkedHashMap<>(others);
        given.putAll(Map.of("optimizers", optimizers, "data", data, "seeds", "1"));
        return CompareReader.read(given, Map.of(), Optional.empty(), Optional.empty());
    }
}
