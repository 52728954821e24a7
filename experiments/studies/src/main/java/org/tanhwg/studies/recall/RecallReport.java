package org.tanhwg.studies.recall;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.attractor.PatternMemory.Recollection;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Images;
import org.tanhwg.report.Images.Picture;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.recall.RecallResult.Capacity;
import org.tanhwg.studies.recall.RecallResult.Point;
import org.tanhwg.studies.recall.RecallResult.Sweeps;
import org.tanhwg.studies.recall.RecallSettings.PatternKind;
import org.tanhwg.studies.recall.RecallStudy.Example;
import org.tanhwg.studies.recall.RecallStudy.Found;
import org.tanhwg.training.run.ResultsFile;

/** The report of {@code gnn recall}: what each rule recovered, what that depends on, and how single recalls went. */
final class RecallReport {
    private static final String NOTE = "%d units, %d patterns (%s per unit), cues with %s %% of the %s, %s dynamics."
            + " Recovered: cues that end at an overlap of at least 0.97. Stable: patterns that are fixed points, to the bit, phases up to 0.01."
            + " Capacity: most patterns per unit with 95 %% of the cues recovered.";
    /** The rule whose energy has a scale of its own. */
    private static final String SOFTMAX = "hopfield";

    private final RecallResult run;
    private final List<Found> rules;

    private RecallReport(RecallResult run, List<Found> rules) {
        this.run = run;
        this.rules = rules;
    }

    static StudyRun.Report of(RecallResult run, List<Found> rules) {
        var report = new RecallReport(run, rules);
        List<Section> sections = new ArrayList<>(List.of(report.outcome()));
        if (rules.stream().anyMatch(r -> !r.result().sweeps().flips().isEmpty())) sections.add(report.curves());
        sections.add(report.recalls());
        return new StudyRun.Report(
                "Recall of " + COUNT.text(run.patterns()) + " patterns by " + COUNT.text(run.units()) + " units", sections);
    }

    private Section outcome() {
        List<List<String>> rows = rules.stream().map(r -> {
            RecallResult.Rule rule = r.result();
            return List.of(r.name(), SHARE.text(rule.recovered()), SHARE.text(rule.stable()), SHARE.text(rule.kept()),
                    NUMBER.text(rule.meanOverlap()), SHARE.text(rule.settled()), capacity(rule.capacity()),
                    NUMBER.text(rule.timing().trainSeconds()));
        }).toList();
        return new Section("Outcome",
                "A cue is recovered when it ends at an overlap of at least 0.97 with its pattern; a pattern is stable when one step"
                        + " leaves it as it is, to the bit, phases up to 0.01. Capacity is the largest number of patterns per unit with 95 % of the"
                        + " cues recovered.",
                List.of(new Table("The same patterns and cues for every rule", List.of("Rule", "Recovered", "Stable",
                        "Connections kept", "Mean overlap", "Settled", "Capacity", "Seconds to store"), rows, false)));
    }

    private static String capacity(Capacity capacity) {
        return capacity == null ? "–" : (capacity.limited() ? "≥ " : "") + NUMBER.text(capacity.load());
    }

    private Section curves() {
        List<Block> charts = new ArrayList<>();
        if (rules.stream().anyMatch(r -> !r.result().sweeps().load().isEmpty())) {
            charts.add(curve("Load", Axis.linear("patterns per unit", NUMBER), Sweeps::load));
            charts.add(new Lines("Connections kept", Axis.linear("patterns per unit", NUMBER), Axis.linear("share kept", SHARE),
                    series(r -> r.result().sweeps().load().stream().map(p -> new Lines.Point(p.at(), p.kept())).toList())));
        }
        charts.add(curve("Wrong units", Axis.linear("share of the cue's units", SHARE), Sweeps::flips));
        charts.add(curve("Unknown units", Axis.linear("share of the cue's units", SHARE), Sweeps::erase));
        charts.add(curve("Cut connections", Axis.linear("share of the connections", SHARE), Sweeps::damage));
        charts.add(curve("Stored lot after lot", Axis.linear("lot, from the first to the last", COUNT), Sweeps::sequential));
        return new Section("What recall depends on",
                "Over loads a rule stores anew, and its curve ends where fewer than half of the cues are recovered. Wrong units"
                        + " say the other bit or any phase; they, unknown units and cuts meet the network of the outcome above. In the last chart the patterns came in"
                        + " lots that were never shown again, and each is tried at the end.",
                charts);
    }

