package org.tanhwg.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tanhwg.training.cells.CellRunner;
import picocli.CommandLine.Command;

/** {@code gnn cells}: a process of {@code bench} or {@code compare} that trains as their lines on its standard input say. */
@Command(name = "cells", hidden = true,
        description = "Train as the config.yaml in each folder says that is named on standard input.")
final class CellCommand implements Callable<Integer> {
    static final List<String> PROGRAM = List.of(Gnn.class.getName(), "cells");

    @Override public Integer call() throws IOException {
        new CellRunner(Path.of(""), System.err, false)
                .serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
        return Gnn.DONE;
    }
}
