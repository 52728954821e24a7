package org.tanhwg.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.tanhwg.spark.SparkTanHwg.Round;
import org.tanhwg.training.cluster.RoundCosts;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** {@code rounds.csv} of a run: a line for each round as it ends; one that a killed driver repeats is there twice. */
final class RoundsFile {
    private final Path file;

    RoundsFile(RunFolder folder) {
        file = RoundCosts.file(folder);
    }

    void add(Round round) {
        String line = String.format(Locale.ROOT, "%d,%d,%d,%.6f,%d,%d,%.4f,%.4f%n", round.firstStep(), round.steps(),
                round.examples(), round.loss(), round.bytesDown(), round.bytesUp(), round.seconds(), round.trainingSeconds());
        try {
            Files.writeString(file, Files.exists(file) ? line : RoundCosts.HEAD + "\n" + line, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + ")", e);
        }
    }
}
