package org.tanhwg.studies;

import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of a study: a record that begins with these two. */
public interface StudyResult {
    /** Name of the study. */
    String command();

    /** What it takes to get the same numbers again. */
    Provenance provenance();
}
