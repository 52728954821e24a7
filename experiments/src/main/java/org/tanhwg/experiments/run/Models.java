package org.tanhwg.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** Networks where a user says they are. */
final class Models {
    private Models() {}

    /**
     * The model file of a run folder, or the file itself.
     *
     * @param option that names it, for messages
     * @throws UserError when there is none
     */
    static Path file(Path runOrFile, String option) {
        Path file = Files.isDirectory(runOrFile) ? new RunFolder(runOrFile).model() : runOrFile;
        if (Files.exists(file)) return file;
        throw new UserError(file + ": no such file; " + option + " takes a model file or the folder of a finished run");
    }
}
