package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.settings.SettingsReader;

/**
 * The preset for tables beside scikit-learn, over five fixed folds of each table: every row is tested once for each seed. A second table asks how many rows lie
 * inside the 90 % intervals of a regression by normal laws.
 */
public final class TablesBench {
    private static final String NAME = "tables";
    private static final String TITLE = "Tables beside scikit-learn";
    private static final String NOTE = "Five fixed folds, every row tested once for each seed; accuracy in %, of diabetes the root mean squared error (R²). The preset is `table` in all rows."
            + " scikit-learn's MLP, the mean of five seeds, and its logistic or ridge regression saw the same folds and the same columns, standardised; `tables.py` beside the tables has"
            + " their settings. Ahead: by how much the preset is better, ± the standard error of its mean over the folds.";
    private static final String INTERVALS = "With `--law gaussian --transmission sampled`: rows inside their 90 % intervals. Known noise is drawn around Friedman's function with a spread of 1.";
    private static final List<String> COMPARED = List.of("wine", "breast-cancer", "digits", "diabetes");
    private static final List<String> COVERED = List.of("diabetes", "known-noise");
    private static final Map<String, String> GAUSSIAN = Map.of("law", "gaussian", "transmission", "sampled");

    private final List<Long> seeds;
    private final RunFolder folder;
    private final CellRunner cells;
    private final PrintStream log;
    private final Map<String, FoldedTable> tables = new HashMap<>();

    /**
     * A bench in a new folder, or in that of the same bench that was interrupted.
     *
     * @param log gets a line for each run, and its progress if it is a terminal
     */
    public TablesBench(List<Long> seeds, Optional<Path> out, PrintStream log, boolean terminal) {
        this.seeds = List.copyOf(seeds);
        this.log = log;
        folder = CellRunner.bench(out, config());
        cells = new CellRunner(folder.path(), log, terminal);
        Stream.concat(COMPARED.stream(), COVERED.stream()).distinct()
                .forEach(name -> tables.put(name, FoldedTable.read(name)));
    }

    /** Where everything goes. */
    public Path path() { return folder.path(); }

    /**
     * Runs what is not done yet, {@code parallel} cells at a time, and fills folder and page.
     *
     * @param program main class and arguments of a process that trains cells, where several run at a time
     * @return the tables in Markdown
     */
    public String run(int parallel, List<String> program, Optional<Path> results) {
        List<Cell> all = Stream.concat(COMPARED.stream().flatMap(name -> cells(name, Map.of()).stream()),
                COVERED.stream().flatMap(name -> cells(name, GAUSSIAN).stream())).toList();
        Map<String, RunResult> done = new HashMap<>();
        if (parallel == 1) for (Cell cell : all) done(done, cell, cells.run(cell), all.size());
        else cells.run(all, parallel, program, (cell, run) -> done(done, cell, run, all.size()));
        List<Compared> compared = COMPARED.stream().map(name -> compared(tables.get(name), done)).toList();
        List<Covered> covered = COVERED.stream().map(name -> covered(tables.get(name), done)).toList();
        String markdown = markdown(compared) + "\n" + INTERVALS + "\n\n" + intervals(covered);
        results.ifPresent(file -> ResultsFile.replace(file, NAME, ResultsFile.section(TITLE, NOTE, command(),
                done.values().stream().map(RunResult::provenance).toList(), markdown)));
        var result = new TablesBenchResult("bench", Provenance.collect(config(), seeds.get(0)), compared, covered);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return markdown;
    }

    private List<Cell> cells(String name, Map<String, String> law) {
        FoldedTable table = tables.get(name);
        return seeds.stream().flatMap(seed -> IntStream.range(0, table.folds().size()).mapToObj(fold -> {
            Map<String, String> settings = new HashMap<>(law);
            settings.putAll(Map.of("preset", "table", "data", data(table, fold, false).toString(), "test",
                    data(table, fold, true).toString(), "seed", Long.toString(seed)));
            return new Cell(cell(name, law, fold, seed), SettingsReader.read(settings, Optional.empty()));
        })).toList();
    }

    private static String cell(String table, Map<String, String> law, int fold, long seed) {
        return table + (law.isEmpty() ? "" : "-intervals") + "-" + fold + "-" + seed;
    }

    private Path data(FoldedTable table, int fold, boolean test) {
        Path file = folder.path().toAbsolutePath().resolve("data")
                .resolve(table.name() + "-" + fold + (test ? "-test" : "") + ".csv");
        if (!Files.exists(file)) table.write(file, fold, test);
        return file;
    }

    private void done(Map<String, RunResult> all, Cell cell, RunResult run, int count) {
        all.put(cell.name(), run);
        String figures = run.outcome() == null ? "diverged"
                : String.format(Locale.ROOT, "%.4g  kept %.1f %%", score(run.outcome()), 100 * run.outcome().keptFraction());
        log.printf(Locale.ROOT, "%d/%d  %s  %s%n", all.size(), count, cell.name(), figures);
    }

    /** The share of right answers, or the root mean squared error. */
    private static double score(FinalResult end) {
        return end.isRegression() ? end.scores().testRmse() : end.testAccuracy();
    }

