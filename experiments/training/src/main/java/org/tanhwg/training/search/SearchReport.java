package org.tanhwg.training.search;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Axis.Unit;
import org.tanhwg.report.Bars.Ranking;
import org.tanhwg.report.Bars.Timeline;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Listing;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Parallels;
import org.tanhwg.report.Scatter;
import org.tanhwg.report.Svg.Legend;
import org.tanhwg.report.Table;
import org.tanhwg.training.report.RunSections;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.search.SearchData.Column;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchSettings.Objective;

/** The report of a search: what was found, what mattered, and how the time went. */
public final class SearchReport {
    private static final int FRONT = 0;
    private static final int DONE = 2;
    private static final int STOPPED = 5;
    private static final int FAILED = 1;

    private final SearchResult search;
    private final Setup setup;
    private final SearchData data;
    private final List<Objective> objectives;

    private SearchReport(SearchResult search, Setup setup, SearchData data) {
        this.search = search;
        this.setup = setup;
        this.data = data;
        objectives = Stream.of(Objective.values()).filter(o -> search.objectives().contains(o.key())).toList();
    }

    /** The page for a finished search. */
    public static Page page(SearchResult search, Setup setup, SearchData data) {
        return new SearchReport(search, setup, data).page();
    }

    private Page page() {
        int tried = search.candidates().size();
        String title = search.outcome() == null ? data.dataset() + ": none of " + tried + " candidates came to its end"
                : data.dataset() + ": "
                        + (search.outcome().isRegression() ? "a test RMSE of " + NUMBER.text(search.outcome().scores().testRmse())
                                : SHARE.text(search.outcome().testAccuracy()) + " test accuracy")
                        + " with "
                        + SHARE.text(search.outcome().keptFraction()) + " of the weights, the best of " + tried + " candidates";
        String subtitle = "gnn search · " + search.strategy() + " · seed " + search.provenance().seed() + " · version "
                + search.provenance().version();
        List<Section> sections = new ArrayList<>(List.of(outcome(), found()));
        if (!data.columns().isEmpty()) sections.add(settings());
        sections.add(time());
        sections.add(candidates());
        sections.add(new Section("Settings and provenance", "Everything needed to search again and find the same.",
                List.of(new Listing("config.yaml", setup.config()), RunSections.provenance(search.provenance()),
                        RunSections.meanings(setup))));
        return new Page(title, subtitle, sections);
    }

