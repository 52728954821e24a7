package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.finished.Exporter;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.OwnData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gnn export}: what pruning left of a network, as a file to ship. */
@Command(name = "export", description = {
        "Write what pruning left of a network as a file that is used without Deeplearning4j, and compare the two on test examples.",
        "",
        "compact: living synapses only, read by the module gnn-core alone; docs/compact-format.md.",
        "onnx: living inputs, channels and units, dense between them; for ONNX Runtime and its like.", "",
        "Networks of dense, output and convolution layers, generalized or not, with relu, tanh, sigmoid, identity and, at the end, softmax; pooling by MAX and AVG. "
                + "Synapses with a law become their means; batch normalisation is folded into weights and biases.",
        ""})
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, a model file, or a compact file") private Path model;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "compact or onnx") private String format;

    @Option(names = "--bits", paramLabel = "N", defaultValue = "32",
            description = "bits of an amplitude: 32, or 8 for a smaller file that rounds [${DEFAULT-VALUE}]") private int bits;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the new file") private Path out;

    @Option(names = "--data", paramLabel = "NAME|PATH",
            description = "data set whose test examples both are asked about [that of the run]") private Optional<String> data;

    @Option(names = "--label", paramLabel = "COLUMN,...", split = ",",
            description = "columns of a table that say what is right [as in training, else the one that is no input]") private List<String> label = List
                    .of();

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "folder that holds the IDX files of --data") private Optional<Path> dataDir;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        if (!label.isEmpty() && data.isEmpty())
            throw new ParameterException(spec.commandLine(), "--label needs --data, the table that has it");
        if (dataDir.isPresent() && data.isEmpty())
            throw new ParameterException(spec.commandLine(), "--data-dir needs --data, the name of the data set in it");
        Exporter.Format kind = Arrays.stream(Exporter.Format.values())
                .filter(f -> f.toString().equals(format.toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new UserError("--format = " + format + ": must be compact or onnx"));
        Exporter.Done done = Exporter
                .export(new Exporter.Settings(model, kind, bits, out,
                        data.map(d -> new Source(OwnData.resolve(d), dataDir, label))));
        PrintWriter printer = spec.commandLine().getOut();
        CompactNetwork network = done.network();
        String units = network.units().stream().map(String::valueOf).collect(Collectors.joining("-"));
        printer.printf(Locale.ROOT, "%d of %d weights, %d of %d inputs, units %s%s%n", network.synapses(), done.weights(),
                network.liveInputs().length, network.inputs(), units,
                network.multiplyAdds() == network.synapses() ? "" : ", " + network.multiplyAdds() + " multiply-adds");
        done.answers().ifPresent(a -> printer.printf(Locale.ROOT,
                "%s test %.2f %%, the original %.2f %%; the same answer to %d of %d%n", a.data(), 100 * a.accuracy(),
                100 * a.original(), a.same(), a.examples()));
        done.missing().ifPresent(why -> printer.println("not compared on test examples: " + why));
        printer.printf(Locale.ROOT, "kept %.2f %%  %d bytes  %s%n", 100 * done.keptFraction(), done.bytes(), out);
        return Gnn.DONE;
    }
}
