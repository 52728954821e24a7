package org.tanhwg.training.evaluate;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.impl.FloatViews;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** A network that turns a row of numbers into one probability for each class, whoever trained it; asked in expectation, or by samples. */
public final class Classifier {
    private static final int TILE = 256;

    private final Model network;
    private final String name;
    private final PosteriorPredictive predictive;
    private final Optional<PredictionProgress> progress;
    private final int inputs;
    private final int classes;

    /**
     * Wraps a network.
     *
     * @param name what messages call it
     * @throws UserError unless it has one flat input and one softmax output
     */
    public Classifier(Model network, String name) {
        this(network, name, PosteriorPredictive.expected(network), Optional.empty());
    }

    private Classifier(Model network, String name, PosteriorPredictive predictive, Optional<PredictionProgress> progress) {
        this.network = network;
        this.name = name;
        this.predictive = predictive;
        this.progress = progress;
        NetworkEnds ends = NetworkEnds.of(network, name);
        inputs = ends.inputs();
        if (!(ends.output() instanceof BaseOutputLayer output) || !(output.getActivationFn() instanceof ActivationSoftmax)) {
            throw new UserError(
                    name + ": its output is not a probability for each class; the last layer must be an output layer with softmax");
        }
        classes = Math.toIntExact(output.getNOut());
    }

    /** Loads the model of a run folder or a model file. @throws UserError when there is none */
    public static Classifier load(Path runOrFile) {
        Path file = RunFolder.modelFile(runOrFile, "--model");
        return new Classifier(ModelFile.load(file), file.toString());
    }

    /** This network, asked by {@code samples} ≥ 1 passes that sample its synapses. */
    public Classifier sampled(int samples, long seed) {
        return new Classifier(network, name, PosteriorPredictive.sampled(network, samples, seed), progress);
    }

    /** This classifier, showing how far it is. */
    public Classifier watched(PredictionProgress by) {
        return new Classifier(network, name, predictive, Optional.of(by));
    }

    public Model network() { return network; }

    public String name() { return name; }

    /** Numbers in an example. */
    public int inputs() { return inputs; }

    public int classes() { return classes; }

    /**
     * What it predicts for each example.
     *
     * @param examples n × {@link #inputs()} numbers, example after example
     * @throws ArithmeticException when a probability is NaN: the numbers outgrew their type on the way
     */
    public List<Prediction> predict(float[] examples) {
        if (examples.length % inputs != 0) {
            throw new IllegalArgumentException(examples.length + " numbers: must be a multiple of the width, " + inputs);
        }
        INDArray matrix = Nd4j.createUninitialized(DataType.FLOAT, examples.length / inputs, inputs);
        FloatViews.of(matrix).put(0, examples);
        return predict(matrix);
    }

    /** Does so for examples that need not all be numbers in Java's heap at once. */
    List<Prediction> predict(Examples examples) {
        return predict(matrix(examples));
    }

    /** Their features in native memory, row after row; whoever asks closes it: the collector, which sees a few bytes of it, would leave many. */
    static INDArray matrix(Examples examples) {
        INDArray matrix = Nd4j.createUninitialized(DataType.FLOAT, examples.count(), examples.width());
        FloatBuffer into = FloatViews.of(matrix);
        for (int from = 0; from < examples.count(); from += TILE)
            into.put(from * examples.width(), examples.rows(from, Math.min(from + TILE, examples.count())));
        return matrix;
    }

    private List<Prediction> predict(INDArray matrix) {
        long count = matrix.size(0);
        progress.ifPresent(bar -> bar.start(count * predictive.passes()));
        try {
            return predictive.predict(passed -> progress.ifPresent(bar -> bar.passed(passed)), matrix);
        } catch (ArithmeticException e) {
            throw (ArithmeticException) new ArithmeticException(name + ": " + e.getMessage()).initCause(e);
        } finally {
            matrix.close();
        }
    }
}
