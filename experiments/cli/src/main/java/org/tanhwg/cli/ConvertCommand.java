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

/** {@code gnn convert}: dense layers to generalized ones and back, and duplicate units merged. */
@Command(name = "convert", description = {
        "Turn the dense layers of a Deeplearning4j network into generalized layers of the same function, or back.", "",
        "Dense layers have no synaptic laws: they get the mean of each synapse.",
        "To prune a network that you have, gnn train --preset converted --from FILE does both at once.", ""})
final class ConvertCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, or a model file") private Path model;

    @Option(names = "--to", paramLabel = "FORM",
            description = "generalized or dense [as it is, with --merge]") private Optional<String> to;

    @Option(names = "--merge", paramLabel = "DISTANCE",
            description = "merge units of a layer whose measures are that close, such as 1e-3, and say how much an output can change") private Optional<Double> merge;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-convert]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        if (to.isEmpty() && merge.isEmpty())
            throw new UserError("nothing to do: gnn convert needs --to generalized, --to dense or --merge DISTANCE");
        if (merge.filter(distance -> !(distance >= 0)).isPresent())
            throw new UserError("--merge = " + merge.get() + ": must be at least 0");
        Converter.Done done = Converter.convert(model, to.map(ConvertCommand::form), merge, out);
        PrintWriter printer = spec.commandLine().getOut();
        for (ConvertResult.Layer layer : done.result().layers()) {
            String line = layer.from().equals(layer.to()) ? layer.from() + ", stays" : layer.from() + " -> " + layer.to();
            printer.println(layer.name() + ": " + line);
        }
        if (merge.isPresent())
            printer.printf(Locale.ROOT,
                    "merged %d units; outputs change by at most %.3g before their activation, for inputs up to 1%n",
                    done.result().merged().size(), done.result().bound());
        printer.println(done.folder().path());
        return Gnn.DONE;
    }

    private static Converter.Form form(String name) {
        return Arrays.stream(Converter.Form.values()).filter(f -> f.toString().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new UserError("--to = " + name + ": must be generalized or dense"));
    }
}
