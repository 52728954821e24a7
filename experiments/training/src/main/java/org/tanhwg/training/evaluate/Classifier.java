package org.tanhwg.training.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** A network that turns a row of numbers into one probability for each class, whoever trained it; asked in expectation, or by samples. */
public final class Classifier implements Evaluation.ClassAnswers {
    private final Model network;
    private final String name;
    private final PosteriorPredictive predictive;
    private final Optional<PredictionProgress> progress;
    private final NetworkEnds ends;
    private final int classes;
    private final LongAdder passed = new LongAdder();

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
        ends = NetworkEnds.of(network, name);
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

    /** This network, asking no more about an example whose class is settled, see {@link PosteriorPredictive#settling}. */
    public Classifier settling(double error) {
        return new Classifier(network, name, predictive.settling(error), progress);
    }

    /** Passes of single examples until now, of all predictions together. */
    public long passed() { return passed.sum(); }

    /** This classifier, showing how far it is. */
    public Classifier watched(PredictionProgress by) {
        return new Classifier(network, name, predictive, Optional.of(by));
    }

    public Model network() { return network; }

    @Override public String name() { return name; }

    @Override public int inputs() { return ends.inputs(); }

    @Override public void requireFit(Examples examples, String data) {
        ends.requireFit(name, examples, data);
    }

    @Override public int classes() { return classes; }

    /**
     * What it predicts for each example.
     *
     * @param examples n × {@link #inputs()} numbers, example after example
     * @throws ArithmeticException when a probability is NaN: the numbers outgrew their type on the way
     */
    @Override public List<Prediction> predict(float[] examples) {
        return predict(Parts.of(examples, inputs()));
    }

    /** As above for examples whose pixels may be bytes; floats are made of some hundred at a time. */
    @Override public List<Prediction> predict(Examples examples) {
        return predict(new Parts(examples.count(), inputs(), examples::copy));
    }

    private List<Prediction> predict(Parts parts) {
        progress.ifPresent(bar -> bar.start((long) parts.count() * predictive.passes()));
        try {
            return parts.ask((first, part) -> predictive.predict(examples -> {
                passed.add(examples);
                progress.ifPresent(bar -> bar.passed(examples));
            }, first, part));
        } catch (ArithmeticException e) {
            throw (ArithmeticException) new ArithmeticException(name + ": " + e.getMessage()).initCause(e);
        }
    }
}
