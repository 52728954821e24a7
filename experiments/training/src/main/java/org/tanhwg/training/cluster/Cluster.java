package org.tanhwg.training.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Measurer;
import org.tanhwg.training.train.StepExecutor;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.Trial;

/** Machines that take training steps; close it to let them go. */
public interface Cluster extends AutoCloseable {

    /** Finds the cluster of a master, as a service of the class path. */
    interface Provider {
        /**
         * @param master where it is, in the words of its software; empty where that knows already
         * @throws UserError when there is none
         */
        Cluster connect(String master);
    }

    /** @throws UserError when the class path has no provider, or the provider finds no cluster */
    static Cluster connect(String master) {
        return ServiceLoader.load(Provider.class).findFirst().orElseThrow(() -> new UserError(
                "--spark: needs the module gnn-spark, which is not on the class path; ./gnn and mvn -Pspark package build it"))
                .connect(master);
    }

    /**
     * Deals out the training examples, so that training can begin.
     *
     * @throws UserError when there are no such data, or the settings cannot be trained in several places
     */
    SharedTraining training(TrainSettings settings, Sharing sharing);

    /** Training examples that lie where the steps are taken. */
    interface SharedTraining {
        /** Now complete: what was left open is decided. */
        Sharing sharing();

        /** What the network is measured on. */
        Measurer measurer();

        /** What is known of data of one's own that were read here; empty where the executors read them. */
        Optional<TrainingData> data();

        /** Where the steps are taken. @param folder gets the record of the rounds */
        StepExecutor executor(RunFolder folder);
    }

    /**
     * Trains candidates of a search.
     *
     * @param data goes to every machine that trains one
     * @param workers how many at a time; by default as many as the cluster has cores
     */
    Trial.Executor trials(Dataset data, Optional<Integer> workers);

    @Override void close();

    /**
     * How a training is shared out; with the settings of the training it decides the result.
     *
     * @param partitions shares of the training examples; 0 for as many as the cluster has cores
     * @param roundSteps steps from one barycentre to the next; 0 for an epoch
     * @param dataUri folder of the data set; null for where the settings say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sharing(int partitions, int roundSteps, String dataUri) {
        /** In the folder of a run, before {@code config.yaml}: whoever resumes finds both or none. */
        public static final String FILE = "spark.yaml";

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

        private static Path file(RunFolder folder) { return folder.path().resolve(FILE); }
    }
}