    private Compared compared(FoldedTable table, Map<String, RunResult> done) {
        List<List<FinalResult>> folds = folds(table, Map.of(), done);
        boolean numbers = folds.get(0).get(0).isRegression();
        double[] ours = folds.stream().mapToDouble(runs -> mean(runs, TablesBench::score)).toArray();
        double kept = folds.stream().mapToDouble(runs -> mean(runs, FinalResult::keptFraction)).average().orElseThrow();
        double[] seedScores = IntStream.range(0, seeds.size()).mapToDouble(seed -> pooled(table, numbers,
                folds.stream().mapToDouble(runs -> score(runs.get(seed))).toArray())).toArray();
        Map<String, Double> others = table.scores().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> pooled(table, numbers, entry.getValue())));
        Map<String, Ahead> ahead = table.scores().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Ahead.of(ours, entry.getValue(), numbers)));
        return new Compared(table.name(), table.rows(), table.linear(), numbers ? table.targetVariance() : null,
                Reading.of(seedScores), kept, others, ahead);
    }

    private Covered covered(FoldedTable table, Map<String, RunResult> done) {
        List<List<FinalResult>> folds = folds(table, GAUSSIAN, done);
        double[] coverage = new double[seeds.size()];
        double[] errors = new double[seeds.size()];
        for (int s = 0; s < coverage.length; s++) {
            int seed = s;
            coverage[s] = IntStream.range(0, folds.size()).mapToDouble(
                    fold -> table.folds().get(fold).size() * folds.get(fold).get(seed).scores().intervalCoverage()).sum()
                    / table.rows();
            errors[s] = pooled(table, true, folds.stream().mapToDouble(runs -> score(runs.get(seed))).toArray());
        }
        return new Covered(table.name(), table.rows(), Reading.of(coverage), Reading.of(errors),
                folds.stream().mapToDouble(runs -> mean(runs, FinalResult::keptFraction)).average().orElseThrow());
    }

    /** Ends of the runs by fold, then by seed. */
    private List<List<FinalResult>> folds(FoldedTable table, Map<String, String> law, Map<String, RunResult> done) {
        return IntStream.range(0, table.folds().size()).mapToObj(fold -> seeds.stream()
                .map(seed -> done.get(cell(table.name(), law, fold, seed)).outcome()).toList()).toList();
    }

    private static double mean(List<FinalResult> runs, ToDoubleFunction<FinalResult> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** A score over all rows, from those of the folds. */
    private static double pooled(FoldedTable table, boolean numbers, double[] folds) {
        double sum = 0;
        for (int fold = 0; fold < folds.length; fold++)
            sum += table.folds().get(fold).size() * (numbers ? folds[fold] * folds[fold] : folds[fold]);
        return numbers ? Math.sqrt(sum / table.rows()) : sum / table.rows();
    }

    private static String markdown(List<Compared> tables) {
        var rows = new ArrayList<List<String>>();
        for (Compared table : tables)
            rows.add(List.of(table.table + ", " + table.rows + " rows", table.text(table.score.mean(), table.score.sd()),
                    percent(table.kept), table.text(table.others.get(FoldedTable.MLP), null),
                    table.text(table.others.get(table.linear), null), table.text(table.ahead.get(FoldedTable.MLP)),
                    table.text(table.ahead.get(table.linear))));
        return Table.markdown(List.of("", "preset", "kept %", "MLP", "logistic or ridge", "ahead of MLP", "ahead of the other"),
                rows);
    }

    private static String intervals(List<Covered> tables) {
        return Table.markdown(List.of("", "inside %", "RMSE", "kept %"), tables.stream()
                .map(table -> List.of(table.table + ", " + table.rows + " rows", percent(table.coverage.mean()) + " ± "
                        + percent(table.coverage.sd() == null ? 0 : table.coverage.sd()),
                        String.format(Locale.ROOT, "%.3g", table.rmse.mean()), percent(table.kept)))
                .toList());
    }

    private static String percent(double share) { return String.format(Locale.ROOT, "%.1f", 100 * share); }

    private String command() {
        return "bench tables" + (seeds.equals(List.of(1L, 2L, 3L, 4L, 5L)) ? ""
                : " --seeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private String config() { return "tables-seeds: " + seeds + "\n"; }

    /** The whole of {@code result.json} of {@code gnn bench tables}. */
    public record TablesBenchResult(String command, Provenance provenance, List<Compared> tables, List<Covered> intervals) {
        public TablesBenchResult {
            tables = List.copyOf(tables);
            intervals = List.copyOf(intervals);
        }
    }

    /**
     * A table beside scikit-learn. Scores are shares of right answers, or root mean squared errors.
     *
     * @param linear name of the linear model
     * @param variance of the target; null where there are classes
     * @param score pooled over the folds, over the seeds
     * @param kept share of the weights, mean over folds and seeds
     * @param others scores of scikit-learn's models
     * @param ahead of each of them
     */
    public record Compared(String table, int rows, String linear, Double variance, Reading score, double kept,
            Map<String, Double> others, Map<String, Ahead> ahead) {
        private String text(double value, Double spread) {
            double unit = variance == null ? 100 : 1;
            return String.format(Locale.ROOT, "%.2f", unit * value)
                    + (spread == null ? "" : String.format(Locale.ROOT, " ± %.2f", unit * spread))
                    + (variance == null ? "" : String.format(Locale.ROOT, " (%.3f)", 1 - value * value / variance));
        }

        private String text(Ahead by) {
            double unit = variance == null ? 100 : 1;
            return String.format(Locale.ROOT, "%+.2f ± %.2f", unit * by.mean, unit * by.standardError);
        }
    }

    /** By how much the preset is better than a model, positive where it is: mean over the folds, and its standard error. */
    public record Ahead(double mean, double standardError) {
        static Ahead of(double[] ours, double[] theirs, boolean errors) {
            Reading found = Reading.of(IntStream.range(0, ours.length)
                    .mapToDouble(fold -> errors ? theirs[fold] - ours[fold] : ours[fold] - theirs[fold]).toArray());
            return new Ahead(found.mean(), found.sd() / Math.sqrt(ours.length));
        }
    }

    /** How many rows lie inside their 90 % intervals, pooled over the folds, over the seeds. */
    public record Covered(String table, int rows, Reading coverage, Reading rmse, double kept) {}
}
