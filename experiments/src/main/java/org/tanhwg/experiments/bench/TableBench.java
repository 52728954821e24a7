package org.tanhwg.experiments.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.result.BenchResult;
import org.tanhwg.experiments.result.Provenance;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Evaluator;
import org.tanhwg.experiments.run.Evaluator.Sampling;
import org.tanhwg.experiments.run.Evaluator.Source;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.Progress;
import org.tanhwg.experiments.run.Provenances;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.TrainSettings;
import org.tanhwg.experiments.run.Trainer;
import org.tanhwg.experiments.run.UserError;

/** Fills accuracy tables, run by run; runs that are done already are kept. */
public final class TableBench {
    private final List<BenchTable> tables;
    private final BenchFolder folder;
    private final PrintStream log;
    private final boolean terminal;
    private final Map<String, Dataset> loaded = new LinkedHashMap<>();

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
        this.terminal = terminal;
        folder = BenchFolder.open(out, config());
    }

    /** Where everything goes. */
    public Path path() {
        return folder.folder().path();
    }

    /** Runs all cells here, one after the other. */
    public void run() {
        List<BenchTable.Cell> cells = cells();
        for (int i = 0; i < cells.size(); i++) done(i + 1, cells, run(cells.get(i)));
    }

    /** Runs one cell. @throws UserError when there is no such cell */
    public void run(String cell) {
        run(cells().stream().filter(c -> c.name().equals(cell)).findFirst().orElseThrow(() -> new UserError("--only = " + cell
                + ": must be one of " + cells().stream().map(BenchTable.Cell::name).collect(Collectors.joining(", ")))));
    }

    /**
     * Runs all cells, {@code parallel} at a time, each in a process of its own.
     *
     * @param main class and arguments that make this program run the cell of that name
     */
    public void run(int parallel, Function<String, List<String>> main) {
        List<BenchTable.Cell> cells = cells();
        ExecutorService pool = Executors.newFixedThreadPool(parallel);
        try {
            var running = new ArrayList<Future<?>>();
            for (BenchTable.Cell cell : cells) {
                running.add(pool.submit(() -> {
                    if (folder.results(cell).isEmpty()) CellProcess.run(cell.name(), main.apply(cell.name()));
                }));
            }
            for (int i = 0; i < cells.size(); i++) {
                running.get(i).get();
                done(i + 1, cells, folder.results(cells.get(i)).orElseThrow());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
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
            Map<BenchTable.Cell, List<RunResult>> runs = table.cells().stream()
                    .collect(Collectors.toMap(cell -> cell, cell -> folder.results(cell).orElseThrow(), (a, b) -> a,
                            LinkedHashMap::new));
            List<Provenance> provenances = runs.values().stream().map(lines -> lines.get(0).provenance()).toList();
            provenances.forEach(provenance -> data.add(provenance.dataSha256()));
            FilledTable filled = FilledTable.of(table, runs::get);
            figures.add(filled.figures());
            text.add(table.title() + "\n\n" + filled.markdown());
            results.ifPresent(file -> ResultsFile.replace(file, table.name(),
                    ResultsFile.section(table.title(), table.note(), "bench " + table.source(), provenances, filled.markdown())));
        }
        var result = new BenchResult("bench",
                Provenances.collect(config(), String.join(" ", data), tables.get(0).seeds().get(0)), figures);
        RunFolder run = folder.folder();
        run.write(run.result(), out -> out.write(Json.bytes(result)));
        return text.toString();
    }

    private List<RunResult> run(BenchTable.Cell cell) {
        Optional<List<RunResult>> done = folder.results(cell);
        if (done.isPresent()) return done.get();
        if (terminal) log.println(cell.name());
        if (folder.training(cell).isEmpty()) train(cell);
        for (BenchTable.Question question : cell.row().questions())
            if (folder.answer(cell, question).isEmpty()) ask(cell, question);
        return folder.results(cell).orElseThrow();
    }

    private void train(BenchTable.Cell cell) {
        Dataset data = data(cell.settings());
        RunFolder run = folder.cell(cell);
        try (var progress = new Progress(terminal ? log : new PrintStream(OutputStream.nullOutputStream()), terminal)) {
            if (cell.row().peer().isPresent()) PeerTrainer.train(cell, data, run, progress);
            else Trainer.train(cell.settings(), data, run, progress);
        }
    }

    private void ask(BenchTable.Cell cell, BenchTable.Question question) {
        TrainSettings settings = cell.settings();
        Optional<Sampling> sampling = question.samples() == 0 ? Optional.empty()
                : Optional.of(new Sampling(question.samples(), cell.seed()));
        Evaluator.evaluate(new Evaluator.Settings(folder.cell(cell).path(),
                new Source(settings.data(), Optional.ofNullable(settings.dataDir())), sampling,
                question.ood().map(name -> new Source(name, Optional.empty()))),
                config -> folder.question(cell, question, config));
    }

    /** Data sets are large: one at a time. */
    private Dataset data(TrainSettings settings) {
        String key = settings.data() + " " + settings.dataDir();
        if (!loaded.containsKey(key)) {
            loaded.clear();
            loaded.put(key, new DataCatalog(DataPlaces.of(System.getenv(), Optional.ofNullable(settings.dataDir())))
                    .load(settings.data()));
        }
        return loaded.get(key);
    }

    private void done(int number, List<BenchTable.Cell> cells, List<RunResult> lines) {
        BenchTable.Cell cell = cells.get(number - 1);
        List<String> labels = cell.row().lines();
        for (int k = 0; k < lines.size(); k++) {
            RunResult run = lines.get(k);
            String figures = run.outcome() == null ? "diverged"
                    : cell.table().columns().stream()
                            .map(column -> column.header() + " " + column.text(FilledTable.reading(column.of(run))))
                            .collect(Collectors.joining("  "));
            log.printf("%d/%d  %s%s  %s%n", number, cells.size(), cell.name(), lines.size() == 1 ? "" : "  " + labels.get(k),
                    figures);
        }
    }

    private List<BenchTable.Cell> cells() {
        return tables.stream().flatMap(table -> table.cells().stream()).toList();
    }

    /** What {@code config.yaml} of the bench says; the settings of each run lie with it. */
    private String config() {
        return tables.stream().map(table -> "- " + table.source() + "\n").collect(Collectors.joining("", "tables:\n", ""));
    }
}
