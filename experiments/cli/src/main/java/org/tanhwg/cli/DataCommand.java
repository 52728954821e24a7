package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn data}: which data sets there are, and how to get more. */
@Command(name = "data", description = "List data sets, fetch one, or inspect one's own data.",
        synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try gnn data --help");
    }

    @Command(name = "list", description = "List data sets: where each is and where it was looked for.") int list() {
        for (DataCatalog.Entry entry : catalog().list()) {
            out().printf(Locale.ROOT, "%-16s %s%n", entry.name(), entry.place().orElse("not found"));
            if (entry.searched().size() > 1 || entry.place().isEmpty())
                out().printf(Locale.ROOT, "%-16s looked in %s%n", "", String.join(", ", entry.searched()));
        }
        return Gnn.DONE;
    }

    @Command(name = "fetch", description = "Download a data set from its publisher into the user's cache.") int fetch(
            @Parameters(paramLabel = "NAME", description = "see gnn data list") String name) {
        out().println(catalog().fetch(name));
        return Gnn.DONE;
    }

    @Command(name = "inspect", customSynopsis = "gnn data inspect [OPTIONS] PATH",
            description = "Tell what is understood of one's own data, problems first: a table, an .npz file, a folder of pictures or of IDX files.",
            modelTransformer = InspectOptions.class) int inspect(
                    @Parameters(paramLabel = "PATH", description = "file or folder") Path path,
                    @Option(names = "--json", description = "print one JSON object") boolean json) {
        CommandSpec inspecting = spec.commandLine().getSubcommands().get("inspect").getCommandSpec();
        Map<String, String> given = new LinkedHashMap<>(SettingsOptions.given(inspecting, InspectOptions.KEYS));
        given.put("data", path.toAbsolutePath().toString());
        DataDescription description = DataSource.open(path, OwnData.options(SettingsReader.read(given, Optional.empty())))
                .description();
        if (json) out().println(description.toJson());
        else description.lines().forEach(out()::println);
        return description.problems().isEmpty() ? Gnn.DONE : Gnn.BAD_INPUT;
    }

    /** What may be said of data is what {@code gnn train} takes. */
    static final class InspectOptions implements IModelTransformer {
        static final List<String> KEYS = List.of("label", "test", "test-share", "size", "missing", "skip-bad", "weight", "seed");

        @Override public CommandSpec transform(CommandSpec spec) {
            return SettingsOptions.add(spec, TrainSettings.class, Map.of("seed", "1"), key -> !KEYS.contains(key));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static DataCatalog catalog() {
        return DataCatalog.standard();
    }
}
