package org.tanhwg.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tanhwg.experiments.run.Classifier;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.Metrics;
import org.tanhwg.experiments.run.PixelReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn predict}: label and probabilities of pictures. */
@Command(name = "predict", description = {"Tell what pictures show.", "",
        "A PNG becomes grey and is scaled to the network's square; transparent parts are background. MNIST is white on black: for"
                + " dark on light use --invert. An IDX file is taken as it is.",
        ""})
final class PredictCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, or a model file") private Path model;

    @Option(names = "--invert", description = "the pictures are dark on light") private boolean invert;

    @Option(names = "--json", description = "print an array of {file, index, label, probabilities}") private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "PNG, or IDX file of images") private List<Path> files;

    @Spec private CommandSpec spec;

    /** One picture; {@code index} counts from 0 within its file. */
    record Prediction(String file, int index, int label, float[] probabilities) {}

    @Override public Integer call() {
        Classifier classifier = Classifier.load(model);
        var reader = new PixelReader(classifier.inputs(), invert);
        var predictions = new ArrayList<Prediction>();
        for (Path file : files) {
            float[][] rows = classifier.predict(reader.read(file)).stream().map(p -> p.probabilities()).toArray(float[][]::new);
            for (int i = 0; i < rows.length; i++)
                predictions.add(new Prediction(file.toString(), i, Metrics.mostProbable(rows[i]), rows[i]));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.print(Json.text(predictions));
        else predictions.forEach(p -> out.println(line(p)));
        out.flush();
        return Gnn.DONE;
    }

    /** {@code three.png[0]: 3   0:0.000 1:0.000 2:0.001 3:0.998 …}. */
    private static String line(Prediction prediction) {
        var line = new StringBuilder(prediction.file()).append('[').append(prediction.index()).append("]: ")
                .append(prediction.label()).append("  ");
        for (int c = 0; c < prediction.probabilities().length; c++) {
            line.append(String.format(Locale.ROOT, " %d:%.4f", c, prediction.probabilities()[c]));
        }
        return line.toString();
    }
}
