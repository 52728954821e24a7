package org.tanhwg.training.compare;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.compare.Plan.Attempt;
import org.tanhwg.training.compare.Plan.Choice;
import org.tanhwg.training.compare.Plan.Pair;
import org.tanhwg.training.compare.Plan.Run;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TrainingData;

/** Tunes and runs a comparison. Every run that is done stays: an interrupted comparison goes on, a larger one adds what is missing. */
public final class Comparison implements AutoCloseable {
    private final CompareSettings settings;
    private final RunFolder folder;
    private final FolderLock lock;
    private final Plan plan;
    private final Map<String, Integer> examples;
    private final Yardstick judge;
    private final CellRunner cells;
    private final Map<String, RunResult> results = new LinkedHashMap<>();
    /** Trials that came to those of the plan. */
    private int beyond;

    private Comparison(CompareSettings settings, RunFolder folder, Map<String, Integer> examples, Yardstick judge) {
        this.settings = settings;
        this.folder = folder;
        this.examples = examples;
        this.judge = judge;
        lock = FolderLock.take(folder, "comparison");
        plan = new Plan(settings, examples);
        cells = new CellRunner(folder.path(), null, false);
    }

    /**
     * A comparison in a new folder, or in that of one that was begun: its runs are kept as far as they fit.
     *
     * @throws UserError when a data set is missing, or the folder cannot be made, holds something else or is in use
     */
    public static Comparison open(CompareSettings settings, Optional<Path> out) {
        Optional<RunFolder> begun = out.filter(path -> Files.exists(path.resolve("config.yaml"))).map(RunFolder::existing);
        begun.ifPresent(CompareReader::read); // of a comparison, or else an error that says so
        var examples = new LinkedHashMap<String, Integer>();
        Yardstick judge = look(settings, examples);
        RunFolder folder = begun.orElseGet(() -> RunFolder.create(out, "compare"));
        var comparison = new Comparison(settings, folder, examples, judge);
        try {
            folder.writeConfig(SettingsReader.write(settings));
        } catch (RuntimeException e) { // or the folder would be taken as long as this process lives
            comparison.close();
            throw e;
        }
        return comparison;
    }

    /**
     * Every data set is looked at before the first run: what is wrong with one is said at once.
     *
     * @param examples gets the number of training examples by data set
     * @return what all of them are judged by
     */
    private static Yardstick look(CompareSettings settings, Map<String, Integer> examples) {
        var numbers = new LinkedHashMap<Boolean, String>();
        for (String name : settings.data()) {
            TrainSettings shared = Plan.shared(settings, name);
            Dataset data = TrainingData.load(shared).dataset();
            int count = shared.trainExamples() == 0 ? data.train().count() : shared.trainExamples();
            if (settings.tunes())
                TrainingData.requireFit(SettingsReader.with(shared, "validation", settings.heldOut(count)), data);
            examples.put(name, count);
            numbers.putIfAbsent(TrainingData.isOfNumbers(data), name);
        }
        if (numbers.size() > 1)
            throw new UserError("--data: the labels of " + numbers.get(true) + " are numbers, those of " + numbers.get(false)
                    + " are not; a comparison takes data sets of one kind (--task says which)");
        return Yardstick.of(numbers.containsKey(true));
    }

    /** Where everything goes. */
    public RunFolder folder() { return folder; }

    /**
     * Runs what is missing and writes the result.
     *
     * @param workers runs at a time, each in a process of its own
     * @param program as for {@link CellRunner#run}
     * @param log gets a line for each run
     */
    public ComparisonOutcome run(int workers, List<String> program, PrintStream log) {
        var progress = new Log(log);
        ComparisonOutcome outcome = gather(beyond -> true, missing -> {
            progress.kept(missing.stream().filter(cell -> cells.result(cell).isPresent()).count());
            cells.run(missing, workers, program, (cell, result) -> {
                results.put(cell.name(), result);
                progress.done(cell, result);
            });
        });
        outcome.write(folder);
        return outcome;
    }

    /** Writes the report of a finished comparison again. @throws UserError when a run is missing */
    public static Path writeReport(RunFolder folder) {
        try (Comparison comparison = open(CompareReader.read(folder), Optional.of(folder.path()))) {
            ComparisonOutcome outcome = comparison.gather(
                    beyond -> comparison.cells.result(beyond).isPresent(),
                    cells -> cells.forEach(cell -> comparison.results.put(cell.name(),
                            comparison.cells.result(cell).orElseThrow(() -> new UserError(
                                    folder.path() + ": the run " + cell.name()
                                            + " is not finished; gnn compare --resume goes on")))));
            folder.writeReport(outcome.report().html());
            return folder.report();
        }
    }

    /**
     * Gathers what runs bring.
     *
     * @param mayGoOn whether a trial beyond those that are planned is taken: older versions made none
     * @param runner brings the results of cells into {@link #results}
     */
    private ComparisonOutcome gather(Predicate<Cell> mayGoOn, Consumer<List<Cell>> runner) {
        List<Attempt> trials = new ArrayList<>(plan.trials());
        Tuning tuning;
        List<Attempt> next = trials;
        do {
            runner.accept(next.stream().map(Attempt::cell).toList());
            tuning = new Tuning(settings, judge, List.copyOf(trials), cell -> results.get(cell.name()), examples::get);
            next = tuning.beyond(plan).stream().filter(trial -> mayGoOn.test(trial.cell())).toList();
            trials.addAll(next);
            beyond += next.size();
        } while (!next.isEmpty());
        Map<Pair, Choice> choices = tuning.choices(plan.pairs());
        List<Run> runs = plan.runs(choices);
        runner.accept(runs.stream().map(Run::cell).toList());
        List<Run> sweep = plan.sweep(choices);
        runner.accept(sweep.stream().map(Run::cell).toList());
        return new ComparisonOutcome(settings, judge, tuning, runs, sweep, Map.copyOf(results));
    }

    @Override public void close() { lock.close(); }

    /** A line for each run, with the time left at the pace of those that ran. */
    private final class Log {
        private final PrintStream out;
        private final long start = System.nanoTime();
        private int done;
        private long kept;

        Log(PrintStream out) { this.out = out; }

        void kept(long more) { kept += more; }

        void done(Cell cell, RunResult result) {
            done++;
            int total = plan.size() + beyond;
            FinalResult end = result.outcome();
            String measured = cell.settings().measuredOn();
            String figures = end == null ? "diverged"
                    : String.format(Locale.ROOT, judge == Yardstick.RMSE ? "%s RMSE %s  kept %.2f %%  %.1f s"
                            : "%s %s %%  kept %.2f %%  %.1f s", measured, judge.plain(judge.of(end)), 100 * end.keptFraction(),
                            end.trainSeconds());
            String left = done <= kept || done == total ? ""
                    : "  " + Progress.time((System.nanoTime() - start) * 1e-9 / (done - kept) * (total - done)) + " left";
            out.printf(Locale.ROOT, "%d/%d  %s  %s%s%n", done, total, cell.name(), figures, left);
        }
    }
}
