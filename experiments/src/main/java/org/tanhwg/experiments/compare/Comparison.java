package org.tanhwg.experiments.compare;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.bench.ResultsFile;
import org.tanhwg.experiments.cells.Cell;
import org.tanhwg.experiments.cells.Cells;
import org.tanhwg.experiments.compare.Plan.Choice;
import org.tanhwg.experiments.compare.Plan.Pair;
import org.tanhwg.experiments.compare.Plan.Run;
import org.tanhwg.experiments.compare.Plan.Trial;
import org.tanhwg.experiments.report.ComparisonReport;
import org.tanhwg.experiments.result.CompareResult;
import org.tanhwg.experiments.result.CompareResult.Budget;
import org.tanhwg.experiments.result.CompareResult.Row;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.FinalResult;
import org.tanhwg.experiments.result.Provenance;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.Optimizer;
import org.tanhwg.experiments.run.Progress;
import org.tanhwg.experiments.run.Provenances;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.SettingsReader;
import org.tanhwg.experiments.run.UserError;

/** Tunes, runs and writes a comparison. Every run that is done stays: an interrupted comparison goes on, a larger one adds what is missing. */
public final class Comparison {
    private final CompareSettings settings;
    private final RunFolder folder;
    private final Cells cells;
    private final PrintStream log;
    private final Map<String, RunResult> results = new LinkedHashMap<>();
    private final Map<String, Integer> examples = new LinkedHashMap<>();
    private int done;
    private int ran;
    private int total;
    private long start;

    private Comparison(CompareSettings settings, RunFolder folder, PrintStream log) {
        this.settings = settings;
        this.folder = folder;
        this.log = log;
        cells = new Cells(folder.path(), log, false);
    }

    /**
     * A comparison in a new folder, or in that of one that was begun: its runs are kept as far as they fit.
     *
     * @param log gets a line for each run
     * @throws UserError when a data set is missing, or the folder cannot be made or holds something else
     */
    public static Comparison open(CompareSettings settings, Optional<Path> out, PrintStream log) {
        Optional<RunFolder> begun = out.filter(path -> Files.exists(path.resolve("config.yaml"))).map(RunFolder::existing);
        begun.ifPresent(CompareReader::read); // of a comparison, or else an error that says so
        Map<String, Integer> examples = examples(settings);
        RunFolder folder = begun.orElseGet(() -> RunFolder.create(out, "compare"));
        folder.writeConfig(SettingsReader.write(settings));
        var comparison = new Comparison(settings, folder, log);
        comparison.examples.putAll(examples);
        return comparison;
    }

    /** Every data set is looked at before the first run: what is wrong with one is said at once. */
    private static Map<String, Integer> examples(CompareSettings settings) {
        var catalog = new DataCatalog(DataPlaces.of(System.getenv(), Optional.ofNullable(settings.dataDir())));
        var examples = new LinkedHashMap<String, Integer>();
        for (String name : settings.data()) {
            Dataset data = catalog.load(name);
            int count = data.train().count();
            if (settings.tunes() && settings.validation() >= count)
                throw new UserError("--validation = " + settings.validation() + ": must be less than " + count
                        + ", the number of training examples in " + name);
            examples.put(name, count);
        }
        return examples;
    }

    /** Where everything goes. */
    public RunFolder folder() {
        return folder;
    }

    /**
     * Runs what is missing and writes the result.
     *
     * @param parallel runs at a time, each in a process of its own
     * @param program as for {@link Cells#run}
     */
    public CompareResult run(int parallel, List<String> program) {
        var plan = new Plan(settings, examples);
        List<Trial> trials = plan.trials();
        var tuning = new Tuning(settings, trials, cell -> results.get(cell.name()), examples::get);
        int strengths = settings.optimizers().stream()
                .mapToInt(o -> settings.grid(o).strengths(settings.strengths()).size()).sum();
        int sweeps = settings.sweep() == CompareSettings.Sweep.NONE ? 0 : 4 * plan.pairs().size();
        total = trials.size() + strengths * settings.data().size() * settings.seeds().size() + sweeps;
        start = System.nanoTime();

        run(trials.stream().map(Trial::cell).toList(), parallel, program);
        Map<Pair, Choice> choices = tuning.choices(plan.pairs());
        List<Run> runs = plan.runs(choices);
        run(runs.stream().map(Run::cell).toList(), parallel, program);
        List<Run> sweep = plan.sweep(choices);
        run(sweep.stream().map(Run::cell).toList(), parallel, program);
        return finish(tuning, runs, sweep);
    }

