package org.tanhwg.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the settings of a run come from, and where it goes to. */
final class RunOptions {
    @Option(names = "--config", paramLabel = "FILE", order = 100,
            description = "YAML file with any of these options, such as the config.yaml of a run; the command line wins") private Optional<Path> config;

    @Option(names = "--out", paramLabel = "DIR", order = 101,
            description = "folder of this run, new or empty [runs/<time>-${COMMAND-NAME}]") private Optional<Path> out;

    @Option(names = "--resume", paramLabel = "DIR", order = 102,
            description = "go on with the run in DIR, as it was configured; what it kept is not done again") private Optional<Path> resume;

    @Spec(Spec.Target.MIXEE) private CommandSpec spec;

    Optional<Path> config() { return config; }

    /** The file of {@code --config}. @throws UserError when it holds other keys than these and {@code out} */
    Optional<ConfigFile> file(List<String> keys) {
        return config.map(path -> ConfigFile.read(path, Stream.concat(keys.stream(), Stream.of("out")).toList()));
    }

    Optional<Path> out() { return out; }

    /** Where the run goes to: as typed, or as the file says. */
    Optional<Path> out(Optional<ConfigFile> file) {
        return out.or(() -> file.flatMap(f -> f.path("out")));
    }

    /** The run to go on with. @throws UserError when options are given besides that say how it was configured */
    Optional<Path> resume(String... allowed) {
        List<String> alone = Stream.concat(Stream.of("--resume", "--debug"), Stream.of(allowed)).toList();
        if (resume.isPresent())
            spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName)
                    .filter(name -> !alone.contains(name)).findFirst().ifPresent(name -> {
                        throw new UserError("--resume goes on with a run as it was configured; leave out " + name);
                    });
        return resume;
    }
}
