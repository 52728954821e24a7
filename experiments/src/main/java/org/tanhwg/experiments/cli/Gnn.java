package org.tanhwg.experiments.cli;

import java.io.PrintWriter;
import org.tanhwg.experiments.run.BuildInfo;
import org.tanhwg.experiments.run.Nearest;
import org.tanhwg.experiments.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 2 bad usage or bad input (one line on standard error), 1 anything else. */
@Command(name = "gnn", description = "Generalized neural networks: train, prune, measure.", mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT, versionProvider = Gnn.Version.class, sortOptions = false, abbreviateSynopsis = true, usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrainCommand.class, EvaluateCommand.class, PredictCommand.class, DataCommand.class})
public final class Gnn implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command line in this process. */
    static int run(String... args) {
        DeserializationFilter.install();
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        var gnn = new Gnn();
        return new CommandLine(gnn).setParameterExceptionHandler((e, args) -> gnn.badUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> gnn.failed(e, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try gnn --help");
    }

    private int badUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage().lines().findFirst().orElse("bad usage");
        if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
            String word = u.getUnmatched().get(0);
            var spec = command.getCommandSpec();
            message = u.isUnknownOption() ? "unknown option " + word + Nearest.hint(word, spec.optionsMap().keySet(), "")
                    : spec.subcommands().isEmpty() ? "unexpected argument '" + word + "'; see " + spec.qualifiedName() + " --help"
                            : "unknown command '" + word + "'" + Nearest.hint(word, spec.subcommands().keySet(), spec.qualifiedName() + " ");
        }
        return report(e, message, BAD_INPUT, command);
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof UserError) return report(e, e.getMessage(), BAD_INPUT, command);
        return report(e, "failed: " + e + (debug ? "" : " (--debug shows where)"), FAILED, command);
    }

    private int report(Exception e, String message, int code, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("gnn: " + message.replaceAll("\\s*\\R\\s*", " "));
        if (debug) e.printStackTrace(err);
        err.flush();
        return code;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            BuildInfo build = BuildInfo.read();
            return new String[] {"gnn " + build.version() + " (" + build.commit() + ")"};
        }
    }
}
