package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Bars.Ranking;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Scatter;
import org.tanhwg.report.Svg;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.FinalResult;

/** Several training runs side by side: what they differ in, and how each learned, pruned and ended. */
public final class RunsReport {
    /** More lines than this cannot be told apart. */
    private static final int MOST_LINES = 6;
    private static final Axis EPOCH = Axis.linear("epoch", COUNT);

    private final List<Run> runs;
    private final Yardstick judge;
    /** Those whose learning curves are drawn. */
    private final List<Run> drawn;

    /**
     * One run.
     *
     * @param name tells it from the others
     * @param settings its settings by key
     * @param measuredOn which examples its figures are of: "test" or "validation"
     */
    public record Run(String name, Map<String, Object> settings, String measuredOn, RunResult result) {
        private String setting(String key) { return settings.containsKey(key) ? RunSections.shown(settings.get(key)) : "–"; }

        private FinalResult end() { return result.outcome(); }
    }

    private RunsReport(List<Run> runs) {
        this.runs = runs;
        judge = Yardstick.of(runs.get(0).end().isRegression());
        drawn = runs.stream().sorted(Comparator.comparingDouble(this::cost)).limit(MOST_LINES).toList();
    }

    /** The page for runs that have an outcome, all of classes, or of labels, or all of numbers. */
    public static Page page(List<Run> runs) {
        return new RunsReport(List.copyOf(runs)).page();
    }

    private Page page() {
        Set<String> measured = distinct(Run::measuredOn);
        String title = runs.size() + " runs" + (distinct(run -> run.setting("data")).size() == 1
                ? " on " + runs.get(0).setting("data") : "");
        return new Page(title,
                "gnn report · " + (judge == Yardstick.RMSE ? "errors" : "accuracies") + " are of the "
                        + String.join(" or the ", measured) + " examples",
                List.of(outcome(), settings(), learning(), where()));
    }

    private Section outcome() {
        Run accurate = runs.stream().min(Comparator.comparingDouble(this::cost)).orElseThrow();
        Run sparse = runs.stream().min(Comparator.comparingDouble(run -> run.end().keptFraction())).orElseThrow();
        List<Point> front = runs.stream().filter(run -> runs.stream().noneMatch(other -> beats(other, run)))
                .map(run -> new Point(run.end().keptFraction(), judge.of(run.end())))
                .sorted(Comparator.comparingDouble(Point::x)).toList();
        List<Scatter.Mark> marks = runs
                .stream().map(run -> new Scatter.Mark(run.end().keptFraction(), judge.of(run.end()), hue(run), true,
                        runs.size() <= MOST_LINES ? Svg.shortened(run.name) : "",
                        run.name + "\n" + judge.text(judge.of(run.end())) + " with "
                                + SHARE.text(run.end().keptFraction()) + " of the weights"))
                .toList();
        return new Section("Outcome", "The line joins the runs that no other beats in both " + judge + " and weights.",
                List.of(new Figures(List.of(new Figure("Most accurate", judge.text(judge.of(accurate.end())), accurate.name),
                        new Figure("Fewest weights", SHARE.text(sparse.end().keptFraction()), sparse.name),
                        new Figure("Runs", "" + runs.size(), seeds()))),
                        new Scatter(title() + " against weights kept", Axis.log("weights kept", SHARE), judge.axis(""),
                                marks, front, List.of()),
                        times(), figures()));
    }

    private boolean beats(Run a, Run b) {
        boolean asGood = cost(a) <= cost(b) && a.end().keptFraction() <= b.end().keptFraction();
        return asGood && (cost(a) < cost(b) || a.end().keptFraction() < b.end().keptFraction());
    }

    private double cost(Run run) { return judge.cost(judge.of(run.end())); }

    private String title() { return judge == Yardstick.RMSE ? "Error" : "Accuracy"; }

    private String seeds() {
        Set<String> seeds = distinct(run -> "" + run.result.provenance().seed());
        return (seeds.size() == 1 ? "seed " : "seeds ") + String.join(", ", seeds);
    }

