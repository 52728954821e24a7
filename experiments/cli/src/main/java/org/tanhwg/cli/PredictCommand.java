package org.tanhwg.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.PixelReader;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.finished.Evaluator.Sampling;
import org.tanhwg.training.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn predict}: label and probabilities of pictures, and how uncertain they are. */
@Command(name = "predict", description = {"Tell what pictures show.", "",
        "A PNG becomes grey and is scaled to the network's square; transparent parts are background. MNIST is white on black: for"
                + " dark on light use --invert. An IDX file is taken as it is.",
        "",
        "With --samples each line tells the entropy of the answer in nats, 0 when it is certain. The aleatoric part would remain if the"
                + " synapses were known; the epistemic part is what their samples disagree on: large for pictures of another kind.",
        ""})
final class PredictCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, or a model file") private Path model;

    @Option(names = "--invert", description = "the pictures are dark on light") private boolean invert;

    @Option(names = "--json",
            description = "print an array of {file, index, label, probabilities}, with --samples also entropy {total, aleatoric, epistemic}") private boolean json;

    @Mixin private SamplingOptions sampling;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "PNG, or IDX file of images") private List<Path> files;

    @Spec private CommandSpec spec;

    /** One picture; {@code index} counts from 0 within its file; {@code entropy} is null, and left out, when nothing was sampled. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String file, int index, int label, float[] probabilities, Entropy entropy) {}

    /** In nats; total = aleatoric + epistemic. */
    record Entropy(double total, double aleatoric, double epistemic) {}

    @Override public Integer call() {
        Optional<Sampling> asked = sampling.sampling();
        List<Answer> answers;
        try (var progress = new PredictionProgress(System.err, Gnn.terminal())) {
            Classifier loaded = Classifier.load(model).watched(progress);
            answers = answers(asked.map(s -> loaded.sampled(s.samples(), s.seed())).orElse(loaded));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.print(Json.text(answers));
        else answers.forEach(answer -> out.println(line(answer)));
        out.flush();
        return Gnn.DONE;
    }

    private List<Answer> answers(Classifier classifier) {
        var reader = new PixelReader(classifier.inputs(), invert);
        var answers = new ArrayList<Answer>();
        for (Path file : files) {
            List<Prediction> predictions = classifier.predict(reader.read(file));
            for (int i = 0; i < predictions.size(); i++) {
                Prediction p = predictions.get(i);
                Entropy entropy = sampling.sampling().map(s -> new Entropy(p.total(), p.aleatoric(), p.epistemic())).orElse(null);
                answers.add(new Answer(file.toString(), i, Metrics.mostProbable(p.probabilities()), p.probabilities(), entropy));
            }
        }
        return answers;
    }

    /** {@code three.png[0]: 3   0:0.000 1:0.000 2:0.001 3:0.998 …}, or with entropy in place of the gap. */
    private static String line(Answer answer) {
        var line = new StringBuilder(answer.file()).append('[').append(answer.index()).append("]: ").append(answer.label())
                .append("  ");
        if (answer.entropy() != null) {
            line.append(String.format(Locale.ROOT, "p %.4f  entropy %.4f = %.4f aleatoric + %.4f epistemic  ",
                    answer.probabilities()[answer.label()], answer.entropy().total(), answer.entropy().aleatoric(),
                    answer.entropy().epistemic()));
        }
        for (int c = 0; c < answer.probabilities().length; c++) {
            line.append(String.format(Locale.ROOT, " %d:%.4f", c, answer.probabilities()[c]));
        }
        return line.toString();
    }
}
