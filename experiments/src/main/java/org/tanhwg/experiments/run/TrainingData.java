package org.tanhwg.experiments.run;

import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;

/** The data set that settings name. */
public final class TrainingData {
    private TrainingData() {}

    /** @throws UserError when no classifier can be trained on it, or not on as many of its examples as the settings say */
    public static Dataset load(TrainSettings settings) {
        Dataset data = new DataCatalog(DataPlaces.of(System.getenv(), Optional.ofNullable(settings.dataDir())))
                .load(settings.data());
        if (data.train().classes() < 2)
            throw new UserError(data.name() + ": every label is 0; a classifier needs at least two classes");
        int most = data.train().count() - 1;
        if (settings.validation() > most) {
            throw new UserError(
                    "--validation = " + settings.validation() + ": must be in [0, " + most + "], there are " + (most + 1)
                            + " training examples in " + data.name());
        }
        return data;
    }
}
