package org.tanhwg.training.compare;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.tanhwg.report.Page;
import org.tanhwg.training.compare.CompareResult.Budget;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.compare.Plan.Pair;
import org.tanhwg.training.compare.Plan.Run;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.SettingsReader;

/** What a comparison brought, and the files that tell it. */
public final class ComparisonOutcome {
    private final CompareSettings settings;
    private final List<Run> runs;
    private final Map<String, RunResult> results;
    private final CompareResult result;

    /**
     * An outcome.
     *
     * @param judge of all data sets
     * @param results by name of the cell
     */
    ComparisonOutcome(CompareSettings settings, Yardstick judge, Tuning tuning, List<Run> runs, List<Run> sweep,
            Map<String, RunResult> results) {
        this.settings = settings;
        this.runs = runs;
        this.results = results;
        List<CompareResult.Cell> cells = runs.stream().map(this::cell).toList();
        Optimizer reference = settings.optimizers().contains(Optimizer.TAN_HWG) ? Optimizer.TAN_HWG
                : settings.optimizers().get(0);
        List<Row> table = settings.data().stream()
                .flatMap(data -> new Standings(data, reference.toString(), judge, cells).rows().stream()).toList();
        boolean timed = settings.seconds() > 0;
        var budget = new Budget(timed ? null : settings.epochs(), timed ? settings.seconds() : null,
                settings.tunes() ? settings.candidates() : 0, settings.tuningEpochs(),
                tuning.heldOut(), Plan.TUNING_SEED,
                Tuning.objective(judge));
        String data = runs.stream().map(run -> result(run).provenance().dataSha256()).distinct().collect(Collectors.joining(" "));
        result = new CompareResult("compare",
                Provenance.collect(SettingsReader.write(settings), data, settings.seeds().get(0)), judge, budget,
                tuning.candidates(),
                cells, table, sweep.stream().map(this::cell).toList());
    }

    /** Writes {@code table.md}, {@code table.csv}, {@code report.html} and, last of all, {@code result.json}. */
    void write(RunFolder folder) {
        write(folder, "table.md", Tables.markdown(result));
        write(folder, "table.csv", Tables.csv(result));
        folder.writeReport(report().html());
        folder.requireBegun();
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
    }

    Page report() { return ComparisonReport.page(result, curves(), SettingsReader.write(settings)); }

    /**
     * Puts the table into the page of results, in the place of the one of the same name.
     *
     * @param command that writes it again, without the launcher's name
     * @throws org.tanhwg.training.run.UserError when the page cannot be written
     */
    public void publish(Path page, String name, String command) {
        ResultsFile.replace(page, name, ResultsFile.section(ComparisonReport.title(result), ComparisonReport.conditions(result),
                command, runs.stream().map(run -> result(run).provenance()).toList(), Tables.markdown(result)));
    }

    private static void write(RunFolder folder, String name, String text) {
        folder.write(folder.path().resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private RunResult result(Run run) { return results.get(run.cell().name()); }

    private CompareResult.Cell cell(Run run) {
        FinalResult end = result(run).outcome();
        double seconds = end == null ? result(run).epochs().stream().mapToDouble(EpochResult::seconds).sum() : end.trainSeconds();
        return new CompareResult.Cell(run.pair().optimizer().toString(), run.pair().data(), run.seed(),
                value(run.strength().beta()), value(run.strength().keep()), run.choice().eta(),
                end == null ? run.choice().epochs() : result(run).epochs().size(), end == null ? "diverged" : "done",
                CompareResult.Figures.of(end), end == null ? null : end.keptFraction(), seconds,
                "cells/" + run.cell().name());
    }

    private static Double value(OptionalDouble value) { return value.isPresent() ? value.getAsDouble() : null; }

    /** The first strength of each optimizer on each data set, over the seeds that came to their end. */
    private List<ComparisonReport.Curve> curves() {
        Map<Pair, Run> first = runs.stream().collect(Collectors.toMap(Run::pair, run -> run, (a, b) -> a));
        Map<Pair, List<Run>> main = runs.stream().filter(run -> run.strength().equals(first.get(run.pair()).strength()))
                .filter(run -> result(run).outcome() != null)
                .collect(Collectors.groupingBy(Run::pair, LinkedHashMap::new, Collectors.toList()));
        return main.entrySet().stream()
                .map(entry -> ComparisonReport.Curve.mean(entry.getKey().data(), entry.getKey().optimizer().toString(),
                        result.judgedBy(),
                        entry.getValue().stream().map(run -> result(run).epochs()).toList()))
                .toList();
    }
}
