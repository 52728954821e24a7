package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.layers.io.ModelFileException;
import org.tanhwg.studies.catalog.Studies;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Interruption.TrainingStopped;
import org.tanhwg.training.run.Provenance.BuildInfo;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 2 bad usage or bad input (one line on standard error), 1 anything else. */
@Command(name = "gnn", description = "Generalized neural networks: train, prune, measure.", mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT, versionProvider = Gnn.Version.class, sortOptions = false, abbreviateSynopsis = true,
        usageHelpAutoWidth = true, synopsisSubcommandLabel = "COMMAND")
public final class Gnn implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    @Option(names = "--debug", scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.") private boolean debug;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        // Spark's own protocol deserializes what it likes
        if (Arrays.stream(args).noneMatch(arg -> arg.matches("--spark(=.*)?"))) DeserializationFilter.install();
        System.setProperty("java.awt.headless", "true");
        System.exit(run(commandLine(args), args));
    }

    /** Runs one command inside this process, for a program that wants its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(commandLine(args).setOut(out).setErr(err), args);
    }

    private static int run(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (Error e) { // such as OutOfMemoryError
            line.getErr().println("gnn: " + (e instanceof LinkageError ? nativeLibraries(e) : UserError.bounded("failed: " + e)));
            if (List.of(args).contains("--debug")) e.printStackTrace(line.getErr());
            return FAILED;
        }
    }

    /** What a full disk, or a file system that runs nothing, looks like from here; any other class that is missing is shown as it is. */
    private static String nativeLibraries(Error e) {
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache");
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        boolean ofCode = Arrays.stream(cause.getStackTrace()).noneMatch(frame -> frame.getClassName().startsWith("org.nd4j")
                || frame.getClassName().startsWith("org.bytedeco"));
        return UserError.bounded(ofCode ? "failed: " + e : "native libraries cannot be unpacked to or loaded from " + cache + " ("
                + cause.getMessage() + "); GNN_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR names another folder");
    }

    /** Every command that is not a study by its name, in the order of help; no class of a command is loaded before it is asked for. */
    private static Map<String, Supplier<Object>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("train", () -> new TrainCommand());
        commands.put("evaluate", () -> new EvaluateCommand());
        commands.put("predict", () -> new PredictCommand());
        commands.put("compare", () -> new CompareCommand());
        commands.put("search", () -> new SearchCommand());
        commands.put("runs", () -> new RunsCommand());
        commands.put("report", () -> new ReportCommand());
        commands.put("reproduce", () -> new ReproduceCommand());
        commands.put("convert", () -> new ConvertCommand());
        commands.put("export", () -> new ExportCommand());
        commands.put("bench", () -> new BenchCommand());
        commands.put("data", () -> new DataCommand());
        commands.put("doctor", () -> new DoctorCommand());
        commands.put("cells", () -> new CellCommand());
        return commands;
    }

    /** The command line that reads these arguments: with the command that they name, or with all where they name none. */
    static CommandLine commandLine(String... args) {
        String named = Stream.of(args).filter(arg -> !arg.startsWith("-")).findFirst().orElse("");
        Map<String, Supplier<Object>> commands = commands();
        if (!commands.containsKey(named))
            Studies.all().forEach((name, study) -> commands.put(name, () -> StudyCommand.of(study.get())));
        if (commands.containsKey(named)) commands.keySet().retainAll(Set.of(named));
        var gnn = new Gnn();
        var line = new CommandLine(gnn);
        commands.forEach((name, command) -> line.addSubcommand(name, new CommandLine(command.get())));
        ITypeConverter<Integer> ints = text -> number(text, Integer::valueOf, "a whole number");
        ITypeConverter<Long> longs = text -> number(text, Long::valueOf, "a whole number");
        ITypeConverter<Double> doubles = text -> number(text, Double::valueOf, "a number");
        return line.setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Gnn::path)
                .registerConverter(int.class, ints).registerConverter(Integer.class, ints)
                .registerConverter(long.class, longs).registerConverter(Long.class, longs)
                .registerConverter(double.class, doubles).registerConverter(Double.class, doubles)
                .setParameterExceptionHandler((e, arguments) -> gnn.badUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> gnn.failed(e, command));
    }

    /** An empty name, as of a variable that is not set, would stand for the current folder. */
    private static Path path(String name) {
        if (name.isBlank()) throw new TypeConversionException("must be the name of a file or folder, is empty");
        return Path.of(name);
    }

    private static <N> N number(String text, Function<String, N> type, String what) {
        try {
            return type.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' must be " + what);
        }
    }

    /** Whether standard error is a terminal; the launcher knows, Java does not. */
    static boolean terminal() {
        return Boolean.parseBoolean(System.getProperty("gnn.terminal", "false"));
    }

    @Override public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; try gnn --help");
    }

    private int badUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage().lines().findFirst().orElse("bad usage");
        if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
            String word = u.getUnmatched().get(0);
            var spec = command.getCommandSpec();
            var known = u.isUnknownOption() ? spec.optionsMap().keySet() : spec.subcommands().keySet();
            message = (u.isUnknownOption() ? "unknown option " : known.isEmpty() ? "unexpected argument " : "unknown command ")
                    + word + "; "
                    + ConfigFile.nearest(word, known).map(near -> "did you mean " + near + "?")
                            .orElse("see " + spec.qualifiedName() + " --help");
        }
        return report(e, message, BAD_INPUT, command);
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof UserError || e instanceof DataException || e instanceof ModelFileException)
            return report(e, e.getMessage(), BAD_INPUT, command);
        if (e instanceof TrainingStopped stopped) {
            int code = report(e, e.getMessage(), FAILED, command);
            stopped.shown();
            return code;
        }
        return report(e, "failed: " + e + (debug ? "" : " (--debug shows where)"), FAILED, command);
    }

    private int report(Exception e, String message, int code, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("gnn: " + UserError.bounded(message));
        if (debug) e.printStackTrace(err);
        err.flush();
        return code;
    }

    static final class Version implements IVersionProvider {
        @Override public String[] getVersion() {
            BuildInfo build = BuildInfo.read();
            return new String[] {"gnn " + build.version() + " (" + build.commit() + ")"};
        }
    }
}
