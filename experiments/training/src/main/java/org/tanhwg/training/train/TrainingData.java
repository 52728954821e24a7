package org.tanhwg.training.train;

import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;

/** The data set that settings name. */
public final class TrainingData {
    private TrainingData() {}

    /** @throws UserError when no classifier can be trained on it, or not on as many of its examples as the settings say */
    public static Dataset load(TrainSettings settings) {
        Dataset data = new DataCatalog(DataPlaces.of(System.getenv(), Optional.ofNullable(settings.dataDir())))
                .load(settings.data());
        if (data.train().classes() < 2)
            throw new UserError(data.name() + ": every label is 0; a classifier needs at least two classes");
        requireFit(settings, data);
        return data;
    }

    /** Which examples a network is trained on, and which it is measured on: validation examples where settings want some, else the test examples. */
    public static Examples.Split split(TrainSettings settings, Dataset data) {
        Examples drawn = settings.trainExamples() == 0 ? data.train()
                : data.train().sample(settings.trainExamples(), settings.seed());
        return settings.validation() > 0 ? drawn.split(settings.validation(), settings.seed())
                : new Examples.Split(drawn, data.test());
    }

    /** @throws UserError when the settings want more examples than there are, or an encoding that does not fit them */
    public static void requireFit(TrainSettings settings, Dataset data) {
        requireFit(settings, data.name(), data.train(), data.train().count());
    }

    /**
     * Checks settings against training examples that are elsewhere.
     *
     * @param like examples of the same kind
     * @param all number of training examples
     */
    public static void requireFit(TrainSettings settings, String name, Examples like, int all) {
        Networks.encoding(settings, like);
        String there = "there are %d training examples in " + name;
        if (settings.trainExamples() > all)
            throw new UserError("--train-examples = " + settings.trainExamples() + ": must be in [0, " + all + "], "
                    + there.formatted(all));
        int drawn = settings.trainExamples() == 0 ? all : settings.trainExamples();
        if (settings.validation() >= drawn)
            throw new UserError("--validation = " + settings.validation() + ": must be in [0, " + (drawn - 1) + "], "
                    + (drawn == all ? there.formatted(all) : "--train-examples is " + drawn));
    }
}
