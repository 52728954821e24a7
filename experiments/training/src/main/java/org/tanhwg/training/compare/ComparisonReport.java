package org.tanhwg.training.compare;

import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.Reading;

/** The report of a comparison: for each data set the table, the frontier and the way there; then how it was tuned. */
public final class ComparisonReport {
    /** Rows that are worse than the best by more are left out of the frontier, so that the others can be told apart. */
    private static final double FRONTIER_DEPTH = 0.1;

    private final CompareResult result;
    private final List<Curve> curves;
    private final String config;
    private final List<String> optimizers;
    private final List<String> sets;

    private ComparisonReport(CompareResult result, List<Curve> curves, String config) {
        this.result = result;
        this.curves = curves;
        this.config = config;
        optimizers = result.cells().stream().map(Cell::optimizer).distinct().toList();
        sets = result.cells().stream().map(Cell::data).distinct().toList();
    }

    /** How the test error of an optimizer fell with time on one data set. */
    public record Curve(String data, String optimizer, List<Point> points) {
        public Curve { points = List.copyOf(points); }

        /** Time and error after each epoch, averaged over runs of as many epochs. */
        public static Curve mean(String data, String optimizer, List<List<EpochResult>> runs) {
            var points = new ArrayList<Point>();
            for (int epoch = 1; epoch <= runs.get(0).size(); epoch++) {
                int until = epoch;
                double seconds = runs.stream()
                        .mapToDouble(run -> run.stream().limit(until).mapToDouble(EpochResult::seconds).sum())
                        .average().orElseThrow();
                double error = runs.stream().mapToDouble(run -> 1 - run.get(until - 1).testAccuracy()).average().orElseThrow();
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
        String text = "Each run: " + spent(budget)
                + ", accuracy of the last epoch. All networks have the same layers, He initialisation, batches,"
                + " release noise and half-cosine decay of the step size; seconds are those of training steps, runs side by side. ";
        if (budget.candidates() == 0) return text + "Step sizes were not tuned.";
        boolean gamma = result.tuning().stream().anyMatch(candidate -> candidate.gamma() != null);
        return text + "Each optimizer tried " + budget.candidates() + " step sizes on each data set, "
                + (gamma ? "mirror descent also some γ, " : "") + budget.tuningEpochs()
                + " epochs each, with seed " + budget.tuningSeed() + " and its first strength, and was measured on "
                + budget.validation()
                + " training examples held out. Chosen is the highest " + budget.objective()
                + ". " + edges(result) + "Test examples were read by the runs of the"
                + " table alone.";
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
                .map(row -> row.entrant().label() + " (" + SHARE.text(row.testAccuracy().mean()) + " with "
                        + SHARE.text(row.keptFraction().mean()) + " of the weights)")
                .collect(Collectors.joining(", "));
        String text = "No other row is as accurate with as few weights: " + (front.isEmpty() ? "none" : front) + ". ";
        String reference = rows.stream().filter(row -> row.against() != null).map(row -> row.against().reference().optimizer())
                .findFirst()
                .orElse("");
        if (!reference.isEmpty())
            text += "The last columns set " + reference
                    + " against each row, over the same seeds: its most accurate strength that keeps"
                    + " no more weights, what it gains in points of accuracy, and p of a two-sided paired t-test, not corrected for the"
                    + " number of rows.";
        double best = best(rows);
        if (rows.stream().anyMatch(row -> row.diverged() == 0 && row.testAccuracy().mean() < best - FRONTIER_DEPTH))
            text += " Rows more than " + SHARE.text(FRONTIER_DEPTH) + " below the best are not drawn.";
        var blocks = new ArrayList<Block>(List.of(table(rows)));
        List<List<String>> matched = Matched.lines(result.cells().stream().filter(cell -> cell.data().equals(data)).toList());
        if (!matched.isEmpty()) blocks.add(new Table(Matched.HEADING, Matched.header(), matched, false));
        blocks.addAll(List.of(frontier(rows), time(data)));
        return new Section(data, text, blocks);
    }

    private List<Row> rows(String data) { return result.table().stream().filter(row -> row.data().equals(data)).toList(); }

    private Table table(List<Row> rows) {
        List<String> headings = List.of("", "Accuracy %", "Kept %", "NLL", "ECE", "Seconds", "Front", "Against", "Gain",
                "p");
        return new Table("Mean ± standard deviation over the seeds", headings,
                rows.stream().map(ComparisonReport::cells).toList(), false);
    }

    private static List<String> cells(Row row) {
        String name = row.entrant().label();
        if (row.diverged() > 0)
            return List.of(name, row.diverged() + " of " + row.runs() + " diverged", "", "", "", "", "", "", "", "");
        Against against = row.against();
        var cells = new ArrayList<>(List.of(name, text(row.testAccuracy(), 100, 2), text(row.keptFraction(), 100, 2),
                text(row.testNll(), 1, 3), text(row.testEce(), 1, 3), text(row.seconds(), 1, 1), row.front() ? "●" : ""));
        cells.addAll(against == null ? List.of("", "", "")
                : List.of(against.reference().strength() + (against.sparser() ? "" : " (denser)"),
                        signed(100 * against.difference()),
                        against.pValue() == null ? "" : format(against.pValue(), 3)));
        return cells;
    }

    private static String text(Reading reading, double unit, int decimals) {
        String mean = format(unit * reading.mean(), decimals);
        return reading.sd() == null ? mean : mean + " ± " + format(unit * reading.sd(), decimals);
    }

    private static String format(double value, int decimals) { return String.format(Locale.ROOT, "%." + decimals + "f", value); }

    private static String signed(double points) { return (points < 0 ? "−" : "+") + format(Math.abs(points), 2); }

    private Scatter frontier(List<Row> rows) {
        double best = best(rows);
        List<Row> near = rows.stream().filter(row -> row.diverged() == 0 && row.testAccuracy().mean() >= best - FRONTIER_DEPTH)
                .sorted(Comparator.comparingDouble(row -> row.keptFraction().mean())).toList();
        List<Scatter.Mark> marks = near.stream().map(row -> {
            int hue = optimizers.indexOf(row.optimizer());
            String tip = row.entrant().label() + ": " + SHARE.text(row.testAccuracy().mean()) + " with "
                    + SHARE.text(row.keptFraction().mean()) + " of the weights";
            return new Scatter.Mark(row.keptFraction().mean(), row.testAccuracy().mean(), hue, !Svg.repeats(hue), "", tip);
        }).toList();
        List<Point> front = near.stream().filter(Row::front)
                .map(row -> new Point(row.keptFraction().mean(), row.testAccuracy().mean())).toList();
        return new Scatter("Accuracy and weights kept, with the Pareto front", Axis.log("weights that are not exactly 0", SHARE),
                Axis.linear("test accuracy", SHARE), marks, front, IntStream.range(0, optimizers.size())
                        .mapToObj(hue -> new Legend.Entry(optimizers.get(hue), hue, !Svg.repeats(hue))).toList());
    }

    private static double best(List<Row> rows) {
        return rows.stream().filter(row -> row.diverged() == 0).mapToDouble(row -> row.testAccuracy().mean()).max().orElse(1);
    }

    private Lines time(String data) {
        return new Lines("Error over time, first strength of each", Axis.linear("seconds, evaluations included", NUMBER),
                Axis.log("test error", SHARE),
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
                .<Block>map(data -> new Lines(data, Axis.log("step size η", NUMBER), Axis.linear("test accuracy", SHARE),
                        series(name -> Stream.concat(result.sweep().stream(), sweepCentre(data, name))
                                .filter(cell -> cell.data().equals(data)
                                        && cell.optimizer().equals(name))
                                .map(cell -> new Point(cell.eta(), cell.finished() ? cell.testAccuracy() : Double.NaN))),
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
                c.gamma() == null ? "" : NUMBER.text(c.gamma()), percent(c.accuracy()), percent(c.keptFraction()),
                percent(c.score()), c.chosen() ? "●" : "")).toList();
        if (rows.isEmpty()) return new Section("Budget and tuning", conditions(result), List.of());
        var charts = new ArrayList<Block>();
        for (String data : sets)
            charts.add(new Lines("Trials on " + data, Axis.log("step size η", NUMBER), Axis.linear("validation accuracy", SHARE),
                    series(name -> result.tuning().stream().filter(c -> c.data().equals(data) && c.optimizer().equals(name))
                            .filter(c -> c.accuracy() != null).map(c -> new Point(c.eta(), c.accuracy()))),
                    true));
        charts.add(new Table("Every trial in numbers", List.of("", "η", "γ", "Accuracy", "Kept", "Score", "Chosen"), rows, true));
        return new Section("Budget and tuning", conditions(result), charts);
    }

    private static String percent(Double share) { return share == null ? "diverged" : SHARE.text(share); }
}