    private Section outcome() {
        List<Figure> figures = new ArrayList<>();
        FinalResult end = search.outcome();
        if (end != null) {
            boolean numbers = end.isRegression();
            figures.add(new Figure(numbers ? "Test RMSE" : "Test accuracy",
                    numbers ? NUMBER.text(end.scores().testRmse()) : SHARE.text(end.testAccuracy()),
                    "trained again on all training examples"));
            figures.add(new Figure("Weights kept", SHARE.text(end.keptFraction()), "not exactly 0"));
            figures.add(numbers ? new Figure("R²", NUMBER.text(end.scores().testR2()), "share of the variance explained")
                    : new Figure("Negative log-likelihood", NUMBER.text(end.testNll()), "nats per test example"));
            figures.add(new Figure("Best candidate", "" + search.best(), measured(search.candidates().get(search.best()))));
        }
        Map<Status, Long> counts = search.candidates().stream()
                .collect(
                        Collectors.groupingBy(CandidateResult::status, () -> new EnumMap<>(Status.class), Collectors.counting()));
        figures.add(new Figure("Candidates", COUNT.text(search.candidates().size()),
                counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().key()).collect(Collectors.joining(", "))));
        figures.add(new Figure("Time", NUMBER.text(Math.round(search.seconds().wall())) + " s",
                "on " + search.seconds().workers() + " workers, before the last training"));
        return new Section("Outcome",
                "Test examples were used once, by the last training. Everything else on this page was measured on "
                        + COUNT.text(data.examples()) + " training examples that were held out.",
                List.of(new Figures(figures)));
    }

    private Section found() {
        boolean single = objectives.size() == 1;
        String text = (single ? ""
                : "The line is the Pareto front: no candidate beats one of them in both. Taken is the one with the fewest weights"
                        + " whose " + (objectives.get(0) == Objective.RMSE ? "error" : "accuracy")
                        + " is within one standard error of the best. ")
                + "Rings are candidates that were stopped early, where they stood then.";
        List<Block> charts = new ArrayList<>(List.of(single ? progress() : pareto()));
        if (search.best() != null)
            charts.add(new Table("What candidate " + search.best() + " has of the settings that were searched", List.of(),
                    search.candidates().get(search.best()).parameters().entrySet().stream()
                            .map(e -> List.of(e.getKey(), RunSections.shown(e.getValue()))).toList(),
                    false));
        charts.add(new Table(single ? "The best" : "The front", headings(),
                search.front().stream().map(i -> row(search.candidates().get(i))).toList(), false));
        return new Section(single ? "Progress" : "Pareto front", text, charts);
    }

    private Scatter pareto() {
        Objective y = objectives.get(0);
        Objective x = objectives.get(1);
        List<Point> path = search.front().stream().map(i -> search.candidates().get(i))
                .map(c -> new Point(value(c, x), value(c, y)))
                .sorted(Comparator.comparingDouble(Point::x)).toList();
        return new Scatter("Candidates", axis(x), axis(y), marks(c -> value(c, x), y), path, legend());
    }

    private Scatter progress() {
        Objective objective = objectives.get(0);
        List<Point> path = new ArrayList<>();
        double best = Double.NaN;
        for (CandidateResult c : search.candidates()) {
            if (c.status() == Status.DONE && !(objective.cost(value(c, objective)) >= objective.cost(best))) {
                if (!path.isEmpty()) path.add(new Point(c.index(), best));
                best = value(c, objective);
                path.add(new Point(c.index(), best));
            }
        }
        if (!path.isEmpty()) path.add(new Point(search.candidates().size() - 1, best));
        return new Scatter("Candidates in their order, and the best so far", Axis.linear("candidate", COUNT), axis(objective),
                marks(CandidateResult::index, objective), path, legend());
    }

    private interface Place {
        double of(CandidateResult candidate);
    }

    private List<Scatter.Mark> marks(Place x, Objective y) {
        return search.candidates().stream().filter(c -> !c.objectives().isEmpty()).sorted(Comparator.comparing(this::isFront))
                .map(c -> new Scatter.Mark(x.of(c), value(c, y), hue(c), c.status() == Status.DONE,
                        Integer.valueOf(c.index()).equals(search.best()) ? "" + c.index() : "", tip(c)))
                .toList();
    }

    private List<String> headings() {
        return Stream.of(Stream.of("Candidate"), objectives.stream().map(Objective::key), parameters()).flatMap(s -> s).toList();
    }

    private Stream<String> parameters() {
        return search.candidates().stream().limit(1).flatMap(c -> c.parameters().keySet().stream());
    }

    private List<String> row(CandidateResult c) {
        return Stream.of(Stream.of("" + c.index()), objectives.stream().map(o -> unit(o).text(value(c, o))),
                c.parameters().values().stream().map(RunSections::shown)).flatMap(s -> s).toList();
    }

    private Section settings() {
        List<Block> charts = new ArrayList<>(List.of(parallels()));
        data.importance().forEach((objective, shares) -> charts.add(new Ranking("What explains " + objective, SHARE,
                shares.stream().map(s -> new Ranking.Entry(s.name(), s.share(), s.chance(), 0)).toList())));
        String text = data.importance().isEmpty() ? "Too few candidates to say which setting mattered."
                : "Importance is the share of the variance of the candidates' ranks that lies between four groups of equal size by one setting alone"
                        + " (correlation ratio η²), " + data.measuredAt()
                        + ". It sees no interactions. The mark is what 95 of 100 shuffles stay below: a shorter bar says nothing.";
        return new Section("Which settings mattered", text, charts);
    }

    private Parallels parallels() {
        List<Parallels.Row> rows = new ArrayList<>();
        for (Column c : data.columns())
            rows.add(new Parallels.Row(c.log() ? Axis.log(c.name(), NUMBER) : Axis.linear(c.name(), NUMBER), c.names()));
        objectives.forEach(o -> rows.add(new Parallels.Row(new Axis(o.key(), unit(o), axis(o).log()), List.of())));
        List<Parallels.Strand> strands = search.candidates().stream().filter(c -> !c.objectives().isEmpty()).map(c -> {
            double[] values = Stream.concat(data.columns().stream().map(column -> column.values()[c.index()]),
                    objectives.stream().map(o -> value(c, o))).mapToDouble(Double::doubleValue).toArray();
            return new Parallels.Strand(values, hue(c), isFront(c), tip(c));
        }).toList();
        return new Parallels("Every candidate as a line", rows, strands, legend());
    }

    private Section time() {
        List<Timeline.Span> spans = search.candidates().stream().map(c -> new Timeline.Span(c.timing().worker(),
                c.timing().startSeconds(), c.timing().startSeconds() + c.seconds(), hue(c), tip(c))).toList();
        SearchResult.Seconds seconds = search.seconds();
        int workers = spans.stream().mapToInt(Timeline.Span::worker).max().orElse(0) + 1;
        String text = "The workers trained in " + SHARE.text(1 - seconds.idle()) + " of their time: "
                + NUMBER.text(Math.round(seconds.training()))
                + " s of training in " + NUMBER.text(Math.round(seconds.wall())) + " s.";
        return new Section("Time", text, List.of(new Timeline("Candidates by worker", workers, spans, legend())));
    }

    private Section candidates() {
        List<String> headings = new ArrayList<>(headings());
        headings.addAll(List.of("Status", "Epochs", "Seconds"));
        List<List<String>> rows = search.candidates().stream().map(c -> {
            List<String> row = new ArrayList<>(row(c));
            row.addAll(List.of(c.status().key(), COUNT.text(c.epochs()), NUMBER.text(c.seconds())));
            return row;
        }).toList();
        List<Block> charts = new ArrayList<>(List.of(new Table("Every candidate", headings, rows, true)));
        List<List<String>> failures = search.candidates().stream()
                .filter(c -> c.status() == Status.DIVERGED || c.status() == Status.FAILED)
                .map(c -> List.of("" + c.index(), c.status().key(), c.cause())).toList();
        if (!failures.isEmpty()) charts.add(new Table("What went wrong", List.of(), failures, false));
        charts.add(new Listing("To train a candidate on all training examples",
                "gnn train --config candidates/NUMBER/config.yaml --validation 0"));
        return new Section("Candidates", "", charts);
    }

    private String tip(CandidateResult c) {
        return "candidate " + c.index() + ", " + c.status().key() + (c.objectives().isEmpty() ? "" : ": " + measured(c)) + "\n"
                + c.parameters().entrySet().stream().map(e -> e.getKey() + " " + RunSections.shown(e.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private String measured(CandidateResult c) {
        return objectives.stream().map(o -> o.key() + " " + unit(o).text(value(c, o))).collect(Collectors.joining(", "));
    }

    private boolean isFront(CandidateResult c) { return search.front().contains(c.index()); }

    private int hue(CandidateResult c) {
        return switch (c.status()) {
            case DONE -> isFront(c) ? FRONT : DONE;
            case STOPPED -> STOPPED;
            case DIVERGED, FAILED -> FAILED;
        };
    }

    /** What the colours of those that occur stand for. */
    private List<Legend.Entry> legend() {
        var names = Map.of(FRONT, objectives.size() == 1 ? "best" : "front", DONE, "done", STOPPED, "stopped early", FAILED,
                "failed");
        return search.candidates().stream().map(this::hue).distinct().sorted()
                .map(hue -> new Legend.Entry(names.get(hue), hue, hue != STOPPED)).toList();
    }

    private static Axis axis(Objective objective) {
        return switch (objective) {
            case ACCURACY -> Axis.linear("validation accuracy", SHARE);
            case NLL -> Axis.log("validation NLL", NUMBER);
            case RMSE -> Axis.log("validation RMSE in deviations of the target", NUMBER);
            case KEPT_FRACTION -> Axis.log("weights kept", SHARE);
            case MULTIPLY_ADDS -> Axis.log("multiply-adds left", SHARE);
        };
    }

    private static Unit unit(Objective objective) {
        return objective == Objective.NLL || objective == Objective.RMSE ? NUMBER : SHARE;
    }

    /** NaN for a candidate that failed. */
    private static double value(CandidateResult candidate, Objective objective) {
        return candidate.objectives().getOrDefault(objective.key(), Double.NaN);
    }
}
