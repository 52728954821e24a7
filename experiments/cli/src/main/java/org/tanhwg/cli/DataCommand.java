package org.tanhwg.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn data}: which data sets there are, and how to get more. */
@Command(name = "data", description = "List data sets, or fetch one.", synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try gnn data --help");
    }

    @Command(name = "list", description = "List data sets: where each is and where it was looked for.") int list() {
        for (DataCatalog.Entry entry : catalog().list()) {
            out().printf("%-16s %s%n", entry.name(), entry.place().orElse("not found"));
            if (entry.searched().size() > 1 || entry.place().isEmpty())
                out().printf("%-16s looked in %s%n", "", String.join(", ", entry.searched()));
        }
        return Gnn.DONE;
    }

    @Command(name = "fetch", description = "Download a data set from its publisher into the user's cache.") int fetch(
            @Parameters(paramLabel = "NAME", description = "see gnn data list") String name) {
        out().println(catalog().fetch(name));
        return Gnn.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static DataCatalog catalog() {
        return new DataCatalog(DataPlaces.of(System.getenv(), Optional.empty()));
    }
}
