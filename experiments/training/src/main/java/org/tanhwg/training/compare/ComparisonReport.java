package org.tanhwg.training.compare;

import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Listing;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Scatter;
import org.tanhwg.report.Svg;
import org.tanhwg.report.Svg.Legend;
import org.tanhwg.report.Table;
import org.tanhwg.training.compare.CompareResult.Against;
import org.tanhwg.training.compare.CompareResult.Budget;
import org.tanhwg.training.compare.CompareResult.Cell;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.report.RunSections;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult.EpochResult;

/** The report of a comparison: for each data set the table, the frontier and the way there; then how it was tuned. */
public final class ComparisonReport {
    /** Rows that are worse than the best accuracy by more are left out of the frontier, so that the others can be told apart. */
    private static final double FRONTIER_DEPTH = 0.1;

    private final CompareResult result;
    private final Yardstick judge;
    private final List<Curve> curves;
    private final String config;
    private final List<String> optimizers;
    private final List<String> sets;

    private ComparisonReport(CompareResult result, List<Curve> curves, String config) {
        this.result = result;
        judge = result.judgedBy();
        this.curves = curves;
        this.config = config;
        optimizers = result.cells().stream().map(Cell::optimizer).distinct().toList();
        sets = result.cells().stream().map(Cell::data).distinct().toList();
    }

    /** How the test error of an optimizer fell with time on one data set. */
    public record Curve(String data, String optimizer, List<Point> points) {
        public Curve { points = List.copyOf(points); }

        /** Time and error after each epoch, averaged over the runs, as far as all of them went. */
        public static Curve mean(String data, String optimizer, Yardstick judge, List<List<EpochResult>> runs) {
            var points = new ArrayList<Point>();
            int shortest = runs.stream().mapToInt(List::size).min().orElseThrow(); // early stopping ends them where each has to
            for (int epoch = 1; epoch <= shortest; epoch++) {
                int until = epoch;
                double seconds = runs.stream()
                        .mapToDouble(run -> run.stream().limit(until).mapToDouble(EpochResult::seconds).sum())
                        .average().orElseThrow();
                double error = runs.stream().mapToDouble(run -> judge.error(run.get(until - 1))).average().orElseThrow();
                points.add(new Point(seconds, error));
            }
            return new Curve(data, optimizer, points);
        }
    }

    /** The page for a finished comparison. */
    public static Page page(CompareResult result, List<Curve> curves, String config) {
        return new ComparisonReport(result, curves, config).page();
    }

    /** {@code 9 optimizers on mnist, fashion-mnist}. */
    public static String title(CompareResult result) {
        long optimizers = result.cells().stream().map(Cell::optimizer).distinct().count();
        return optimizers + " optimizers on "
                + result.cells().stream().map(Cell::data).distinct().collect(Collectors.joining(", "));
    }

    /** What all runs have in common, and how they were tuned, in sentences. */
    public static String conditions(CompareResult result) {
        Budget budget = result.budget();
        boolean more = budget.epochs() != null && result.cells().stream().anyMatch(cell -> cell.epochs() > budget.epochs());
        String text = "Each run: " + spent(budget) + (more ? " (small data get more, as --min-steps says)" : "")
                + ", " + result.judgedBy() + " of the last epoch. All networks have the same layers, He initialisation, batches,"
                + " release noise and half-cosine decay of the step size; seconds are those of training steps, runs side by side. ";
        if (budget.candidates() == 0) return text + "Step sizes were not tuned.";
        boolean gamma = result.tuning().stream().anyMatch(candidate -> candidate.gamma() != null);
        return text + "Each optimizer tried " + budget.candidates() + " step sizes on each data set, "
                + (beyond(result) ? "others beyond where the best of them was the last, " : "")
                + (gamma ? "mirror descent also some γ, " : "") + budget.tuningEpochs()
                + " epochs each, with seed " + budget.tuningSeed() + " and its first strength, and was measured on "
                + (budget.validation() == null ? "a fifth of the training examples, at most 5000, which was" : budget.validation()
                        + " training examples")
                + " held out. Chosen is the " + (result.judgedBy() == Yardstick.RMSE ? "lowest " : "highest ")
                + budget.objective()
                + ". " + edges(result) + "Test examples were read by the runs of the"
                + " table alone.";
    }

    /** Whether some optimizer tried more step sizes than was planned. */
    private static boolean beyond(CompareResult result) {
        return result.tuning().stream()
                .collect(Collectors.groupingBy(c -> List.of(c.data(), c.optimizer()),
                        Collectors.mapping(CompareResult.Candidate::eta,
                                Collectors.collectingAndThen(Collectors.toSet(), Set::size))))
                .values().stream().anyMatch(count -> count > result.budget().candidates());
    }

