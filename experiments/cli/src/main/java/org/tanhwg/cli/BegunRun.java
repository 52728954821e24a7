package org.tanhwg.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The folder of a run that {@code --resume} goes on with, where config.yaml holds the command's own options.
 *
 * @param command with the options that the run was begun with
 */
record BegunRun<C>(C command, RunFolder folder) {
    private static final String RESUME = "--resume";

    /**
     * Opens it.
     *
     * @param called what the user typed
     * @param fresh a command that gets the run's options
     * @throws UserError when other options are given, or the folder is none of an unfinished run of this command
     */
    static <C> BegunRun<C> open(Path path, CommandSpec called, C fresh) {
        called.commandLine().getParseResult().matchedOptions().stream().map(option -> option.longestName())
                .filter(name -> !name.equals(RESUME) && !name.equals("--debug")).findFirst().ifPresent(name -> {
                    throw new UserError(RESUME + " goes on with a run as it was configured; leave out " + name);
                });
        RunFolder folder = RunFolder.existing(path);
        if (Files.exists(folder.result()))
            throw new UserError(path + ": is a finished run (it has a result.json); nothing is left to do");
        List<String> options = ReproduceCommand.options(ConfigFile.read(folder.config(), List.of()).values());
        try {
            new CommandLine(fresh).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new UserError(folder.config() + ": is no configuration of gnn " + called.name() + ": " + e.getMessage(), e);
        }
        return new BegunRun<>(fresh, folder);
    }
}