    private Ranking times() {
        return new Ranking("Seconds of training", NUMBER, runs.stream().filter(run -> run.end().trainSeconds() != null)
                .map(run -> new Ranking.Entry(run.name, run.end().trainSeconds(), Double.NaN, hue(run))).toList());
    }

    private Table figures() {
        List<String> judged = judge == Yardstick.RMSE ? List.of("RMSE", "MAE", "R²")
                : List.of("Accuracy", "NLL", "Calibration error");
        return new Table("Every run in numbers",
                Stream.of(List.of("Run"), judged, List.of("Kept", "Epochs", "Seconds")).flatMap(List::stream).toList(),
                runs.stream().map(run -> Stream.of(List.of(run.name), judged(run.end()), List.of(
                        SHARE.text(run.end().keptFraction()), COUNT.text(run.result.epochs().size()),
                        run.end().trainSeconds() == null ? "–" : NUMBER.text(run.end().trainSeconds())))
                        .flatMap(List::stream).toList()).toList(),
                runs.size() > MOST_LINES);
    }

    private static List<String> judged(FinalResult end) {
        return end.isRegression()
                ? List.of(NUMBER.text(end.scores().testRmse()), NUMBER.text(end.scores().testMae()),
                        NUMBER.text(end.scores().testR2()))
                : List.of(SHARE.text(end.testAccuracy()), NUMBER.text(end.testNll()), SHARE.text(end.testEce()));
    }

    private Section settings() {
        List<String> keys = runs.stream().flatMap(run -> run.settings.keySet().stream()).distinct()
                .filter(key -> distinct(run -> run.setting(key)).size() > 1).toList();
        if (keys.isEmpty()) return new Section("Settings that differ", "All settings are the same.", List.of());
        return new Section("Settings that differ", "Every other setting is the same in all runs.", List.of(new Table(
                "Settings that differ",
                Stream.concat(Stream.of("Run"), keys.stream()).toList(),
                runs.stream().map(run -> Stream
                        .concat(Stream.of(run.name), keys.stream().map(key -> run.setting(key))).toList())
                        .toList(),
                false)));
    }

    private Section learning() {
        String text = drawn.size() == runs.size() ? "" : "The " + MOST_LINES + " most accurate runs.";
        return new Section("Learning", text, List.of(lines(title(), judge.axis(""), judge::of),
                lines("Weights kept", Axis.log("weights that are not exactly 0", SHARE), EpochResult::keptFraction),
                lines("Training loss", Axis.log("mean loss per example, as trained", NUMBER), EpochResult::trainLoss)));
    }

    private Lines lines(String title, Axis y, ToDoubleFunction<EpochResult> value) {
        List<Series> series = new ArrayList<>();
        for (Run run : drawn)
            series.add(new Series(run.name, hue(run),
                    run.result.epochs().stream().map(e -> new Point(e.epoch(), value.applyAsDouble(e))).toList()));
        return new Lines(title, EPOCH, y, series);
    }

    private Section where() {
        List<List<String>> rows = runs.stream().map(run -> List.of(run.name, run.result.provenance().version(),
                run.result.provenance().gitCommit(), run.result.provenance().dataSha256(), run.result.provenance().host().cpu()))
                .toList();
        return new Section("Provenance", "", List.of(new Table("Where each run comes from",
                List.of("Run", "Version", "Commit", "Data (SHA-256)", "Processor"), rows, true)));
    }

    /** A drawn run has its colour in every chart, the others share the last. */
    private int hue(Run run) {
        return IntStream.range(0, drawn.size()).filter(i -> drawn.get(i) == run).findFirst().orElse(MOST_LINES - 1);
    }

    private Set<String> distinct(Function<Run, String> value) {
        Set<String> values = new LinkedHashSet<>();
        runs.forEach(run -> values.add(value.apply(run)));
        return values;
    }
}
