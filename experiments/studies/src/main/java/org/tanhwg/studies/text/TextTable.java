package org.tanhwg.studies.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunResult.Reading;

/** The table of a study of one text for the page of results. */
public final class TextTable {
    private static final String NOTE = "Text %s, %d different characters, the last tenth held out; %d units, seeds %s. Equal weights and equal"
            + " processor time of the training thread; mean and standard deviation over the seeds.";

    private TextTable() {}

    /**
     * Puts the table in the place of the one of the same text, or at the end.
     *
     * @param command that writes it, without the launcher's name and the place of the text
     * @throws org.tanhwg.training.run.UserError when the page cannot be read or written
     */
    public static void write(TextResult study, TextSettings settings, String command, Path page) {
        String text = settings.text().getFileName().toString();
        String note = NOTE.formatted(text, study.differentCharacters(), settings.units(),
                settings.seeds().toString().replaceAll("[\\[\\]]", ""));
        List<List<String>> rows = study.outcome().entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
        ResultsFile.replace(page, "text-" + text.replaceAll("\\W+", "-"),
                ResultsFile.section("Next character", note, command, List.of(study.provenance()),
                        Table.markdown(List.of("", "bits per character", "recurrent weights kept %", "weights", "seconds",
                                "characters/s"), rows)));
    }

    private static List<String> row(String rule, TextResult.Outcome end) {
        return List.of(rule, reading(end.bitsPerCharacter(), 1, 3), reading(end.keptRecurrent(), 100, 1),
                String.valueOf(end.weights()), reading(end.trainSeconds(), 1, 1), reading(end.charactersPerSecond(), 1, 0));
    }

    private static String reading(Reading reading, double unit, int digits) {
        String number = "%." + digits + "f";
        String mean = String.format(Locale.ROOT, number, unit * reading.mean());
        return reading.sd() == null ? mean : mean + String.format(Locale.ROOT, " ± " + number, unit * reading.sd());
    }
}
