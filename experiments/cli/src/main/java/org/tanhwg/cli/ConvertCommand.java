package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.training.finished.Converter;
import org.tanhwg.training.finished.Converter.ConvertResult;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn convert}: dense layers to generalized ones and back. */
@Command(name = "convert", description = {
        "Turn the dense layers of a Deeplearning4j network into generalized layers of the same function, or back.", "",
        "Dense layers have no synaptic laws: they get the mean of each synapse.",
        "To prune a network that you have, gnn train --preset converted --from FILE does both at once.", ""})
final class ConvertCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, or a model file") private Path model;

    @Option(names = "--to", required = true, paramLabel = "FORM", description = "generalized or dense") private String to;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-convert]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Converter.Form form = Arrays.stream(Converter.Form.values()).filter(f -> f.toString().equals(to.toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new UserError("--to = " + to + ": must be generalized or dense"));
        Converter.Done done = Converter.convert(model, form, out);
        PrintWriter printer = spec.commandLine().getOut();
        for (ConvertResult.Layer layer : done.result().layers()) {
            String line = layer.from().equals(layer.to()) ? layer.from() + ", stays" : layer.from() + " -> " + layer.to();
            printer.println(layer.name() + ": " + line);
        }
        printer.println(done.folder().path());
        return Gnn.DONE;
    }
}
