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
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.evaluate.Evaluation.ClassAnswers;
import org.tanhwg.training.evaluate.RegressionEvaluation.NumberAnswers;
import org.tanhwg.training.run.UserError;

/** A compact file, asked as a service asks it: gnn-core answers, Deeplearning4j is not there. */
public final class Shipped {
    private static final int TOGETHER = 100;

    private final CompactModel model;
    private final String name;

    /** A compact network. @param name what messages call it */
    public Shipped(CompactModel model, String name) {
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

    /** The network. */
    public CompactNetwork network() {
        return model.network();
    }

    /** As it tells classes. @throws UserError when it gives something else */
    public ClassAnswers classes() {
        Activation last = network().layers().reduce((before, after) -> after).orElseThrow().activation();
        if (last != Activation.SOFTMAX)
            throw new UserError(
                    name + ": does not say what its outputs mean; gnn export writes that for what --data PATH trained");
        return new Classes();
    }

    /** As it predicts numbers, or several labels. @throws UserError when it tells classes, or does not say what it gives */
    public NumberAnswers numbers() {
        OutputRecord outputs = meaning().map(InputRecord::outputs).filter(its -> its.task() != Task.CLASSIFICATION)
                .orElseThrow(
                        () -> new UserError(name + ": does not predict numbers; must have been trained on a label of numbers"));
        return new Numbers(outputs);
    }

    private final class Classes implements ClassAnswers {
        @Override public String name() { return name; }

        @Override public int inputs() { return network().inputs(); }

        @Override public int classes() { return network().outputs(); }

        @Override public List<Prediction> predict(Examples examples) {
            return predictions(answers(examples.count(), examples::rows));
        }

        @Override public List<Prediction> predict(float[] examples) {
            return predictions(answers(examples));
        }

        private List<Prediction> predictions(List<float[]> answers) {
            return answers.stream().map(answer -> {
                double entropy = 0;
                for (float p : answer) if (p > 0) entropy -= p * Math.log(p);
                return new Prediction(answer, entropy, entropy);
            }).toList();
        }
    }

    private final class Numbers implements NumberAnswers {
        private final OutputRecord outputs;
        private final double[] residuals;

        private Numbers(OutputRecord outputs) {
            this.outputs = outputs;
            residuals = new double[network().outputs()];
            Arrays.setAll(residuals, i -> outputs.residuals().isEmpty() ? Double.NaN : outputs.residuals().get(i));
        }

        @Override public String name() { return name; }

        @Override public int inputs() { return network().inputs(); }

        @Override public OutputRecord outputs() { return outputs; }

        @Override public List<Estimate> predict(Examples examples) {
            return estimates(answers(examples.count(), examples::rows));
        }

        @Override public List<Estimate> predict(float[] examples) {
            return estimates(answers(examples));
        }

        private List<Estimate> estimates(List<float[]> answers) {
            return answers.stream()
                    .map(answer -> new Estimate(outputs.raw().unscaled(answer), new double[answer.length], residuals)).toList();
        }
    }

    /** The numbers of the examples in [from, to). */
    private interface Rows {
        float[] of(int from, int to);
    }

    private List<float[]> answers(float[] examples) {
        int width = network().inputs();
        return answers(examples.length / width, (from, to) -> Arrays.copyOfRange(examples, from * width, to * width));
    }

    /** Some at a time: pixels stay bytes until they are asked about, and an answer does not depend on its company. */
    private List<float[]> answers(int count, Rows rows) {
        CompactNetwork.Workspace workspace = network().workspace(TOGETHER);
        int width = network().outputs();
        var answers = new ArrayList<float[]>();
        for (int from = 0; from < count; from += TOGETHER) {
            int size = Math.min(TOGETHER, count - from);
            float[] some = new float[size * width];
            network().apply(rows.of(from, from + size), size, some, workspace);
            for (int i = 0; i < size; i++) answers.add(Arrays.copyOfRange(some, i * width, (i + 1) * width));
        }
        return answers;
    }
}
