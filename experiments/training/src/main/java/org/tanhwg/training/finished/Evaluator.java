package org.tanhwg.training.finished;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Shift;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.report.Page;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.Evaluation.ClassAnswers;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.LabelEvaluation;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.evaluate.RegressionEvaluation;
import org.tanhwg.training.evaluate.RegressionEvaluation.NumberAnswers;
import org.tanhwg.training.evaluate.Regressor;
import org.tanhwg.training.report.EvaluationReport;
import org.tanhwg.training.report.EvaluationReport.Entropies;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.StabilityResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;
import org.tanhwg.training.stability.Stability;

/** Measures networks that others trained. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * What to measure on what.
     *
     * @param model a run folder or a model file
     * @param sampling how the synapses are sampled; without it their means are transmitted
     * @param ood data set whose test examples are to be told from those of {@code data}
     * @param shift pixels by which the test images are shifted for one more accuracy; 0 for none
     * @param stability of how many training examples the Hessian of each layer is taken; 0 for none
     */
    public record Settings(Path model, Source data, Optional<Sampling> sampling, Optional<Source> ood, int shift,
            int stability) {
        /** The settings of a finished evaluation. @throws UserError when its {@code config.yaml} cannot be read */
        static Settings read(RunFolder folder) {
            Map<String, Object> values = ConfigFile.read(folder.config(), List.of()).values();
            var sampling = Optional.ofNullable((Integer) values.get("samples"))
                    .map(samples -> new Sampling(samples, ((Number) values.get("seed")).longValue(),
                            ((Number) values.getOrDefault("settle", 0)).doubleValue()));
            Source data = Source.read(values, "data", "data-dir").orElseThrow();
            if (values.get("label") instanceof List<?> label)
                data = new Source(data.name, data.folder, label.stream().map(String::valueOf).toList());
            return new Settings(Path.of((String) values.get("model")), data, sampling, Source.read(values, "ood", "ood-data-dir"),
                    (Integer) values.getOrDefault("shift", 0),
                    (Integer) values.getOrDefault("stability", 0));
        }

        /** What {@code config.yaml} says. */
        public String config() {
            var values = new LinkedHashMap<String, Object>();
            values.put("model", model.toAbsolutePath().normalize()); // it is evaluated again from anywhere
            data.writeTo(values, "data", "data-dir");
            sampling.ifPresent(s -> {
                values.put("samples", s.samples());
                values.put("seed", s.seed());
                if (s.settle() > 0) values.put("settle", s.settle());
            });
            ood.ifPresent(set -> set.writeTo(values, "ood", "ood-data-dir"));
            if (shift > 0) values.put("shift", shift);
            if (stability > 0) values.put("stability", stability);
            return Yaml.text(values);
        }
    }

    /**
     * How synapses are sampled.
     *
     * @param samples passes behind each prediction, at least 1
     * @param seed of their draws
     * @param settle error by which an answer counts as settled and is not asked again; 0 for all passes
     */
    public record Sampling(int samples, long seed, double settle) {
        /** The classifier asked so. */
        public Classifier of(Classifier classifier) {
            Classifier sampled = classifier.sampled(samples, seed);
            return settle > 0 ? sampled.settling(settle) : sampled;
        }

        /** The regressor asked so. @throws UserError where answers were to be settled: numbers are means of all passes */
        public Regressor of(Regressor regressor) {
            if (settle > 0) throw new UserError("--settle = " + settle + ": is for classes; numbers are means of all passes");
            return regressor.sampled(samples, seed);
        }
    }

    /**
     * A data set by name, and the folder that holds its files if it is not to be looked for; or the path of one's own data.
     *
     * @param label columns of a table that say what is right; none where they are found out
     */
    public record Source(String name, Optional<Path> folder, List<String> label) {
        public Source {
            label = List.copyOf(label);
        }

        /** Examples that say themselves what is right. */
        public Source(String name, Optional<Path> folder) {
            this(name, folder, List.of());
        }

        static Optional<Source> read(Map<String, Object> config, String nameKey, String folderKey) {
            return Optional.ofNullable((String) config.get(nameKey))
                    .map(name -> new Source(name, Optional.ofNullable((String) config.get(folderKey)).map(Path::of)));
        }

        private void writeTo(Map<String, Object> config, String nameKey, String folderKey) {
            config.put(nameKey, name);
            if (!label.isEmpty()) config.put("label", label);
            folder.ifPresent(path -> config.put(folderKey, path.toAbsolutePath().normalize()));
        }
    }

    /** The result and where it was written. */
    public record Done(RunResult result, RunFolder folder) {}

    /** What was found, to be written. */
    public record Measured(RunResult result, Page report) {
        /** Completes a run folder that has its configuration. @throws UserError when it cannot be written */
        public RunResult writeTo(RunFolder folder) {
            folder.writeReport(report.html());
            folder.writeResult(result);
            return result;
        }
    }

    /**
     * Measures a network on the test examples and writes a run folder, by default {@code runs/<time>-evaluate}.
     *
     * @throws UserError when network and examples do not fit, or the folder cannot be written
     */
    public static Done evaluate(Settings settings, Optional<Path> out, PredictionProgress progress) {
        Measured measured = measure(settings, Optional.of(progress));
        RunFolder folder = RunFolder.create(out, "evaluate");
        folder.writeConfig(settings.config());
        return new Done(measured.writeTo(folder), folder);
    }

    /** Writes the report of an evaluation again. @throws UserError when the network or the data set is not there any more, or another */
    public static Path report(RunFolder folder) {
        Measured again = measure(Settings.read(folder));
        RunData.requireUnchanged(folder, folder.read(RunResult.class).provenance().dataSha256(),
                again.result().provenance().dataSha256());
        folder.writeReport(again.report().html());
        return folder.report();
    }

    /** Measures only. @throws UserError when network and examples do not fit */
    public static Measured measure(Settings settings) {
        return measure(settings, Optional.empty());
    }

    private static Measured measure(Settings settings, Optional<PredictionProgress> progress) {
        EitherForm network = EitherForm.load(settings.model());
        if (network.shipped().isPresent() && (settings.sampling().isPresent() || settings.stability() > 0))
            throw new UserError((settings.sampling().isPresent() ? "--samples" : "--stability") + ": " + settings.model()
                    + " is a compact network, which has no laws; --model takes the run it came from");
        if (!network.isClassifier()) return numbers(settings, network);
        ClassAnswers classifier = network.classes();
        if (classifier instanceof Classifier loaded) {
            Classifier watched = progress.map(loaded::watched).orElse(loaded);
            classifier = settings.sampling().map(s -> s.of(watched)).orElse(watched);
        }
        Dataset data = RunData.load(settings.data(), settings.model());
        Optional<Dataset> ood = settings.ood()
                .map(source -> DataCatalog.standard(source.folder()).load(source.name()));
        Double shifted = settings.shift() == 0 ? null : shiftedAccuracy(classifier, data, settings.shift());
        StabilityResult stability = settings.stability() == 0 ? null : stability(network, data, settings);
        long passed = passed(classifier);
        Evaluation evaluation = Evaluation.of(classifier, data.test(), data.name());
        double passes = (passed(classifier) - passed) / (double) data.test().count();
        List<Entropies> groups = groups(evaluation.predictions(), data.test().labels());
        FinalResult.OodAurocs aurocs = FinalResult.OodAurocs.NONE;
        if (ood.isPresent()) {
            List<Prediction> outside = Evaluation.predict(classifier, ood.get().test(), ood.get().name());
            groups.add(entropies(ood.get().name(), outside));
            aurocs = aurocs(outside, evaluation.predictions(), settings.sampling().isPresent());
        }

        FinalResult end = evaluation.result(network.stats()).with(aurocs,
                settings.sampling().map(Sampling::samples).orElse(null), shifted);
        if (settings.sampling().filter(its -> its.settle() > 0).isPresent()) end = end.scored(end.scores().withPasses(passes));
        String config = settings.config();
        var result = new RunResult("evaluate",
                Provenance.collect(config, data.sha256(), settings.sampling().map(Sampling::seed).orElse(0L)), List.of(), end,
                null, stability);
        return new Measured(result, EvaluationReport.page(result, new Setup(config, conditions(settings), Map.of()),
                network.shown(data, evaluation), groups, ood.map(Dataset::name)));
    }

    /** A network that predicts numbers, or several labels. */
    private static Measured numbers(Settings settings, EitherForm network) {
        if (settings.ood().isPresent() || settings.shift() > 0 || settings.stability() > 0)
            throw new UserError((settings.shift() > 0 ? "--shift" : settings.stability() > 0 ? "--stability" : "--ood")
                    + ": is for classifiers; " + settings.model()
                    + " predicts numbers or several labels");
        NumberAnswers expected = network.numbers();
        NumberAnswers regressor = expected instanceof Regressor loaded && settings.sampling().isPresent()
                ? settings.sampling().get().of(loaded) : expected;
        Dataset data = RunData.load(settings.data(), settings.model());
        var evaluation = regressor.outputs().task() == Task.MULTI_LABEL
                ? LabelEvaluation.of(regressor, data.test(), data.name())
                : RegressionEvaluation.of(regressor, data.test(), data.name());
        String config = settings.config();
        var result = new RunResult("evaluate",
                Provenance.collect(config, data.sha256(), settings.sampling().map(Sampling::seed).orElse(0L)), List.of(),
                evaluation.result(network.stats()).with(FinalResult.OodAurocs.NONE,
                        settings.sampling().map(Sampling::samples).orElse(null), null));
        return new Measured(result, EvaluationReport.page(result, new Setup(config, conditions(settings), Map.of()),
                network.shown(data, evaluation), List.of(), Optional.empty()));
    }

    private static StabilityResult stability(EitherForm network, Dataset data, Settings settings) {
        if (data.train() == data.test())
            throw new UserError(
                    "--stability: " + settings.data().name() + " has no training side; must be what the network was trained on");
        return Stability.of(network.model().orElseThrow(), network.file().toString(), data.train(), settings.stability());
    }

    /** Passes of single examples until now, of a network that can be sampled. */
    private static long passed(ClassAnswers classifier) {
        return classifier instanceof Classifier sampled ? sampled.passed() : 0;
    }

    /** Mean over the four directions. */
    private static double shiftedAccuracy(ClassAnswers classifier, Dataset data, int pixels) {
        try {
            return Shift.inFourDirections(pixels).stream().map(shift -> shift.of(data.test()))
                    .mapToDouble(moved -> Evaluation.of(classifier, moved, data.name()).metrics().accuracy()).average()
                    .orElseThrow();
        } catch (IllegalArgumentException e) {
            throw new UserError(data.name() + ": " + e.getMessage(), e);
        }
    }

    private static String conditions(Settings settings) {
        return settings.sampling().map(s -> "Each prediction is the mean of " + (s.settle() > 0 ? "at most " : "") + s.samples()
                + " passes that draw the amplitude of every synapse anew."
                + (s.settle() > 0 ? " They end when the class is settled, with a probability of error of " + s.settle() + "."
                        : ""))
                .orElse("Every synapse transmits its mean amplitude.");
    }

    private static List<Entropies> groups(List<Prediction> predictions, int[] labels) {
        var right = new ArrayList<Prediction>();
        var wrong = new ArrayList<Prediction>();
        for (int i = 0; i < labels.length; i++) {
            Prediction prediction = predictions.get(i);
            (Metrics.mostProbable(prediction.probabilities()) == labels[i] ? right : wrong).add(prediction);
        }
        return new ArrayList<>(List.of(entropies("test, right", right), entropies("test, wrong", wrong)));
    }

    private static Entropies entropies(String name, List<Prediction> predictions) {
        return new Entropies(name, totals(predictions), predictions.stream().mapToDouble(Prediction::epistemic).toArray());
    }

    private static FinalResult.OodAurocs aurocs(List<Prediction> outside, List<Prediction> inside, boolean sampled) {
        return new FinalResult.OodAurocs(auroc(outside, inside, Prediction::total),
                sampled ? auroc(outside, inside, Prediction::epistemic) : null,
                auroc(outside, inside, p -> 1 - (double) p.probabilities()[Metrics.mostProbable(p.probabilities())]));
    }

    private static double auroc(List<Prediction> outside, List<Prediction> inside, ToDoubleFunction<Prediction> score) {
        return Evaluation.auroc(outside.stream().mapToDouble(score).toArray(), inside.stream().mapToDouble(score).toArray());
    }

    private static double[] totals(List<Prediction> predictions) {
        return predictions.stream().mapToDouble(Prediction::total).toArray();
    }
}
