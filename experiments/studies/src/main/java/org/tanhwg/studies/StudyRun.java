package org.tanhwg.studies;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Listing;
import org.tanhwg.report.Page.Section;
import org.tanhwg.training.report.RunSections;
import org.tanhwg.training.run.Provenance;

/**
 * One run of a study: made from its settings, where it finds fault with what they name before there is a folder.
 *
 * <p>Whatever it finds is a pure function of its settings and of what they name, times aside. What it keeps in its folder is found again when the run
 * goes on after an interruption, or when its report is written again.
 */
public interface StudyRun<R extends StudyRun.StudyResult> {

    /** What {@code config.yaml} says. */
    Record settings();

    /** Called before {@link #settings} are written into a new folder, so that they can be completed. */
    default void begin() {}

    /**
     * Runs, or goes on with what the folder keeps.
     *
     * @throws org.tanhwg.training.run.UserError when a file cannot be read or written
     */
    R run(StudyFolder folder);

    /** The report of a result, with what the folder keeps besides, or what is found again. */
    Report report(R result, StudyFolder folder);

    /** What is printed at the end, a line each. */
    List<String> summary(R result);

    /** What is particular to a report: its headline, and sections before that of the settings. */
    record Report(String title, List<Section> sections) {

        /** The page. @param config what {@code config.yaml} says */
        public Page page(StudyResult result, String config) {
            var all = new ArrayList<>(sections);
            all.add(new Section("Settings and provenance", "Everything needed to run again and get the same numbers.",
                    List.of(new Listing("config.yaml", config), RunSections.provenance(result.provenance()))));
            String seed = config.matches("(?s)(.*\\R)?seed: .*") ? " · seed " + result.provenance().seed() : "";
            return new Page(title, "gnn " + result.command() + seed + " · version " + result.provenance().version(), all);
        }
    }

    /** The whole of {@code result.json} of a study: a record that begins with these two. */
    public interface StudyResult {
        /** Name of the study. */
        String command();

        /** What it takes to get the same numbers again. */
        Provenance provenance();
    }
}
