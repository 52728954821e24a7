package org.tanhwg.studies.recall;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.ResultsFile;

/** The table of a run for the page of results. */
public final class RecallTable {
    private static final String NOTE = "%d units, %d patterns (%s per unit), cues with %s %% of the %s, %s dynamics."
            + " Recovered: cues that end at an overlap of at least 0.97. Stable: patterns that are fixed points, to the bit, phases up to 0.01."
            + " Capacity: most patterns per unit with 95 %% of the cues recovered.";

    private RecallTable() {}

    /**
     * Puts the table in the place of the one of the same patterns, or at the end.
     *
     * @param command that writes it, without the launcher's name
     * @throws org.tanhwg.training.run.UserError when the page cannot be read or written
     */
    public static void write(RecallResult run, RecallSettings settings, String command, Path page) {
        String name = "recall-%s-%d-%d-%s".formatted(settings.kind(), run.units(), run.patterns(),
                number(100 * settings.flips()));
        String note = NOTE.formatted(run.units(), run.patterns(), number(run.patterns() / (double) run.units()),
                number(100 * settings.flips()),
                settings.kind() == PatternKind.PHASE ? "phases drawn anew" : "bits wrong", settings.dynamics());
        String title = "Recall of " + run.patterns() + " " + settings.kind() + " patterns";
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

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.1f", 100 * value);
    }

    /** To two decimals, without zeros at the end. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