    private Lines curve(String title, Axis x, Function<Sweeps, List<Point>> sweep) {
        return new Lines(title, x, Axis.linear("share recovered", SHARE), series(
                r -> sweep.apply(r.result().sweeps()).stream().map(p -> new Lines.Point(p.at(), p.recovered())).toList()));
    }

    private List<Series> series(Function<Found, List<Lines.Point>> points) {
        return IntStream.range(0, rules.size())
                .mapToObj(k -> new Series(rules.get(k).name(), k, points.apply(rules.get(k)))).toList();
    }

    private Section recalls() {
        List<Block> charts = new ArrayList<>();
        int shown = rules.stream().mapToInt(r -> r.examples().size()).min().orElse(0);
        for (int e = 0; e < shown; e++) charts.add(pictures(e));
        List<Integer> networks = IntStream.range(0, rules.size()).filter(k -> !rules.get(k).name().equals(SOFTMAX)).boxed()
                .toList();
        if (!networks.isEmpty() && shown > 0)
            charts.add(new Lines("Energy along the first recall", Axis.linear("step", COUNT),
                    Axis.linear("−(1/d) Σ s z/|J|", NUMBER), networks.stream().map(this::energies).toList()));
        return new Section("From cue to pattern",
                "The same cues for every rule; grey units are not known, and a colour is a phase. The energy falls along a recall where connections are"
                        + " symmetric; those that are learned locally need not be.",
                charts);
    }

    private Series energies(int rule) {
        double[] of = rules.get(rule).examples().get(0).energies();
        return new Series(rules.get(rule).name(), rule,
                IntStream.range(0, of.length).mapToObj(k -> new Lines.Point(k, of[k])).toList());
    }

    private Images pictures(int e) {
        Example first = rules.get(0).examples().get(e);
        Stream<Picture> given = Stream.of(picture(first.pattern(), "pattern", ""),
                picture(first.cue(), "cue", overlap(first.cue(), first.pattern())));
        Stream<Picture> ends = rules.stream()
                .map(r -> picture(r.examples().get(e).end(), r.name(), overlap(r.examples().get(e).end(), first.pattern())));
        return new Images("Cue " + (e + 1) + " and where it led", Stream.concat(given, ends).toList());
    }

    private static String overlap(float[] state, float[] pattern) {
        return "overlap " + NUMBER.text(new Recollection(state, true, new double[0]).overlap(pattern));
    }

    /** As nearly square as the number of units allows. */
    private Picture picture(float[] state, String caption, String note) {
        int units = run.units(), rows = (int) Math.sqrt(units);
        while (units % rows != 0) rows--;
        int[] colours = IntStream.range(0, units).map(y -> state.length == units ? Picture.grey((1 + state[y]) / 2)
                : Picture.hue(state[y], state[units + y])).toArray();
        return new Picture(rows, units / rows, colours, caption, note, caption + (note.isEmpty() ? "" : ", " + note));
    }

    /** Puts a table in the place of the one of the same patterns, or at the end of the page. */
    static void publish(RecallResult run, RecallSettings settings, String command, Path page) {
        String name = String.format(Locale.ROOT, "recall-%s-%d-%d-%s", settings.patternsKind(), run.units(), run.patterns(),
                number(100 * settings.flips()));
        String note = String.format(Locale.ROOT, NOTE, run.units(), run.patterns(), number(run.patterns() / (double) run.units()),
                number(100 * settings.flips()),
                settings.patternsKind() == PatternKind.PHASE ? "phases drawn anew" : "bits wrong", settings.dynamics());
        String title = "Recall of " + run.patterns() + " " + settings.patternsKind() + " patterns";
        ResultsFile.replace(page, name, ResultsFile.section(title, note, command, List.of(run.provenance()), table(run)));
    }

    private static String table(RecallResult run) {
        List<List<String>> rows = run.rules().entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
        return Table.markdown(
                List.of("", "recovered %", "stable %", "connections kept %", "capacity", "seconds to store"), rows);
    }

    private static List<String> row(String name, RecallResult.Rule rule) {
        String capacity = rule.capacity() == null ? "–"
                : (rule.capacity().limited() ? "≥ " : "") + number(rule.capacity().load());
        return List.of(name, share(rule.recovered()), share(rule.stable()), share(rule.kept()), capacity,
                String.format(Locale.ROOT, "%.1f", rule.timing().trainSeconds()));
    }

    private static String share(double value) { return String.format(Locale.ROOT, "%.1f", 100 * value); }

    /** To two decimals, without zeros at the end. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
