package org.tanhwg.training.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.compare.CompareSettings.Grid;
import org.tanhwg.training.compare.Plan.Attempt;
import org.tanhwg.training.compare.Plan.Choice;
import org.tanhwg.training.compare.Plan.Pair;
import org.tanhwg.training.compare.Plan.Run;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;
import org.tanhwg.training.settings.Optimizer;

class PlanTest {
    private static final Map<String, Integer> EXAMPLES = Map.of("mnist", 60_000, "small", 1_000);

    @Test void thePaperComparesAllOptimizersAlike() {
        CompareSettings paper = CompareReader.read(Map.of(), Map.of(), Optional.of("paper"), Optional.empty());
        assertThat(paper.optimizers()).containsExactly(Optimizer.values());
        Plan plan = new Plan(paper, Map.of("mnist", 60_000, "fashion-mnist", 60_000));
        List<Attempt> trials = plan.trials();
        for (Pair pair : plan.pairs())
            assertThat(trials).filteredOn(trial -> trial.pair().equals(pair))
                    .hasSize(paper.grid(pair.optimizer()).choices(paper.candidates(), 1).size()).hasSizeBetween(3, 7);
        assertThat(trials).extracting(trial -> trial.cell().settings().validation()).containsOnly(5000);
        assertThat(trials).extracting(trial -> trial.cell().settings().seed()).containsOnly(Plan.TUNING_SEED)
                .doesNotContainAnyElementsOf(paper.seeds());
        List<Run> runs = plan.runs(choices(plan, paper));
        assertThat(runs).extracting(run -> run.cell().name()).doesNotHaveDuplicates();
        assertThat(runs).hasSize(2 * 3 * (4 + 4 * paper.strengths() + 5 * 2));
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
        Map<Pair, Choice> choices = new Tuning(settings, Yardstick.ACCURACY, trials, cell -> results.get(cell.name()),
                EXAMPLES::get)
                .choices(plan.pairs());
        assertThat(choices.values()).containsExactly(trials.get(1).choice().withEpochs(7),
                trials.get(3).choice().withEpochs(7));
        for (Attempt trial : trials) results.put(trial.cell().name(), new RunResult("train", null, List.of(), null));
        var tuning = new Tuning(settings, Yardstick.ACCURACY, trials, cell -> results.get(cell.name()), EXAMPLES::get);
        assertThat(tuning.choices(plan.pairs()).values()).extracting(Choice::epochs).as("all diverged").containsOnly(1);
        assertThat(tuning.candidates()).extracting(c -> c.accuracy() == null).containsOnly(true);
    }

    /** The least error wins, but one per cent of it is worth a tenth of the weights. */
    @Test void ofNumbersTheLeastErrorIsChosen() {
        CompareSettings settings = read("tan-hwg", "small", Map.of("candidates", "3"));
        Plan plan = new Plan(settings, EXAMPLES);
        List<Attempt> trials = plan.trials();
        assertThat(trials).extracting(trial -> trial.cell().settings().validation()).as("a fifth").containsOnly(200);
        double[] errors = {50, 49.8, 51};
        double[] kept = {.01, .1, .01};
        var results = new LinkedHashMap<String, RunResult>();
        for (int i = 0; i < 3; i++)
            results.put(trials.get(i).cell().name(), new RunResult("train", null, List.of(),
                    new FinalResult(Scores.ofNumbers(errors[i], 1, 0, null), kept[i], List.of(), List.of(), 1, null)));
        var tuning = new Tuning(settings, Yardstick.RMSE, trials, cell -> results.get(cell.name()), EXAMPLES::get);
        assertThat(tuning.candidates()).extracting(c -> c.chosen()).containsExactly(true, false, false);
        assertThat(tuning.candidates()).extracting(c -> c.rmse()).containsExactly(50.0, 49.8, 51.0);
        assertThat(tuning.candidates().get(0).score()).isCloseTo(49, within(1e-9));
        results.put(trials.get(0).cell().name(), new RunResult("train", null, List.of(), null));
        assertThat(tuning.choices(plan.pairs()).values()).as("the first diverged").extracting(Choice::eta)
                .containsExactly(trials.get(1).choice().eta());
    }

