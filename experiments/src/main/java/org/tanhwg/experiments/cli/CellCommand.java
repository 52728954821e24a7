package org.tanhwg.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tanhwg.experiments.cells.Cells;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gnn cell}: what {@code bench} and {@code compare} start for each run that gets a process of its own. */
@Command(name = "cell", hidden = true, description = "Train as the config.yaml in DIR says; a run that diverges is a result too.")
final class CellCommand implements Callable<Integer> {
    static final List<String> PROGRAM = List.of(Gnn.class.getName(), "cell");

    @Parameters(paramLabel = "DIR") private Path folder;

    @Override public Integer call() {
        Cells.runAlone(folder);
        return Gnn.DONE;
    }
}
