package org.tanhwg.studies.text;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Axis.Unit;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.text.TextResult.Run;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunResult.Reading;

/** The report of {@code gnn text}: the rules side by side, and their learning curves. */
final class TextReport {
    private static final String NOTE = "Text %s, %d different characters, the last tenth held out; %d units, seeds %s. Equal weights; steps of"
            + " training and the processor time that they took; mean and standard deviation over the seeds.";

    private final TextResult study;

    private TextReport(TextResult study) { this.study = study; }

    static StudyRun.Report of(TextResult study) {
        var report = new TextReport(study);
        return new StudyRun.Report("Next character: " + String.join(", ", study.outcome().keySet()),
                List.of(report.outcome(), report.curves(), report.runs()));
    }

    private Section outcome() {
        List<List<String>> rows = new ArrayList<>();
        study.outcome().forEach((rule, end) -> rows.add(List.of(rule, text(end.bitsPerCharacter(), NUMBER),
                text(end.keptRecurrent(), SHARE), text(end.keptFraction(), SHARE), COUNT.text(end.weights()),
                NUMBER.text(end.trainSeconds().mean()), COUNT.text(end.charactersPerSecond().mean()))));
        return new Section("Outcome",
                "Bits per character on " + COUNT.text(study.heldOutCharacters()) + " held-out characters, of which there are "
                        + study.differentCharacters()
                        + " different ones; mean and standard deviation over the seeds. Kept are weights "
                        + "that are not exactly 0. Seconds are of processor time in training.",
                List.of(new Table("Rules", List.of("", "Bits per character", "Recurrent weights kept", "Weights kept", "Weights",
                        "Seconds", "Characters per second"), rows, false)));
    }

    private static String text(Reading reading, Unit unit) {
        return unit.text(reading.mean()) + (reading.sd() == null ? "" : " ± " + unit.text(reading.sd()));
    }

    private Section curves() {
        return new Section("Learning curves", "On the first part of the held-out text; means over the seeds.",
                List.of(curves("Over time", Axis.linear("seconds of training", NUMBER), TextResult.Point::trainSeconds),
                        curves("Over text", Axis.linear("characters trained on", COUNT), TextResult.Point::characters)));
    }

    private Lines curves(String title, Axis x, ToDoubleFunction<TextResult.Point> at) {
        List<Series> series = new ArrayList<>();
        for (String rule : study.outcome().keySet()) {
            List<Run> runs = study.runs().stream().filter(run -> run.rule().equals(rule)).toList();
            series.add(new Series(rule, series.size(), IntStream.range(0, runs.get(0).curve().size())
                    .mapToObj(i -> new Point(mean(runs, i, at), mean(runs, i, TextResult.Point::bitsPerCharacter))).toList()));
        }
        return new Lines(title, x, Axis.linear("bits per character", NUMBER), series);
    }

    private static double mean(List<Run> runs, int i, ToDoubleFunction<TextResult.Point> value) {
        return runs.stream().mapToDouble(run -> value.applyAsDouble(run.curve().get(i))).average().orElseThrow();
    }

    private Section runs() {
        List<List<String>> rows = study.runs().stream()
                .map(run -> List.of(run.rule() + " " + run.seed(), NUMBER.text(run.bitsPerCharacter()),
                        SHARE.text(run.keptRecurrent()), SHARE.text(run.keptFraction()), COUNT.text(run.steps()),
                        NUMBER.text(run.trainSeconds()), NUMBER.text(run.wallSeconds())))
                .toList();
        return new Section("Runs", "Each rule meets the same excerpts in the same order; wall time includes waiting.",
                List.of(new Table("Each network", List.of("Rule and seed", "Bits per character", "Recurrent weights kept",
                        "Weights kept", "Steps", "Seconds", "Wall seconds"), rows, false)));
    }

    /** Puts a table in the place of the one of the same text, or at the end of the page. */
    static void publish(TextResult study, TextSettings settings, String command, Path page) {
        String text = settings.text().getFileName().toString();
        String note = String.format(Locale.ROOT, NOTE, text, study.differentCharacters(), settings.units(),
                settings.seeds().toString().replaceAll("[\\[\\]]", ""));
        List<List<String>> rows = study.outcome().entrySet().stream().map(e -> row(e.getKey(), e.getValue(), study)).toList();
        ResultsFile.replace(page, "text-" + text.replaceAll("\\W+", "-"),
                ResultsFile.section("Next character", note, command, List.of(study.provenance()),
                        Table.markdown(List.of("", "bits per character", "sampled", "epistemic, own author", "another",
                                "recurrent weights kept %",
                                "weights", "steps", "seconds", "characters/s"), rows)));
    }

    private static List<String> row(String rule, TextResult.Outcome end, TextResult study) {
        long steps = study.runs().stream().filter(run -> run.rule().equals(rule)).findFirst().orElseThrow().steps();
        return List.of(rule, reading(end.bitsPerCharacter(), 1, 3), reading(end.sampledBits(), 1, 3),
                reading(end.epistemic(), 1, 4),
                reading(end.epistemicOther(), 1, 4), reading(end.keptRecurrent(), 100, 1),
                String.valueOf(end.weights()), String.valueOf(steps), reading(end.trainSeconds(), 1, 1),
                reading(end.charactersPerSecond(), 1, 0));
    }

    private static String reading(Reading reading, double unit, int digits) {
        if (reading == null) return "–";
        String number = "%." + digits + "f";
        String mean = String.format(Locale.ROOT, number, unit * reading.mean());
        return reading.sd() == null ? mean : mean + String.format(Locale.ROOT, " ± " + number, unit * reading.sd());
    }
}