    /** Step sizes that were chosen although no larger one, or no smaller one, was tried. */
    private static String edges(CompareResult result) {
        String edges = result.tuning().stream().filter(CompareResult.Candidate::chosen).filter(chosen -> {
            List<CompareResult.Candidate> tried = result.tuning().stream()
                    .filter(other -> other.optimizer().equals(chosen.optimizer()) && other.data().equals(chosen.data())).toList();
            return last(chosen.eta(), tried.stream().mapToDouble(CompareResult.Candidate::eta).toArray())
                    || chosen.gamma() != null
                            && last(chosen.gamma(), tried.stream().mapToDouble(CompareResult.Candidate::gamma).toArray());
        }).map(chosen -> chosen.optimizer() + " on " + chosen.data()).collect(Collectors.joining(", "));
        return edges.isEmpty() ? "" : "On the edge of what was tried: " + edges + ". ";
    }

    private static boolean last(double value, double[] tried) {
        return value == Arrays.stream(tried).min().orElseThrow() || value == Arrays.stream(tried).max().orElseThrow();
    }

    private static String spent(Budget budget) {
        return budget.epochs() != null ? budget.epochs() + " epochs" : NUMBER.text(budget.seconds()) + " s of training";
    }

    private Page page() {
        long seeds = result.cells().stream().map(Cell::seed).distinct().count();
        String subtitle = "gnn compare · seeds: " + seeds + " · budget of a run: " + spent(result.budget()) + " · version "
                + result.provenance().version();
        var sections = new ArrayList<Section>();
        for (String data : sets) sections.add(standings(data));
        if (!result.sweep().isEmpty()) sections.add(sweep());
        sections.add(tuning());
        sections.add(new Section("Settings and provenance", "Everything needed to run again and get the same numbers.",
                List.of(new Listing("config.yaml", config), RunSections.provenance(result.provenance()))));
        return new Page(title(result), subtitle, sections);
    }

    private Section standings(String data) {
        List<Row> rows = rows(data);
        String front = rows.stream().filter(Row::front).sorted(Comparator.comparingDouble(row -> row.keptFraction().mean()))
                .map(row -> row.entrant().label() + " (" + judge.text(row.judged().mean()) + " with "
                        + SHARE.text(row.keptFraction().mean()) + " of the weights)")
                .collect(Collectors.joining(", "));
        String text = "No other row is as accurate with as few weights: " + (front.isEmpty() ? "none" : front) + ". ";
        String reference = rows.stream().filter(row -> row.against() != null).map(row -> row.against().reference().optimizer())
                .findFirst()
                .orElse("");
        if (!reference.isEmpty())
            text += "The last columns set " + reference
                    + " against each row, over the same seeds: its most accurate strength that keeps"
                    + " no more weights, "
                    + (judge == Yardstick.RMSE ? "by how much its RMSE is smaller" : "what it gains in points of accuracy")
                    + ", and p of a two-sided paired t-test, not corrected for the"
                    + " number of rows.";
        if (near(rows).size() < rows.stream().filter(row -> row.diverged() == 0).count())
            text += judge == Yardstick.RMSE ? " Rows with more than twice the least error are not drawn."
                    : " Rows more than " + SHARE.text(FRONTIER_DEPTH) + " below the best are not drawn.";
        var blocks = new ArrayList<Block>(List.of(table(rows)));
        List<List<String>> matched = Matched.lines(result.cells().stream().filter(cell -> cell.data().equals(data)).toList(),
                judge);
        if (!matched.isEmpty()) blocks.add(new Table(Matched.heading(judge), Matched.header(), matched, false));
        blocks.addAll(List.of(frontier(rows), time(data)));
        return new Section(data, text, blocks);
    }

    private List<Row> rows(String data) { return result.table().stream().filter(row -> row.data().equals(data)).toList(); }

    private Table table(List<Row> rows) {
        List<String> headings = List.of("", judge.heading(), "Kept %", judge.others().get(0), judge.others().get(1), "Seconds",
                "Front", "Against", "Gain", "p");
        return new Table("Mean ± standard deviation over the seeds", headings,
                rows.stream().map(this::cells).toList(), false);
    }

    private List<String> cells(Row row) {
        String name = row.entrant().label();
        if (row.diverged() > 0)
            return List.of(name, row.diverged() + " of " + row.runs() + " diverged", "", "", "", "", "", "", "", "");
        Against against = row.against();
        var cells = new ArrayList<>(List.of(name, judge.plain(row.judged()), Tables.reading(row.keptFraction(), 100, 2),
                Tables.other(row, 0, judge, 3), Tables.other(row, 1, judge, 3), Tables.reading(row.seconds(), 1, 1),
                row.front() ? "●" : ""));
        cells.addAll(against == null ? List.of("", "", "")
                : List.of(against.reference().strength() + (against.sparser() ? "" : " (denser)"),
                        judge.signed(-judge.cost(against.difference()), row.judged().mean()).replace('-', '−'),
                        against.pValue() == null ? "" : String.format(Locale.ROOT, "%.3f", against.pValue())));
        return cells;
    }

