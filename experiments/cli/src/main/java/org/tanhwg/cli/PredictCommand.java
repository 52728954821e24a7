package org.tanhwg.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tanhwg.cli.Answers.Answer;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation.ClassAnswers;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.evaluate.RawInputs;
import org.tanhwg.training.evaluate.RawInputs.Raw;
import org.tanhwg.training.evaluate.RegressionEvaluation.NumberAnswers;
import org.tanhwg.training.evaluate.Regressor;
import org.tanhwg.training.evaluate.Shipped;
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

/** {@code gnn predict}: the class or number of each row or picture, and how uncertain that is. */
@Command(name = "predict", description = {"Tell the class, or the number, of rows of a table or of pictures.", "",
        "What training did to its examples is done to these. A table is answered as a table. A picture of the same proportions is scaled;"
                + " transparent parts are background. MNIST is white on black: for dark on light use --invert.",
        "",
        "With --samples each answer tells its entropy in nats, 0 when it is certain. The aleatoric part would remain if the"
                + " synapses were known; the epistemic part is what their samples disagree on: large for pictures of another kind.",
        "", "What cannot be read is named, the others are answered, and the exit code is 2.", ""})
final class PredictCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, a model file, or a compact file of gnn export") private Path model;

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

    @Override public Integer call() {
        Optional<Sampling> asked = sampling.sampling();
        Optional<Shipped> shipped = Shipped.load(model);
        if (shipped.isPresent() && asked.isPresent())
            throw new UserError("--samples: " + model + " is a compact network, which has no laws to sample; leave it out");
        Optional<InputRecord> meaning = shipped.isPresent() ? shipped.get().meaning() : RunData.meaning(model);
        boolean rows = meaning.flatMap(InputRecord::rows).isPresent();
        List<String> problems = new ArrayList<>();
        Optional<String> identifier;
        Answers answers;
        try (var progress = new PredictionProgress(System.err, Gnn.terminal())) {
            if (meaning.filter(its -> its.outputs().task() != Task.CLASSIFICATION).isPresent()) {
                NumberAnswers network = shipped.isPresent() ? shipped.get().numbers() : regressor(asked);
                var reader = new RawInputs(meaning, meaning.get().width(), invert);
                identifier = reader.identifier();
                OutputRecord outputs = meaning.get().outputs();
                answers = outputs.task() == Task.REGRESSION
                        ? Answers.ofNumbers(network::predict, outputs.names(), read(reader, problems))
                        : Answers.ofLabels(network::predict, outputs.names(), read(reader, problems));
            } else {
                ClassAnswers network = shipped.isPresent() ? shipped.get().classes() : classifier(asked, progress);
                List<String> classes = meaning.map(its -> its.outputs().names())
                        .orElseGet(() -> IntStream.range(0, network.classes()).mapToObj(Integer::toString).toList());
                var reader = new RawInputs(meaning, network.inputs(), invert);
                identifier = rows ? reader.identifier() : Optional.of("file");
                answers = Answers.ofClasses(network::predict, classes, read(reader, problems), asked.isPresent());
            }
        }
        print(answers, rows, identifier);
        problems.forEach(problem -> spec.commandLine().getErr().println("gnn: " + problem));
        return problems.isEmpty() ? Gnn.DONE : Gnn.BAD_INPUT;
    }

    private Regressor regressor(Optional<Sampling> asked) {
        Regressor loaded = Regressor.load(model);
        return asked.map(s -> s.of(loaded)).orElse(loaded);
    }

    private Classifier classifier(Optional<Sampling> asked, PredictionProgress progress) {
        Classifier loaded = Classifier.load(model).watched(progress);
        return asked.map(s -> s.of(loaded)).orElse(loaded);
    }

    /** What can be read; what cannot is a problem. */
    private List<Raw> read(RawInputs reader, List<String> problems) {
        var found = new ArrayList<Raw>();
        for (Path file : files) found.addAll(reader.read(file));
        found.stream().filter(raw -> raw.problem() != null).map(Raw::problem).forEach(problems::add);
        if (strict && !problems.isEmpty()) throw new UserError(problems.get(0));
        return found.stream().filter(raw -> raw.problem() == null).toList();
    }

    private void print(Answers answers, boolean rows, Optional<String> identifier) {
        PrintWriter printer = spec.commandLine().getOut();
        if (json) printer.print(Json.text(answers.all().stream().map(Answer::json).toList()));
        if (jsonl) answers.all().forEach(answer -> printer.println(Json.line(answer.json())));
        if (out.isPresent()) {
            write(out.get(), answers.csv(identifier));
        } else if (!json && !jsonl) {
            if (rows) printer.print(answers.csv(identifier));
            else answers.all().forEach(answer -> printer.println(answer.line()));
        }
        printer.flush();
    }

    private static void write(Path file, String text) {
        try {
            AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + ")", e);
        }
    }
}
