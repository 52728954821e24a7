package org.tanhwg.training.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.train.Networks;

/** Networks where a user says they are. */
public final class Models {
    private Models() {}

    /**
     * The model file of a run folder, or the file itself.
     *
     * @param option that names it, for messages
     * @throws UserError when there is none
     */
    public static Path file(Path runOrFile, String option) {
        Path file = Files.isDirectory(runOrFile) ? new RunFolder(runOrFile).model() : runOrFile;
        if (Files.exists(file)) return file;
        throw new UserError(file + ": no such file; " + option + " takes a model file or the folder of a finished run");
    }
}