    /** All step sizes with the first γ, all γ with the first step size; the winner's γ is that of its runs. */
    @Test void gammaIsTunedWhereAnOptimizerHasSome() {
        CompareSettings settings = read("mirror-descent,tan-hwg", "small", Map.of("candidates", "3", "validation", "100"));
        Plan plan = new Plan(settings, EXAMPLES);
        List<Attempt> trials = plan.trials().stream().filter(t -> t.pair().optimizer() == Optimizer.MIRROR_DESCENT).toList();
        Grid grid = settings.grid(Optimizer.MIRROR_DESCENT);
        assertThat(trials).extracting(t -> t.cell().settings().gamma()).containsExactly(grid.gamma().get(0), grid.gamma().get(0),
                grid.gamma().get(0), grid.gamma().get(1), grid.gamma().get(2));
        assertThat(trials).extracting(t -> t.cell().settings().eta()).containsExactly(grid.eta().get(0), grid.eta().get(1),
                grid.eta().get(2), grid.eta().get(0), grid.eta().get(0));
        assertThat(plan.trials()).extracting(t -> t.cell().name()).doesNotHaveDuplicates();
        var results = new LinkedHashMap<String, RunResult>();
        for (Attempt trial : plan.trials())
            results.put(trial.cell().name(), run(trial.equals(trials.get(4)) ? .9 : .8, 1, 1));
        var tuning = new Tuning(settings, Yardstick.ACCURACY, plan.trials(), cell -> results.get(cell.name()), EXAMPLES::get);
        List<Run> runs = plan.runs(tuning.choices(plan.pairs()));
        assertThat(runs).filteredOn(run -> run.pair().optimizer() == Optimizer.MIRROR_DESCENT)
                .extracting(run -> run.cell().settings().gamma()).containsOnly(grid.gamma().get(2));
        assertThat(tuning.candidates()).filteredOn(c -> c.optimizer().equals("tan-hwg")).extracting(c -> c.gamma())
                .containsOnlyNulls();
    }

    /** Accuracy falls with the distance of log η and log γ from where they are best. */
    @ParameterizedTest
    @CsvSource({"adam, .02, 0, 3", "adam, 2e-4, 0, 3", "adam, 2e-3, 0, 0", "adam, 1e9, 0, 4", "mirror-descent, .5, 1e-3, 2",
            "mirror-descent, .5, 1, 0", "mirror-descent, 6, .2, 3"}) void theSearchGoesOnBeyondAnEdge(String optimizer,
                    double eta, double gamma, int more) {
        CompareSettings settings = read(optimizer, "small", Map.of("candidates", "4", "validation", "100"));
        Plan plan = new Plan(settings, EXAMPLES);
        List<Attempt> trials = new ArrayList<>(plan.trials());
        Map<String, RunResult> results = new LinkedHashMap<>();
        List<Attempt> next = trials;
        int planned = trials.size();
        while (!next.isEmpty()) {
            for (Attempt trial : next) {
                double far = Math.abs(Math.log(trial.choice().eta() / eta));
                if (trial.choice().gamma().isPresent()) far += Math.abs(Math.log(trial.choice().gamma().getAsDouble() / gamma));
                results.put(trial.cell().name(), run(1 - far / 100, 1, 1));
            }
            next = new Tuning(settings, Yardstick.ACCURACY, List.copyOf(trials), cell -> results.get(cell.name()), EXAMPLES::get)
                    .beyond(plan);
            trials.addAll(next);
        }
        assertThat(trials).hasSize(planned + more);
        assertThat(trials).extracting(trial -> trial.cell().name()).doesNotHaveDuplicates();
        CompareSettings two = read(optimizer, "small", Map.of("candidates", "2", "validation", "100"));
        List<Attempt> few = new Plan(two, EXAMPLES).trials();
        assertThat(new Plan(two, EXAMPLES).beyond(few.get(0), few)).as("of two each is an edge").isEmpty();
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
        return new Tuning(settings, Yardstick.ACCURACY, List.of(), (Cell cell) -> null, EXAMPLES::get).choices(plan.pairs());
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
