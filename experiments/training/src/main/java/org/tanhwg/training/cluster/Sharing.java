package org.tanhwg.training.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tanhwg.core.Checks;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/**
 * How a training is shared out; with the settings of the training it decides the result.
 *
 * @param partitions shares of the training examples; 0 for as many as the cluster has cores
 * @param roundSteps steps from one barycentre to the next; 0 for an epoch
 * @param dataUri folder of the data set; null for where the settings say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sharing(int partitions, int roundSteps, String dataUri) {
    /** In the folder of a run. */
    private static final String FILE = "spark.yaml";

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public Sharing {
        Checks.atLeast("partitions", partitions, 0);
        Checks.atLeast("round-steps", roundSteps, 0);
    }

    /** Whether the run in this folder was shared out. */
    public static boolean isIn(RunFolder folder) {
        return Files.exists(file(folder));
    }

    /** That of a run. @throws UserError when it is damaged */
    public static Sharing read(RunFolder folder) {
        return Yaml.read(file(folder), Sharing.class);
    }

    /** Keeps it with the run. @throws UserError when it cannot be written */
    public void write(RunFolder folder) {
        folder.write(file(folder), out -> out.write(Yaml.text(this).getBytes(StandardCharsets.UTF_8)));
    }

    private static Path file(RunFolder folder) {
        return folder.path().resolve(FILE);
    }
}
