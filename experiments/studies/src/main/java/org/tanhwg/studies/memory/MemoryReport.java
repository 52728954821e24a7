package org.tanhwg.studies.memory;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Bars.Ranking;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.memory.MemoryResult.Capacity;
import org.tanhwg.studies.memory.MemoryResult.Outcome;

/** The report of {@code gnn memory}: what was retrieved, how retrievals went, and what they depend on. */
final class MemoryReport {
    private final MemoryResult run;
    private final List<double[]> energies;

    private MemoryReport(MemoryResult run, List<double[]> energies) {
        this.run = run;
        this.energies = energies;
    }

    /** @param energies of some retrievals, before the first update and after each */
    static StudyRun.Report of(MemoryResult run, List<double[]> energies) {
        var report = new MemoryReport(run, energies);
        List<Section> sections = new ArrayList<>(List.of(report.outcome(), report.retrievals()));
        if (!run.sweeps().beta().isEmpty()) sections.add(report.sweeps());
        if (!run.words().isEmpty()) sections.add(report.words());
        return new StudyRun.Report("Memory of laws: " + SHARE.text(run.outcome().retrieved()) + " retrieved", sections);
    }

    private Section outcome() {
        Outcome end = run.outcome();
        List<Figure> figures = List.of(
                new Figure("Retrieved", SHARE.text(end.retrieved()), "of " + COUNT.text(end.cues()) + " cues"),
                new Figure("Median W₂", NUMBER.text(end.medianW2()), "between a cue's end and its pattern"),
                new Figure("Mean W₂", NUMBER.text(end.meanW2()), "misses included"),
                new Figure("At another pattern", SHARE.text(end.missRate()), "of the cues"),
                new Figure("Cues' distance", NUMBER.text(end.cueRadius().mean()),
                        "from " + NUMBER.text(end.cueRadius().least()) + " to " + NUMBER.text(end.cueRadius().largest())
                                + ", measured"),
                new Figure("Converged", COUNT.text(end.converged()), "of " + COUNT.text(end.cues()) + " cues"),
                new Figure("Updates", NUMBER.text(end.meanUpdates()), "on average, " + COUNT.text(end.maxUpdates()) + " at most"),
                new Figure("Time", NUMBER.text(run.timing().millisecondsPerCue()) + " ms", "per cue"));
        List<List<String>> rows = new ArrayList<>(List.of(row("this memory", end.retrieved(), end.medianW2(), end.meanW2())));
        run.baselines().forEach(b -> rows.add(row(b.name(), b.retrieved(), b.medianW2(), b.meanW2())));
        var kinds = new Ranking("Kinds of fixed points, cues", COUNT,
                end.status().entrySet().stream().map(e -> new Ranking.Entry(e.getKey(), e.getValue(), Double.NaN, 0)).toList());
        return new Section("Outcome",
                "A fixed point is single when one pattern has 90 % of the weight, mixed from 50 %, metastable below, and"
                        + " global when more than half of all patterns take part.",
                List.of(new Figures(figures), kinds,
                        new Table("The same cues", List.of("", "Retrieved", "Median W₂", "Mean W₂"), rows, false)));
    }

    private static List<String> row(String name, double retrieved, double median, double mean) {
        return List.of(name, SHARE.text(retrieved), NUMBER.text(median), NUMBER.text(mean));
    }

    private Section retrievals() {
        List<Series> series = IntStream.range(0, energies.size()).mapToObj(q -> {
            double[] of = energies.get(q);
            return new Series("", q, IntStream.range(0, of.length).mapToObj(k -> new Point(k, of[k])).toList());
        }).toList();
        return new Section("Retrievals",
                "No update may raise the energy E = −(1/β) log Σ exp(−β W₂²). The largest rise of all updates is "
                        + NUMBER.text(run.outcome().worstEnergyRise()) + " in units of 2 norm² + 1/β.",
                List.of(new Lines("Energy along the first retrievals", Axis.linear("update", COUNT), Axis.linear("E", NUMBER),
                        series)));
    }

    private Section sweeps() {
        List<Block> charts = new ArrayList<>();
        if (!run.sweeps().radius().isEmpty()) {
            Axis distance = Axis.linear("W₂ of the cue from its pattern", NUMBER);
            charts.add(retrieved("Basin of attraction", distance, run.sweeps().radius()));
            charts.add(distances("Distance at the end", distance, run.sweeps().radius()));
        }
        Axis beta = Axis.log("β", NUMBER);
        charts.add(retrieved("Retrieved against β", beta, run.sweeps().beta()));
        charts.add(distances("Distance at the end against β", beta, run.sweeps().beta()));
        if (!run.sweeps().capacity().isEmpty()) {
            charts.add(new Lines("Patterns that can be held", Axis.linear("dimension", COUNT), Axis.log("patterns", COUNT),
                    List.of(new Series("", 0,
                            run.sweeps().capacity().stream().map(c -> new Point(c.dim(), c.patterns())).toList()))));
        }
        String limited = run.sweeps().capacity().stream().filter(Capacity::limited).map(c -> "" + c.dim())
                .collect(Collectors.joining(", "));
        return new Section("What it depends on",
                "Each point is a recall of its own with fewer cues and updates. Capacity is the largest power of"
                        + " two with 95 % of the cues retrieved"
                        + (limited.isEmpty() ? "." : "; it may be larger in dimension " + limited + ", where"
                                + " the number of patterns ended the search."),
                charts);
    }

    private static Lines retrieved(String title, Axis x, List<MemoryResult.Point> points) {
        return new Lines(title, x, Axis.linear("share of the cues retrieved", SHARE),
                List.of(series("", 0, points, MemoryResult.Point::retrieved)));
    }

    private static Lines distances(String title, Axis x, List<MemoryResult.Point> points) {
        return new Lines(title, x, Axis.linear("W₂ of the end from the pattern", NUMBER),
                List.of(series("median", 0, points, MemoryResult.Point::medianW2),
                        series("mean", 1, points, MemoryResult.Point::meanW2)));
    }

    private static Series series(String name, int hue, List<MemoryResult.Point> points,
            ToDoubleFunction<MemoryResult.Point> value) {
        return new Series(name, hue, points.stream().map(p -> new Point(p.at(), value.applyAsDouble(p))).toList());
    }

    private Section words() {
        List<List<String>> rows = run.words().stream().map(w -> List.of(w.word(), w.status(),
                w.found().stream().map(f -> f.word() + " " + SHARE.text(f.weight())).collect(Collectors.joining(", ")))).toList();
        return new Section("Words", "The law of a word in the other half of the text, and the words whose laws it led to.",
                List.of(new Table("Where words lead", List.of("Word", "Fixed point", "Words there, by weight"), rows, false)));
    }
}
