package org.tanhwg.training.cells;

import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/**
 * One training run among many.
 *
 * @param name path of its run folder below {@code cells}, unique among them
 */
public record Cell(String name, TrainSettings settings) {

    /** Everything that decides the run, as its {@code config.yaml} says it. */
    String config() {
        return SettingsReader.write(settings);
    }
}
