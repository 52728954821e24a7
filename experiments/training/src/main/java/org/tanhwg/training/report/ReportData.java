package org.tanhwg.training.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.optimizer.SpectralMemories;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.report.Calibration.Bin;
import org.tanhwg.report.Page;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.LabelEvaluation;
import org.tanhwg.training.evaluate.Measured;
import org.tanhwg.training.evaluate.RegressionEvaluation;
import org.tanhwg.training.evaluate.RegressionEvaluation.Fit;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/**
 * What the report of a run shows beyond {@code result.json}: measured once, on the trained network.
 *
 * @param dataset its name
 * @param evaluatedOn which examples accuracy and confusion are of: "test" or "validation"
 * @param classNames one for each class
 * @param confusion number of examples of class i (row) that the network took for class j (column)
 * @param reliability the bins of the calibration error, from probability 0 to 1; may be empty
 * @param layers those that have weights, input to output, in the order of {@code EpochResult.kept}; empty for a network
 *        that is not a list of fully connected layers
 * @param images present when the examples are images
 * @param targets how well numbers are predicted; empty for a classifier
 * @param memories what complex units remember of phases, of the first layer that has such; empty if none has
 * @param kernels what convolutions look at
 */
public record ReportData(String dataset, String evaluatedOn, List<String> classNames, int[][] confusion,
        List<Bin> reliability, List<Layer> layers, Optional<ImageData> images, List<Fit> targets, Kernels kernels,
        List<SpectralMemory> memories) {
    public ReportData {
        memories = List.copyOf(memories);
        targets = List.copyOf(targets);
        reliability = List.copyOf(reliability);
        classNames = List.copyOf(classNames);
        layers = List.copyOf(layers);
        if (confusion.length != classNames.size())
            throw new IllegalArgumentException("confusion: " + confusion.length + " rows for " + classNames.size() + " classes");
        for (int i = 0; i < confusion.length; i++)
            if (confusion[i].length != confusion.length)
                throw new IllegalArgumentException(
                        "confusion[" + i + "]: " + confusion[i].length + " columns, must be " + confusion.length);
    }

    /** That of a classifier. */
    public ReportData(String dataset, String evaluatedOn, List<String> classNames, int[][] confusion, List<Bin> reliability,
            List<Layer> layers, Optional<ImageData> images) {
        this(dataset, evaluatedOn, classNames, confusion, reliability, layers, images, List.of(), Kernels.NONE, List.of());
    }

    /**
     * Convolutions and poolings.
     *
     * @param left of the network; empty if it has none
     * @param missing why they cannot be told, although it has some
     */
    public record Kernels(List<PictureLayer> left, Optional<String> missing) {
        static final Kernels NONE = new Kernels(List.of(), Optional.empty());

        public Kernels { left = List.copyOf(left); }
    }

    /** One layer; {@code fanIn} is the number of living synapses of each of its units, at most {@code inputs}. */
    public record Layer(String name, int inputs, int[] fanIn) {}

    /**
     * What only a network that reads images has to show.
     *
     * @param rows height of an image in pixels
     * @param columns width of an image in pixels
     * @param livingSynapses number of living synapses of the first layer for each pixel, row by row; empty when that layer does not see pixels
     * @param mistakes the worst first; pixels from 0 black to 1 white
     */
    public record ImageData(int rows, int columns, int[] livingSynapses, List<Mistake> mistakes) {
        public ImageData {
            mistakes = List.copyOf(mistakes);
            if (livingSynapses.length > 0 && livingSynapses.length != rows * columns)
                throw new IllegalArgumentException(
                        "livingSynapses: " + livingSynapses.length + " values for " + rows + " rows of " + columns);
        }
    }

    /** An example that the network took for another class, with the probability in [0, 1] that it gave its answer. */
    public record Mistake(int example, int truth, int answer, double probability, float[] pixels) {}

    private static final int MISTAKES = 24;

    /** The report of a finished run. @param name of its data @param outputs name of each class or target */
    public static Page page(RunResult result, TrainSettings settings, String name, Model network, Examples measured,
            Measured found, List<String> outputs) {
        ReportData data = of(network, measured, found, name, settings.measuredOn(), outputs);
        return TrainingReport.page(result, setup(settings, SettingsReader.write(settings)), data);
    }

    /** The report of a run under way: without pictures, which take longer to draw than all the rest. @param result so far, with an outcome as of now */
    public static Page underWay(RunResult result, TrainSettings settings, String name, Model network, Measured found,
            List<String> outputs) {
        ReportData data = of(network, Optional.empty(), found, name, settings.watchedOn(), outputs);
        return TrainingReport.page(result, setup(settings, SettingsReader.write(settings)), data);
    }

    /** Gathers it from a network and its answers. @param outputs name of each class or target, in their order */
    public static ReportData of(Model network, Examples examples, Measured found, String data, String evaluatedOn,
            List<String> outputs) {
        return of(network, Optional.of(examples), found, data, evaluatedOn, outputs);
    }

    /** As above, of a compact network, whose layers are those between the inputs and units that are left. */
    public static ReportData of(CompactNetwork network, Examples examples, Measured found, String data, String evaluatedOn,
            List<String> outputs) {
        List<LayerWeights> weights = network.layers().toList();
        List<PictureLayer> pictures = network.pictures().toList();
        List<Layer> layers = IntStream.range(0, weights.size()).mapToObj(l -> new Layer(
                l == weights.size() - 1 ? "output" : "layer " + (pictures.size() + l + 1), weights.get(l).inputs(),
                weights.get(l).living())).toList();
        int[] inputs = new int[pictures.isEmpty() ? network.inputs() : 0];
        int[] live = network.liveInputs();
        float[] first = weights.get(0).weights();
        for (int i = 0; i < first.length && inputs.length > 0; i++) if (first[i] != 0) inputs[live[i % live.length]]++;
        return of(layers, inputs, new Kernels(pictures, Optional.empty()), List.of(), Optional.of(examples), found, data,
                evaluatedOn, outputs);
    }

    private static ReportData of(Model network, Optional<Examples> shown, Measured found, String data, String evaluatedOn,
            List<String> outputs) {
        List<ReportData.Layer> layers = new ArrayList<>();
        int[] inputs = {};
        List<INDArray> weights = weights(network);
        for (INDArray array : weights) {
            boolean[][] alive = alive(array);
            if (layers.isEmpty() && array.rank() == 2) inputs = perInput(alive);
            String name = layers.size() == weights.size() - 1 ? "output" : "layer " + (layers.size() + 1);
            layers.add(new ReportData.Layer(name, alive[0].length, Arrays.stream(alive).mapToInt(ReportData::count).toArray()));
        }
        return of(layers, inputs, shown.isEmpty() ? Kernels.NONE : kernels(network),
                shown.isEmpty() ? List.of() : memories(network), shown, found, data, evaluatedOn, outputs);
    }

    /** @param inputs number of living synapses of each input of the first layer */
    private static ReportData of(List<Layer> layers, int[] inputs, Kernels kernels,
            List<SpectralMemory> memories, Optional<Examples> shown, Measured found, String data, String evaluatedOn,
            List<String> outputs) {
        if (found instanceof RegressionEvaluation numbers)
            return new ReportData(data, evaluatedOn, List.of(), new int[0][], List.of(), layers, Optional.empty(),
                    numbers.targets(), kernels, memories);
        if (found instanceof LabelEvaluation labels)
            return new ReportData(data, evaluatedOn, LabelEvaluation.STATES, labels.all().confusion(),
                    labels.all().reliability(), layers, Optional.empty(), List.of(), kernels, memories);
        Evaluation evaluation = (Evaluation) found;
        int known = outputs.size(); // a network may tell more classes apart than the data have
        List<String> classes = IntStream.range(0, evaluation.metrics().confusion().length)
                .mapToObj(c -> c < known ? outputs.get(c) : Integer.toString(c)).toList();
        Optional<ReportData.ImageData> images = shown.flatMap(examples -> examples.shape().map(shape -> {
            // inputs of the first layer may be something else than pixels
            int[] livingSynapses = inputs.length == examples.width() ? perPixel(inputs, shape) : new int[0];
            return images(shape, livingSynapses, examples, evaluation);
        }));
        return new ReportData(data, evaluatedOn, classes, evaluation.metrics().confusion(), evaluation.metrics().reliability(),
                layers, images, List.of(), kernels, memories);
    }

    private static List<SpectralMemory> memories(Model network) {
        return Stream.of(EitherNetwork.layers(network)).map(SpectralMemories::of).filter(those -> !those.isEmpty()).findFirst()
                .orElse(List.of());
    }

    private static Kernels kernels(Model network) {
        boolean convolves = Stream.of(EitherNetwork.layers(network))
                .map(layer -> layer.conf().getLayer())
                .anyMatch(conf -> conf instanceof ConvolutionLayer || conf instanceof GeneralizedConvolution);
        if (!convolves) return Kernels.NONE;
        try {
            return new Kernels(Conversion.toCompact(network).pictures().toList(), Optional.empty());
        } catch (IllegalArgumentException e) { // a kind of layer that is not for a compact network; the report says all else
            return new Kernels(List.of(), Optional.of(e.getMessage()));
        }
    }

    /** What is alive of each array of weights, in a graph in topological order. */
    private static List<INDArray> weights(Model network) {
        return Stream.of(EitherNetwork.layers(network)).filter(layer -> layer.numParams() > 0)
                .flatMap(layer -> SparsityStats.alive(layer).stream())
                .toList();
    }

    /** The settings in words. */
    static Setup setup(TrainSettings settings, String config) {
        boolean noisy = settings.noiseInput() > 0 || settings.noiseHidden() > 0;
        String conditions = !noisy ? "Trained without release noise."
                : String.format(Locale.ROOT,
                        "Release noise is on for the first %.0f %% of the run (spread %s on the inputs, %s on hidden"
                                + " units): the training loss is measured with it, accuracies and batch energies without.",
                        100 * TrainSettings.NOISE_UNTIL, settings.noiseInput(), settings.noiseHidden());
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

    private static ReportData.ImageData images(ImageShape shape, int[] livingSynapses, Examples examples, Evaluation evaluation) {
        List<Prediction> answers = evaluation.predictions();
        List<Integer> worst = IntStream.range(0, examples.count())
                .filter(i -> Metrics.mostProbable(answers.get(i).probabilities()) != examples.labels()[i]).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> confidence(answers.get(i))).reversed()).limit(MISTAKES)
                .toList();
        List<ReportData.Mistake> mistakes = worst.stream()
                .map(i -> new ReportData.Mistake(i, examples.labels()[i], Metrics.mostProbable(answers.get(i).probabilities()),
                        confidence(answers.get(i)), grey(examples.rows(i, i + 1), shape)))
                .toList();
        return new ReportData.ImageData(shape.height(), shape.width(), livingSynapses, mistakes);
    }

    /** Of all channels together. */
    private static int[] perPixel(int[] synapses, ImageShape shape) {
        int[] sums = new int[shape.height() * shape.width()];
        for (int i = 0; i < synapses.length; i++) sums[i % sums.length] += synapses[i];
        return sums;
    }

    /** Colours as their luma (ITU-R BT.601). */
    private static float[] grey(float[] pixels, ImageShape shape) {
        if (shape.channels() != 3) return pixels;
        int plane = pixels.length / 3;
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++)
            grey[i] = .299f * pixels[i] + .587f * pixels[plane + i] + .114f * pixels[2 * plane + i];
        return grey;
    }

    private static double confidence(Prediction answer) {
        return Math.min(1, answer.probabilities()[Metrics.mostProbable(answer.probabilities())]);
    }
}