    /** Rows that are drawn, the sparsest first. */
    private List<Row> near(List<Row> rows) {
        List<Row> whole = rows.stream().filter(row -> row.diverged() == 0)
                .sorted(Comparator.comparingDouble(row -> row.keptFraction().mean())).toList();
        double best = whole.stream().mapToDouble(row -> judge.cost(row.judged().mean())).min().orElse(0);
        double most = judge == Yardstick.RMSE ? 2 * best : best + FRONTIER_DEPTH;
        return whole.stream().filter(row -> judge.cost(row.judged().mean()) <= most).toList();
    }

    private Scatter frontier(List<Row> rows) {
        List<Row> near = near(rows);
        List<Scatter.Mark> marks = near.stream().map(row -> {
            int hue = optimizers.indexOf(row.optimizer());
            String tip = row.entrant().label() + ": " + judge.text(row.judged().mean()) + " with "
                    + SHARE.text(row.keptFraction().mean()) + " of the weights";
            return new Scatter.Mark(row.keptFraction().mean(), row.judged().mean(), hue, !Svg.repeats(hue), "", tip);
        }).toList();
        List<Point> front = near.stream().filter(Row::front)
                .map(row -> new Point(row.keptFraction().mean(), row.judged().mean())).toList();
        return new Scatter((judge == Yardstick.RMSE ? "Error" : "Accuracy") + " and weights kept, with the Pareto front",
                Axis.log("weights that are not exactly 0", SHARE), judge.axis("test"), marks, front,
                IntStream.range(0, optimizers.size())
                        .mapToObj(hue -> new Legend.Entry(optimizers.get(hue), hue, !Svg.repeats(hue))).toList());
    }

    private Lines time(String data) {
        return new Lines("Error over time, first strength of each", Axis.linear("seconds, evaluations included", NUMBER),
                judge == Yardstick.RMSE ? judge.axis("test") : Axis.log("test error", SHARE),
                series(name -> curves.stream().filter(curve -> curve.data().equals(data) && curve.optimizer().equals(name))
                        .flatMap(curve -> curve.points().stream())));
    }

    /** One for each optimizer that has points, in the colour that it has in all charts. */
    private List<Series> series(Function<String, Stream<Point>> points) {
        return IntStream.range(0, optimizers.size())
                .mapToObj(i -> new Series(optimizers.get(i), i,
                        points.apply(optimizers.get(i)).sorted(Comparator.comparingDouble(Point::x)).toList()))
                .filter(series -> !series.points().isEmpty()).toList();
    }

    private Section sweep() {
        List<Block> charts = sets.stream()
                .<Block>map(data -> new Lines(data, Axis.log("step size η", NUMBER), judge.axis("test"),
                        series(name -> Stream.concat(result.sweep().stream(), sweepCentre(data, name))
                                .filter(cell -> cell.data().equals(data)
                                        && cell.optimizer().equals(name))
                                .map(cell -> new Point(cell.eta(), cell.finished() ? cell.judged() : Double.NaN))),
                        true))
                .toList();
        return new Section("Sensitivity to the step size",
                "The first strength and the first seed, at 0.01 to 100 times the chosen step size; where a point is missing the run diverged.",
                charts);
    }

    private Stream<Cell> sweepCentre(String data, String optimizer) {
        return result.cells().stream().filter(cell -> cell.data().equals(data) && cell.optimizer().equals(optimizer)).limit(1);
    }

    private Section tuning() {
        List<List<String>> rows = result.tuning().stream().map(c -> List.of(c.data() + ", " + c.optimizer(), NUMBER.text(c.eta()),
                c.gamma() == null ? "" : NUMBER.text(c.gamma()), judged(c.judged()),
                c.keptFraction() == null ? "diverged" : SHARE.text(c.keptFraction()),
                judged(c.score()), c.chosen() ? "●" : "")).toList();
        if (rows.isEmpty()) return new Section("Budget and tuning", conditions(result), List.of());
        var charts = new ArrayList<Block>();
        for (String data : sets)
            charts.add(new Lines("Trials on " + data, Axis.log("step size η", NUMBER), judge.axis("validation"),
                    series(name -> result.tuning().stream().filter(c -> c.data().equals(data) && c.optimizer().equals(name))
                            .filter(c -> c.judged() != null).map(c -> new Point(c.eta(), c.judged()))),
                    true));
        charts.add(new Table("Every trial in numbers",
                List.of("", "η", "γ", judge == Yardstick.RMSE ? "RMSE" : "Accuracy", "Kept", "Score", "Chosen"), rows, true));
        return new Section("Budget and tuning", conditions(result), charts);
    }

    private String judged(Double value) {
        return value == null ? "diverged" : judge == Yardstick.RMSE ? NUMBER.text(value) : SHARE.text(value);
    }
}