    private void run(List<Cell> missing, int parallel, List<String> program) {
        missing.forEach(cell -> cells.result(cell).ifPresent(result -> ran--));
        cells.run(missing, parallel, program, (cell, result) -> {
            results.put(cell.name(), result);
            done++;
            ran++;
            FinalResult end = result.outcome();
            String figures = end == null ? "diverged"
                    : String.format(Locale.ROOT, "%s %.2f %%  kept %.2f %%  %.1f s",
                            cell.settings().validation() > 0 ? "validation" : "test",
                            100 * end.testAccuracy(), 100 * end.keptFraction(), end.trainSeconds());
            log.printf("%d/%d  %s  %s%s%n", done, total, cell.name(), figures, left());
        });
    }

    private String left() {
        if (ran < 1 || done == total) return "";
        return "  " + Progress.time((System.nanoTime() - start) * 1e-9 / ran * (total - done)) + " left";
    }

    private CompareResult finish(Tuning tuning, List<Run> runs, List<Run> sweep) {
        List<CompareResult.Cell> figures = runs.stream().map(this::cell).toList();
        String reference = (settings.optimizers().contains(Optimizer.TAN_HWG) ? Optimizer.TAN_HWG : settings.optimizers().get(0))
                .toString();
        List<Row> table = settings.data().stream().flatMap(data -> new Standings(data, reference, figures).rows().stream())
                .toList();
        var sums = new LinkedHashSet<String>();
        results.values().forEach(run -> sums.add(run.provenance().dataSha256()));
        String config = SettingsReader.write(settings);
        boolean timed = settings.seconds() > 0;
        var budget = new Budget(timed ? null : settings.epochs(), timed ? settings.seconds() : null,
                settings.tunes() ? settings.candidates() : 0, settings.tuningEpochs(), settings.validation(), Plan.TUNING_SEED,
                Tuning.OBJECTIVE);
        var result = new CompareResult("compare", Provenances.collect(config, String.join(" ", sums), settings.seeds().get(0)),
                budget,
                tuning.candidates(), figures, table, sweep.stream().map(this::cell).toList());
        write("table.md", Tables.markdown(result));
        write("table.csv", Tables.csv(result));
        folder.writeReport(ComparisonReport.page(result, curves(runs), config).html());
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return result;
    }

    /**
     * Puts the table into the page of results, in the place of the one of the same name.
     *
     * @param command that writes it again, without the launcher's name
     * @throws UserError when the page cannot be written
     */
    public void publish(CompareResult result, String name, String command, Path page) {
        List<Provenance> provenances = results.values().stream().map(RunResult::provenance).toList();
        ResultsFile.replace(page, name,
                ResultsFile.section(ComparisonReport.title(result), ComparisonReport.conditions(result), command,
                        provenances, Tables.markdown(result)));
    }

    private void write(String name, String text) {
        folder.write(folder.path().resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private CompareResult.Cell cell(Run run) {
        RunResult result = results.get(run.cell().name());
        FinalResult end = result.outcome();
        double seconds = end == null ? result.epochs().stream().mapToDouble(EpochResult::seconds).sum() : end.trainSeconds();
        return new CompareResult.Cell(run.pair().optimizer().toString(), run.pair().data(), run.seed(),
                value(run.strength().beta()),
                value(run.strength().keep()), run.choice().eta(), run.choice().epochs(), end == null ? "diverged" : "done",
                end == null ? null : end.testAccuracy(), end == null ? null : end.testNll(), end == null ? null : end.testEce(),
                end == null ? null : end.keptFraction(), seconds, "cells/" + run.cell().name());
    }

    private static Double value(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** The first strength of each optimizer on each data set: test error over time, averaged over the seeds that came to their end. */
    private List<ComparisonReport.Curve> curves(List<Run> runs) {
        Map<Pair, List<Run>> main = runs.stream()
                .filter(run -> run.strength()
                        .equals(runs.stream().filter(r -> r.pair().equals(run.pair())).findFirst().orElseThrow().strength()))
                .filter(run -> results.get(run.cell().name()).outcome() != null)
                .collect(Collectors.groupingBy(Run::pair, LinkedHashMap::new, Collectors.toList()));
        return main.entrySet().stream().map(entry -> {
            List<List<EpochResult>> epochs = entry.getValue().stream().map(run -> results.get(run.cell().name()).epochs())
                    .toList();
            return ComparisonReport.Curve.mean(entry.getKey().data(), entry.getKey().optimizer().toString(), epochs);
        }).toList();
    }
}
