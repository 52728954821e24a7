package org.tanhwg.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gnn data}: which data sets there are. */
@Command(name = "data", description = "List data sets, or fetch one.", synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try gnn data --help");
    }

    @Command(name = "list", description = "List data sets and where each was looked for.") int list() {
        PrintWriter out = spec.commandLine().getOut();
        for (DataCatalog.Entry entry : catalog(Optional.empty()).list()) {
            out.printf("%-16s %s%n", entry.name(),
                    entry.place().orElse("not found; looked in " + String.join(", ", entry.searched())));
        }
        out.flush();
        return Gnn.DONE;
    }

    private static DataCatalog catalog(Optional<Path> explicit) {
        return new DataCatalog(DataPlaces.of(System.getenv(), explicit));
    }
}
