package org.tanhwg.training.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/**
 * What the rounds of a run cost beyond training, from its {@code rounds.csv}.
 *
 * @param bytesLeft of the last round for an executor, as a share of those of the round that had most
 * @param millisecondsBeyond training, mean of the rounds
 * @param beyond the same as a share of the training of the slowest partition
 */
public record RoundCosts(double bytesLeft, double millisecondsBeyond, double beyond) {
    /** First line of the file. */
    public static final String HEAD = "step,steps,examples,loss,bytes-down,bytes-up,seconds,training-seconds";

    /** Where a run has its rounds, a line for each. */
    public static Path file(RunFolder run) {
        return run.path().resolve("rounds.csv");
    }

    /** @throws UserError when there are none, or they are damaged */
    public static RoundCosts read(RunFolder run, int partitions) {
        try {
            List<String> lines = Files.readAllLines(file(run));
            if (lines.size() < 2 || !lines.get(0).equals(HEAD)) throw new UserError(file(run) + ": has no rounds");
            double[] bytes = column(lines, "bytes-down");
            double[] up = column(lines, "bytes-up");
            for (int i = 0; i < bytes.length; i++) bytes[i] += up[i] / partitions;
            double training = Arrays.stream(column(lines, "training-seconds")).sum();
            double beyond = Arrays.stream(column(lines, "seconds")).sum() - training;
            return new RoundCosts(bytes[bytes.length - 1] / Arrays.stream(bytes).max().orElseThrow(),
                    1000 * beyond / bytes.length,
                    beyond / training);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new UserError(file(run) + ": cannot be read (" + e + ")", e);
        }
    }

    private static double[] column(List<String> lines, String name) {
        int column = List.of(HEAD.split(",")).indexOf(name);
        return lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",")[column])).toArray();
    }
}
