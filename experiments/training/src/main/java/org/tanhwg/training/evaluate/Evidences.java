package org.tanhwg.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.report.Page;
import org.tanhwg.training.report.Evidence;
import org.tanhwg.training.report.Setup;
import org.tanhwg.training.report.TrainingReport;
import org.tanhwg.training.result.RunResult;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.settings.TrainingData;
import org.tanhwg.training.train.Networks;

/** Gathers what the report of a run shows. */
public final class Evidences {
    private static final int MISTAKES = 24;

    private Evidences() {}

    /** The report of a finished run. */
    public static Page page(RunResult result, TrainSettings settings, MultiLayerNetwork network, Examples measured,
            Evaluation evaluation) {
        Evidence evidence = of(network, measured, evaluation, settings.data(), TrainingData.measuredOn(settings));
        return TrainingReport.page(result, setup(settings, SettingsReader.write(settings)), evidence);
    }

    /** The report of a finished run, from its folder. @throws UserError when a part of it, or its data, is missing */
    public static Page page(RunFolder folder) {
        TrainSettings settings = SettingsReader.read(folder);
        Examples measured = TrainingData.split(settings, TrainingData.load(settings)).validation();
        RunResult result = folder.read(RunResult.class);
        if (!(ModelFile.load(folder.model()) instanceof MultiLayerNetwork network))
            throw new UserError(folder.model() + ": holds no network of layers; it is not of gnn train");
        Evaluation evaluation = Evaluation.of(new Classifier(network, folder.model().toString()), measured, settings.data());
        return page(result, settings, network, measured, evaluation);
    }

    static Evidence of(Model network, Examples examples, Evaluation evaluation, String data, String evaluatedOn) {
        List<Evidence.Layer> layers = new ArrayList<>();
        int[] inputs = {};
        List<INDArray> weights = weights(network);
        for (INDArray array : weights) {
            boolean[][] alive = alive(array);
            if (layers.isEmpty() && array.rank() == 2) inputs = perInput(alive);
            String name = layers.size() == weights.size() - 1 ? "output" : "layer " + (layers.size() + 1);
            layers.add(new Evidence.Layer(name, alive[0].length, Arrays.stream(alive).mapToInt(Evidences::count).toArray()));
        }
        List<String> classes = IntStream.range(0, evaluation.metrics().confusion().length).mapToObj(Integer::toString).toList();
        // inputs of the first layer may be something else than pixels
        int[] livingSynapses = inputs.length == examples.width() ? inputs : new int[0];
        Optional<Evidence.ImageEvidence> images = examples.shape()
                .map(shape -> images(shape, livingSynapses, examples, evaluation));
        return new Evidence(data, evaluatedOn, classes, evaluation.metrics().confusion(), evaluation.metrics().reliability(),
                layers, images);
    }

    /** What is alive of each array of weights, input to output; none for a graph, which has no such order. */
    private static List<INDArray> weights(Model network) {
        if (!(network instanceof MultiLayerNetwork list)) return List.of();
        return Stream.of(list.getLayers()).filter(layer -> layer.numParams() > 0).flatMap(layer -> Census.alive(layer).stream())
                .toList();
    }

    /** The settings in words. */
    static Setup setup(TrainSettings settings, String config) {
        boolean noisy = settings.noiseInput() > 0 || settings.noiseHidden() > 0;
        String conditions = !noisy ? "Trained without release noise."
                : String.format(Locale.ROOT,
                        "Release noise is on for the first %.0f %% of the run (spread %s on the inputs, %s on hidden"
                                + " units): the training loss is measured with it, accuracies and batch energies without.",
                        100 * Networks.NOISE_UNTIL, settings.noiseInput(), settings.noiseHidden());
        return new Setup(config, conditions, SettingsReader.meanings());
    }

    /** By unit and input; matrices are inputs × units, kernels units × the rest. */
    private static boolean[][] alive(INDArray array) {
        int[][] units = (array.rank() == 2 ? array.transpose() : array.reshape(array.size(0), -1)).toIntMatrix();
        boolean[][] alive = new boolean[units.length][];
        for (int y = 0; y < units.length; y++) {
            alive[y] = new boolean[units[y].length];
            for (int x = 0; x < units[y].length; x++) alive[y][x] = units[y][x] != 0;
        }
        return alive;
    }

    private static int count(boolean[] alive) {
        int count = 0;
        for (boolean a : alive) if (a) count++;
        return count;
    }

    private static int[] perInput(boolean[][] alive) {
        int[] counts = new int[alive[0].length];
        for (boolean[] unit : alive) for (int x = 0; x < unit.length; x++) if (unit[x]) counts[x]++;
        return counts;
    }

    private static Evidence.ImageEvidence images(ImageShape shape, int[] livingSynapses, Examples examples,
            Evaluation evaluation) {
        List<Evidence.Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < examples.count(); i++) {
            float[] p = evaluation.predictions().get(i).probabilities();
            int answer = Metrics.mostProbable(p);
            if (answer == examples.labels()[i]) continue;
            float[] pixels = Arrays.copyOfRange(examples.features(), i * examples.width(), (i + 1) * examples.width());
            mistakes.add(new Evidence.Mistake(i, examples.labels()[i], answer, Math.min(1, p[answer]), pixels));
        }
        mistakes.sort(Comparator.comparingDouble(Evidence.Mistake::probability).reversed());
        return new Evidence.ImageEvidence(shape.height(), shape.width(), livingSynapses,
                mistakes.subList(0, Math.min(MISTAKES, mistakes.size())));
    }
}
