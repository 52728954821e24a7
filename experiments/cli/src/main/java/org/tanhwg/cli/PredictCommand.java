package org.tanhwg.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.evaluate.RawInputs;
import org.tanhwg.training.evaluate.RawInputs.Raw;
import org.tanhwg.training.finished.Evaluator.Sampling;
import org.tanhwg.training.finished.RunData;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn predict}: the class of each row or picture, its probabilities, and how uncertain they are. */
@Command(name = "predict", description = {"Tell the class of rows of a table, or what pictures show.", "",
        "What training did to its examples is done to these. A table is answered as a table. A picture of the same proportions is scaled;"
                + " transparent parts are background. MNIST is white on black: for dark on light use --invert.",
        "",
        "With --samples each answer tells its entropy in nats, 0 when it is certain. The aleatoric part would remain if the"
                + " synapses were known; the epistemic part is what their samples disagree on: large for pictures of another kind.",
        "", "What cannot be read is named, the others are answered, and the exit code is 2.", ""})
final class PredictCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, or a model file") private Path model;

    @Option(names = "--invert", description = "the pictures are dark on light") private boolean invert;

    @Option(names = "--json",
            description = "print an array of {file, index, label, probabilities}, with --samples also entropy {total, aleatoric, epistemic}") private boolean json;

    @Option(names = "--jsonl", description = "print one such object a line") private boolean jsonl;

    @Option(names = "--out", paramLabel = "FILE", description = "write a CSV file") private Optional<Path> out;

    @Option(names = "--strict", description = "answer nothing when something cannot be read") private boolean strict;

    @Mixin private SamplingOptions sampling;

    @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER",
            description = "table, picture, folder of pictures, or IDX file of images") private List<Path> files;

    @Spec private CommandSpec spec;

    /** One answer; {@code label} is a number where classes are called by their numbers; {@code index} counts from 0 within its file; {@code entropy} is null, and left out, when nothing was sampled. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String file, int index, String id, Object label, float[] probabilities, Entropy entropy) {}

    /** In nats; total = aleatoric + epistemic. */
    record Entropy(double total, double aleatoric, double epistemic) {}

    @Override public Integer call() {
        Optional<Sampling> asked = sampling.sampling();
        Optional<InputRecord> meaning = RunData.meaning(model);
        List<Answer> answers;
        List<String> problems = new ArrayList<>();
        List<String> classes;
        Optional<String> identifier;
        try (var progress = new PredictionProgress(System.err, Gnn.terminal())) {
            Classifier loaded = Classifier.load(model).watched(progress);
            classes = meaning.map(its -> its.outputs().names())
                    .orElseGet(() -> IntStream.range(0, loaded.classes()).mapToObj(Integer::toString).toList());
            var reader = new RawInputs(meaning, loaded.inputs(), invert);
            boolean rows = meaning.flatMap(InputRecord::rows).isPresent();
            identifier = rows ? reader.identifier() : Optional.of("file");
            answers = answers(asked.map(s -> loaded.sampled(s.samples(), s.seed())).orElse(loaded), reader, classes, problems);
        }
        PrintWriter printer = spec.commandLine().getOut();
        boolean table = meaning.flatMap(InputRecord::rows).isPresent();
        if (json) printer.print(Json.text(answers));
        if (jsonl) answers.forEach(answer -> printer.println(Json.line(answer)));
        if (out.isPresent()) write(out.get(), answers, classes, identifier);
        if (!json && !jsonl && out.isEmpty()) {
            if (table) printer.print(csv(answers, classes, identifier));
            else answers.forEach(answer -> printer.println(line(answer, classes)));
        }
        printer.flush();
        problems.forEach(problem -> spec.commandLine().getErr().println("gnn: " + problem));
        return problems.isEmpty() ? Gnn.DONE : Gnn.BAD_INPUT;
    }

    private List<Answer> answers(Classifier classifier, RawInputs reader, List<String> classes, List<String> problems) {
        var found = new ArrayList<Raw>();
        for (Path file : files) found.addAll(reader.read(file));
        found.stream().filter(raw -> raw.problem() != null).map(Raw::problem).forEach(problems::add);
        if (strict && !problems.isEmpty()) throw new UserError(problems.get(0));
        List<Raw> sound = found.stream().filter(raw -> raw.problem() == null).toList();
        float[] inputs = new float[Math.multiplyExact(sound.size(), classifier.inputs())];
        for (int i = 0; i < sound.size(); i++)
            System.arraycopy(sound.get(i).inputs(), 0, inputs, i * classifier.inputs(), classifier.inputs());
        List<Prediction> predictions = sound.isEmpty() ? List.of() : classifier.predict(inputs);
        return IntStream.range(0, sound.size()).mapToObj(i -> answer(sound.get(i), predictions.get(i), classes)).toList();
    }

    private Answer answer(Raw raw, Prediction prediction, List<String> classes) {
        Entropy entropy = sampling.sampling()
                .map(s -> new Entropy(prediction.total(), prediction.aleatoric(), prediction.epistemic())).orElse(null);
        return new Answer(raw.file().toString(), raw.index(), raw.identifier().isEmpty() ? null : raw.identifier(),
                label(Metrics.mostProbable(prediction.probabilities()), classes), prediction.probabilities(), entropy);
    }

    private static Object label(int answer, List<String> classes) {
        String name = classes.get(answer);
        return name.equals(Integer.toString(answer)) ? (Object) answer : name;
    }

    /** {@code three.png[0]: 3   0:0.000 1:0.000 2:0.001 3:0.998 …}, or with entropy in place of the gap. */
    private static String line(Answer answer, List<String> classes) {
        var line = new StringBuilder(answer.file()).append('[').append(answer.index()).append("]: ").append(answer.label())
                .append("  ");
        if (answer.entropy() != null) {
            line.append(String.format(Locale.ROOT, "p %.4f  entropy %.4f = %.4f aleatoric + %.4f epistemic  ",
                    answer.probabilities()[Metrics.mostProbable(answer.probabilities())], answer.entropy().total(),
                    answer.entropy().aleatoric(), answer.entropy().epistemic()));
        }
        for (int c = 0; c < answer.probabilities().length; c++)
            line.append(String.format(Locale.ROOT, " %s:%.4f", classes.get(c), answer.probabilities()[c]));
        return line.toString();
    }

    private void write(Path file, List<Answer> answers, List<String> classes, Optional<String> identifier) {
        String text = csv(answers, classes, identifier);
        try {
            AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + ")", e);
        }
    }

    /** A header, then a row for each answer: what identifies it, if anything does, then the answer. */
    private String csv(List<Answer> answers, List<String> classes, Optional<String> identifier) {
        var header = new ArrayList<String>();
        identifier.ifPresent(header::add);
        header.add("prediction");
        classes.forEach(name -> header.add("p_" + name));
        if (sampling.sampling().isPresent()) header.addAll(List.of("total", "aleatoric", "epistemic"));
        var rows = new ArrayList<List<String>>();
        rows.add(header);
        for (Answer answer : answers) {
            var cells = new ArrayList<String>();
            if (identifier.isPresent()) cells.add(answer.id() != null ? answer.id() : answer.file() + "[" + answer.index() + "]");
            cells.add(answer.label().toString());
            for (float p : answer.probabilities()) cells.add(Float.toString(p));
            if (answer.entropy() != null)
                for (double part : new double[] {answer.entropy().total(), answer.entropy().aleatoric(),
                        answer.entropy().epistemic()})
                    cells.add(Double.toString(part));
            rows.add(cells);
        }
        var text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be written", e);
        }
        return text.toString();
    }
}
