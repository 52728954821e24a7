package org.tanhwg.training.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** A network that answers a row of numbers with one number for each target, or a probability for each of several labels; asked in expectation, or by samples. */
public final class Regressor implements RegressionEvaluation.NumberAnswers {
    private final Model network;
    private final String name;
    private final OutputRecord outputs;
    private final PosteriorPredictive predictive;
    private final NetworkEnds ends;

    /**
     * Wraps a network.
     *
     * @param name what messages call it
     * @param outputs what its outputs mean
     * @throws UserError when they are classes, or not as many
     */
    public Regressor(Model network, String name, OutputRecord outputs) {
        this(network, name, outputs, PosteriorPredictive.expected(network));
    }

    private Regressor(Model network, String name, OutputRecord outputs, PosteriorPredictive predictive) {
        this.network = network;
        this.name = name;
        this.outputs = outputs;
        this.predictive = predictive;
        ends = NetworkEnds.of(network, name);
        if (outputs.task() == Task.CLASSIFICATION || !(ends.output() instanceof BaseOutputLayer output)
                || output.getNOut() != outputs.names().size())
            throw new UserError(name + ": does not predict numbers; must have been trained on a label of numbers");
    }

    /** Loads the model of a run folder or a model file. @throws UserError when there is none, or it says nothing of its targets */
    public static Regressor load(Path runOrFile) {
        Path file = RunFolder.modelFile(runOrFile, "--model");
        String meaning = ModelFile.meaning(file)
                .orElseThrow(() -> new UserError(file + ": does not say what its outputs mean; train it again with --data PATH"));
        return new Regressor(ModelFile.load(file), file.toString(),
                InputRecord.fromJson(file + ": data.json", meaning).outputs());
    }

    /** This network, asked by {@code samples} ≥ 1 passes that sample its synapses. */
    public Regressor sampled(int samples, long seed) {
        return new Regressor(network, name, outputs, PosteriorPredictive.sampled(network, samples, seed));
    }

    public Model network() {
        return network;
    }

    @Override public String name() {
        return name;
    }

    @Override public int inputs() {
        return ends.inputs();
    }

    @Override public void requireFit(Examples examples, String data) {
        ends.requireFit(name, examples, data);
    }

    @Override public OutputRecord outputs() {
        return outputs;
    }

    /**
     * What it predicts for each example, in the units of the targets; labels have probabilities, and no residuals.
     *
     * @param examples n × {@link #inputs()} numbers, example after example
     * @throws ArithmeticException when an answer is not finite: the numbers outgrew their type on the way
     */
    @Override public List<Estimate> predict(float[] examples) {
        return predict(Parts.of(examples, inputs()));
    }

    /** As above for examples whose pixels may be bytes; floats are made of some hundred at a time. */
    @Override public List<Estimate> predict(Examples examples) {
        return predict(new Parts(examples.count(), inputs(), examples::copy));
    }

    private List<Estimate> predict(Parts parts) {
        return parts.ask(predictive::moments).stream().map(this::unscaled).toList();
    }

    private Estimate unscaled(PosteriorPredictive.Moments answer) {
        int targets = outputs.names().size();
        double[] mean = new double[targets];
        double[] spread = new double[targets];
        double[] deviation = new double[targets];
        for (int t = 0; t < targets; t++) {
            if (!Double.isFinite(answer.mean()[t])) throw new ArithmeticException(name + " answers with " + answer.mean()[t]);
            boolean label = outputs.task() == Task.MULTI_LABEL;
            mean[t] = label ? answer.mean()[t] : outputs.unscaled(t, answer.mean()[t]);
            spread[t] = (label ? 1 : outputs.deviations().get(t)) * answer.deviation()[t];
            deviation[t] = outputs.residuals().isEmpty() ? Double.NaN : Math.hypot(spread[t], outputs.residuals().get(t));
        }
        return new Estimate(mean, spread, deviation);
    }
}
