package org.tanhwg.experiments.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.layers.predictive.Prediction;

/** Measures networks that others trained. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * What to measure on what.
     *
     * @param model a run folder or a model file
     * @param shift also measured on images shifted by that many pixels; 0 for none
     * @param samples passes that sample the synapses; without it the mean amplitudes are transmitted
     * @param seed of the samples
     * @param ood data set whose test examples are to be told from those of {@code data}
     */
    public record Settings(Path model, String data, Optional<Path> dataDir, int shift, Optional<Integer> samples, long seed,
            Optional<String> ood, Optional<Path> oodDataDir) {}

    /** The result and where it was written. */
    public record Done(RunResult result, RunFolder folder) {}

    /**
     * Measures a network on the test examples and writes a run folder.
     *
     * @throws UserError when network and examples do not fit, or the folder cannot be written
     */
    public static Done evaluate(Settings settings, Optional<Path> out) {
        Classifier loaded = Classifier.load(settings.model());
        Classifier classifier = settings.samples().map(samples -> loaded.sampled(samples, settings.seed())).orElse(loaded);
        Dataset data = load(settings.data(), settings.dataDir());
        Optional<Dataset> ood = settings.ood().map(name -> load(name, settings.oodDataDir()));
        Evaluation evaluation = Evaluation.of(classifier, data.test(), data.name());
        Optional<Double> shifted = Evaluation.shiftedAccuracy(classifier, data.test(), data.name(), settings.shift());
        Optional<List<Prediction>> outside = ood.map(set -> Evaluation.predict(classifier, set.test(), set.name()));
        Double auroc = outside.map(others -> Detection.auroc(entropies(others), entropies(evaluation.predictions())))
                .orElse(null);

        RunFolder folder = RunFolder.create(out, "evaluate");
        String config = config(settings);
        folder.writeConfig(config);
        var result = new RunResult("evaluate", Provenances.collect(config, data.sha256(), settings.seed()), List.of(),
                evaluation.result(Census.of(classifier.network()), null, null).with(auroc, settings.samples().orElse(null),
                        shifted.orElse(null)));
        folder.writeResult(result);
        return new Done(result, folder);
    }

    private static Dataset load(String name, Optional<Path> folder) {
        return new DataCatalog(DataPlaces.of(System.getenv(), folder)).load(name);
    }

    private static double[] entropies(List<Prediction> predictions) {
        return predictions.stream().mapToDouble(Prediction::total).toArray();
    }

    private static String config(Settings settings) {
        var values = new LinkedHashMap<String, Object>();
        values.put("model", settings.model());
        values.put("data", settings.data());
        settings.dataDir().ifPresent(dir -> values.put("data-dir", dir));
        if (settings.shift() > 0) values.put("shift", settings.shift());
        settings.samples().ifPresent(samples -> values.put("samples", samples));
        values.put("seed", settings.seed());
        settings.ood().ifPresent(name -> values.put("ood", name));
        settings.oodDataDir().ifPresent(dir -> values.put("ood-data-dir", dir));
        return Yaml.text(values);
    }
}
