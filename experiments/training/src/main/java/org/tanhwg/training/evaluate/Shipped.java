package org.tanhwg.training.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactModel;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.RawOutputs;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.run.UserError;

/** A compact file, asked as a service asks it: gnn-core answers, Deeplearning4j is not there. */
public final class Shipped {
    private final CompactModel model;
    private final String name;

    private Shipped(CompactModel model, String name) {
        this.model = model;
        this.name = name;
    }

    /** Reads a compact file; empty for a file or folder of another kind. @throws UserError when it is damaged, or one by its first bytes alone */
    public static Optional<Shipped> load(Path file) {
        try {
            if (!Files.isRegularFile(file) || !CompactFile.isOne(file)) return Optional.empty();
            return Optional.of(new Shipped(CompactFile.readModel(file), file.toString()));
        } catch (IOException e) {
            String reason = UserError.reason(e);
            throw new UserError(reason.startsWith(file.toString()) ? reason : file + ": cannot be read (" + reason + ")", e);
        }
    }

    /** What its inputs and outputs mean, where the file says it. */
    public Optional<InputRecord> meaning() {
        return InputRecord.of(model);
    }

    /** Numbers in an example. */
    public int inputs() {
        return model.network().inputs();
    }

    /** Numbers in an answer. */
    public int outputs() {
        return model.network().outputs();
    }

    /**
     * Probabilities of classes.
     *
     * @param examples n × {@link #inputs()} numbers, example after example
     * @throws UserError when the network gives something else
     */
    public List<Prediction> classes(float[] examples) {
        Activation last = model.network().layers().reduce((before, after) -> after).orElseThrow().activation();
        if (last != Activation.SOFTMAX)
            throw new UserError(
                    name + ": does not say what its outputs mean; gnn export writes that for what --data PATH trained");
        return answers(examples).stream().map(answer -> {
            double entropy = 0;
            for (float p : answer) if (p > 0) entropy -= p * Math.log(p);
            return new Prediction(answer, entropy, entropy);
        }).toList();
    }

    /** Numbers in their own units, or probabilities of labels; residuals as training found them. @param examples as of {@link #classes} */
    public List<Estimate> numbers(float[] examples) {
        RawOutputs outputs = model.outputs().orElseThrow();
        double[] residuals = new double[outputs()];
        Arrays.setAll(residuals, i -> outputs.residuals().isEmpty() ? Double.NaN : outputs.residuals().get(i));
        return answers(examples).stream()
                .map(answer -> new Estimate(outputs.unscaled(answer), new double[answer.length], residuals)).toList();
    }

    private List<float[]> answers(float[] examples) {
        CompactNetwork network = model.network();
        CompactNetwork.Workspace workspace = network.workspace(1);
        var answers = new ArrayList<float[]>();
        for (int from = 0; from < examples.length; from += inputs()) {
            float[] answer = new float[outputs()];
            network.apply(Arrays.copyOfRange(examples, from, from + inputs()), answer, workspace);
            answers.add(answer);
        }
        return answers;
    }
}
