package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.run.UserError;

/** Fills accuracy tables, run by run; runs that are done already are kept. */
public final class TableBench {
    private final List<BenchTable> tables;
    private final RunFolder folder;
    private final CellRunner cells;
    private final PrintStream log;
    private int count;

    /**
     * A bench in a new folder, or in that of the same bench that was interrupted.
     *
     * @param log gets a line for each run, and its progress if it is a terminal
     * @throws UserError when two tables have one name, and when the folder cannot be made or holds something else
     */
    public TableBench(List<BenchTable> tables, Optional<Path> out, PrintStream log, boolean terminal) {
        this.tables = List.copyOf(tables);
        var names = new HashSet<String>();
        for (BenchTable table : tables)
            if (!names.add(table.name()))
                throw new UserError(table.source() + ": another table is called " + table.name() + " too");
        this.log = log;
        folder = CellRunner.bench(out, config());
        cells = new CellRunner(folder.path(), log, terminal);
    }

    /** Where everything goes. */
    public Path path() { return folder.path(); }

    /** Runs all cells here, one after the other. */
    public void run() {
        for (Cell cell : all()) done(cell, cells.run(cell));
    }

    /** Runs one cell. @throws UserError when there is no such cell */
    public void run(String name) {
        cells.run(all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow(() -> new UserError("--only = " + name
                + ": must be one of " + all().stream().map(Cell::name).collect(Collectors.joining(", ")))));
    }

    /** Runs all cells, {@code parallel} at a time, as {@link CellRunner#run(List, int, List, java.util.function.BiConsumer)} does. */
    public void run(int parallel, List<String> program) {
        cells.run(all(), parallel, program, this::done);
    }

    /**
     * Writes {@code result.json} and, where asked for, each table's section of the page of results.
     *
     * @return the tables in Markdown
     * @throws UserError when something cannot be written
     */
    public String finish(Optional<Path> results) {
        var text = new StringJoiner("\n");
        var figures = new ArrayList<BenchResult.Table>();
        var data = new LinkedHashSet<String>();
        for (BenchTable table : tables) {
            var runs = new LinkedHashMap<Cell, List<RunResult>>();
            for (BenchTable.Row row : table.rows())
                for (Cell cell : table.cells(row)) runs.put(cell, lines(row, cell, cells.result(cell).orElseThrow()));
            List<Provenance> provenances = runs.values().stream().map(lines -> lines.get(0).provenance()).toList();
            provenances.forEach(provenance -> data.add(provenance.dataSha256()));
            FilledTable filled = FilledTable.of(table, runs::get);
            figures.add(filled.figures());
            text.add(table.title() + "\n\n" + filled.markdown());
            results.ifPresent(file -> ResultsFile.replace(file, table.name(),
                    ResultsFile.section(table.title(), table.note(), "bench " + table.source(), provenances, filled.markdown())));
        }
        var result = new BenchResult("bench",
                Provenance.collect(config(), String.join(" ", data), tables.get(0).seeds().get(0)), figures);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return text.toString();
    }

    private void done(Cell cell, RunResult run) {
        BenchTable table = tables.stream().filter(t -> cell.name().startsWith(t.name() + "/")).findFirst().orElseThrow();
        BenchTable.Row row = table.rows().stream().filter(r -> table.cells(r).contains(cell)).findFirst().orElseThrow();
        count++;
        List<RunResult> lines = lines(row, cell, run);
        for (int k = 0; k < lines.size(); k++) {
            RunResult line = lines.get(k);
            String figures = line.outcome() == null ? "diverged"
                    : table.columns().stream()
                            .map(column -> column.header(table.heldOut()) + " " + column.text(Reading.of(column.of(line))))
                            .collect(Collectors.joining("  "));
            String question = lines.size() == 1 ? "" : row.lines().get(k).substring(row.label().length());
            log.printf(Locale.ROOT, "%d/%d  %s%s  %s%n", count, all().size(), cell.name(), question, figures);
        }
    }

    /** What a trained network brings to each line of its row: the measurement of its training, or an evaluation for each question. */
    private List<RunResult> lines(BenchTable.Row row, Cell cell, RunResult trained) {
        if (row.questions().isEmpty()) return List.of(trained);
        return row.questions().stream().map(question -> trained.outcome() == null ? trained
                : new RunResult("bench", trained.provenance(), trained.epochs(),
                        cells.evaluate(cell, question.samples(), question.ood(), question.shift()).outcome()))
                .toList();
    }

    private List<Cell> all() { return tables.stream().flatMap(table -> table.cells().stream()).toList(); }

    /** What {@code config.yaml} of the bench says; the settings of each run lie with it. */
    private String config() {
        return tables.stream().map(table -> "- " + table.source() + "\n").collect(Collectors.joining("", "tables:\n", ""));
    }

    /** The whole of {@code result.json} of a bench of accuracy. The runs behind it lie beside it, each with a result of its own. */
    public record BenchResult(String command, Provenance provenance, List<Table> tables) {
        public BenchResult { tables = List.copyOf(tables); }

        /** One table, rows in its order. */
        public record Table(String name, String title, List<Row> rows) {
            public Table { rows = List.copyOf(rows); }
        }

        /**
         * One row of settings.
         *
         * @param runs one for each seed
         * @param diverged how many of them ceased to be finite
         * @param readings by column, over all runs; empty when one diverged
         */
        public record Row(String label, int runs, int diverged, Map<String, Reading> readings) {}
    }
}
