package org.tanhwg.experiments.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.result.RunResult;

/** Measures networks that others trained. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * What to measure on what.
     *
     * @param model a run folder or a model file
     * @param shift also measured on images shifted by that many pixels; 0 for none
     */
    public record Settings(Path model, String data, Optional<Path> dataDir, int shift) {}

    /** The result and where it was written. */
    public record Done(RunResult result, RunFolder folder) {}

    /**
     * Measures a network on the test examples and writes a run folder.
     *
     * @throws UserError when network and examples do not fit, or the folder cannot be written
     */
    public static Done evaluate(Settings settings, Optional<Path> out) {
        Classifier classifier = Classifier.load(settings.model());
        Dataset data = new DataCatalog(DataPlaces.of(System.getenv(), settings.dataDir())).load(settings.data());
        Evaluation evaluation = Evaluation.of(classifier, data.test(), data.name());
        OptionalDouble shifted = Evaluation.shiftedAccuracy(classifier, data.test(), data.name(), settings.shift());

        RunFolder folder = RunFolder.create(out, "evaluate");
        String config = config(settings);
        folder.writeConfig(config);
        var result = new RunResult("evaluate", Provenances.collect(config, data.sha256(), 0), List.of(),
                evaluation.result(Census.of(classifier.network()), null, null).withShiftedAccuracy(shifted));
        folder.writeResult(result);
        return new Done(result, folder);
    }

    private static String config(Settings settings) {
        var values = new LinkedHashMap<String, Object>();
        values.put("model", settings.model());
        values.put("data", settings.data());
        settings.dataDir().ifPresent(dir -> values.put("data-dir", dir));
        if (settings.shift() > 0) values.put("shift", settings.shift());
        return Yaml.text(values);
    }
}
