package org.tanhwg.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.spark.SparkTanHwg.Round;
import org.tanhwg.training.cluster.RoundCosts;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** {@code rounds.csv} of a run: a line for each round as it ends. What a killed driver wrote of rounds that are taken again goes first. */
final class RoundsFile {
    private static final Pattern LINE = Pattern.compile("(\\d+)(,[^,\\r\\n]+){7}(\\R)");

    private final Path file;
    private boolean begun;

    RoundsFile(RunFolder folder) {
        file = RoundCosts.file(folder);
    }

    void add(Round round) {
        String line = String.format(Locale.ROOT, "%d,%d,%d,%.6f,%d,%d,%.4f,%.4f%n", round.firstStep(), round.steps(),
                round.examples(), round.loss(), round.bytesDown(), round.bytesUp(), round.seconds(), round.trainingSeconds());
        try {
            if (!begun) begin(round.firstStep());
            begun = true;
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + ")", e);
        }
    }

    /** Keeps whole lines of rounds before that step; a kill may have left half of one. */
    private void begin(long step) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        String kept = LINE.matcher(before).results().filter(line -> Long.parseLong(line.group(1)) < step)
                .map(line -> line.group()).collect(Collectors.joining());
        AtomicFile.write(file, out -> out.write((RoundCosts.HEAD + "\n" + kept).getBytes(StandardCharsets.UTF_8)));
    }
}
