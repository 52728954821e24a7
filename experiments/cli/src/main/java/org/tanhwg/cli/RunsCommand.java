package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tanhwg.training.finished.RunList;
import org.tanhwg.training.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn runs}: what lies in a folder of runs. */
@Command(name = "runs",
        description = {
                "List the runs in a folder: data, settings that differ, accuracy or error, weights kept, and how far each is.",
                ""})
final class RunsCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FOLDER", defaultValue = "runs",
            description = "folder that holds the folders of runs [${DEFAULT-VALUE}]") private Path folder;

    @Option(names = "--json", description = "print a JSON array") private boolean json;

    @Option(names = "--html", description = "write index.html into the folder, with links to the reports") private boolean html;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        RunList runs = RunList.of(folder);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.print(Json.text(runs.entries()));
        else if (!html) out.print(runs.text());
        if (html) out.println(runs.writeIndex());
        out.flush();
        return Gnn.DONE;
    }
}
