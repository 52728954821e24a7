package org.tanhwg.training.cluster;

import java.util.Optional;
import java.util.ServiceLoader;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingSite;
import org.tanhwg.training.train.TrialSite;

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
        Trainer.Measured measured();

        /** Where the steps are taken. @param folder gets the record of the rounds */
        TrainingSite site(RunFolder folder);
    }

    /**
     * Trains candidates of a search.
     *
     * @param data goes to every machine that trains one
     * @param workers how many at a time; by default as many as the cluster has cores
     */
    TrialSite trials(Dataset data, Optional<Integer> workers);

    @Override void close();
}
