package org.tanhwg.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.studies.catalog.Studies;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.finished.Agreement;
import org.tanhwg.training.finished.Agreement.ReproduceResult;
import org.tanhwg.training.finished.Agreement.ReproduceResult.Difference;
import org.tanhwg.training.finished.Agreement.Verdict;
import org.tanhwg.training.finished.FinishedRun;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn reproduce}: runs a folder's command again and says which fields of the result agree. */
@Command(name = "reproduce",
        description = {"Run a finished run again and compare every field of its result, times and machine aside.",
                "Exit code 0 when all agree, 1 when some differ, 2 when it cannot be run again.", ""})
final class ReproduceCommand implements Callable<Integer> {
    /** Arguments that call a command again, with another folder for its output; studies and trainings take their {@code config.yaml}. */
    private static final Map<String, Function<FinishedRun, Function<Path, List<String>>>> AGAIN = new TreeMap<>(Map.of( //
            "train", ReproduceCommand::config, //
            "search", ReproduceCommand::config, //
            "compare", ReproduceCommand::config, //
            "evaluate", ReproduceCommand::options, //
            "bench", ReproduceCommand::tables));
    static {
        Studies.all().keySet().forEach(name -> AGAIN.put(name, ReproduceCommand::config));
    }

    @Parameters(paramLabel = "DIR", description = "folder of a finished run") private Path run;

    @Option(names = "--spark", paramLabel = "MASTER",
            description = "for a training on Spark: where it runs again, on any master") private Optional<String> spark;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of the comparison and, in run, of the repetition [runs/<time>-reproduce]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        FinishedRun finished = FinishedRun.read(run);
        if (!AGAIN.containsKey(finished.command()))
            throw new UserError(run + ": a run of gnn " + finished.command() + " cannot be reproduced; those of "
                    + String.join(", ", AGAIN.keySet()) + " can");
        Function<Path, List<String>> again = AGAIN.get(finished.command()).apply(finished);
        Optional<Sharing> sharing = sharing(finished);
        if (sharing.map(Sharing::dataUri).isEmpty()) finished.requireSameData();

        RunFolder folder = RunFolder.create(out, "reproduce");
        String config = "run: " + run.toAbsolutePath().normalize() + "\n";
        folder.writeConfig(config);
        var repetition = new RunFolder(folder.path().resolve("run"));
        Stream<String> arguments = Stream.concat(again.apply(repetition.path()).stream(),
                sharing.stream().flatMap(this::onSpark));
        // its results are ours to print, its progress and errors are not
        int code = Gnn.run(new PrintWriter(Writer.nullWriter()), spec.commandLine().getErr(), arguments.toArray(String[]::new));
        if (!Files.exists(repetition.result())) return code == Gnn.BAD_INPUT ? code : Gnn.FAILED; // the command has said why

        Agreement agreement = finished.compare(repetition);
        var result = new ReproduceResult("reproduce",
                Provenance.collect(config, finished.result().at("/provenance/dataSha256").asText(null),
                        finished.result().at("/provenance/seed").asLong()),
                run.toString(), agreement.with(Verdict.AGREES).size(), differences(agreement, Verdict.DIFFERS),
                differences(agreement, Verdict.NOTED));
        folder.write(folder.result(), file -> file.write(Json.bytes(result)));
        print(agreement, folder.path());
        return result.differing().isEmpty() ? Gnn.DONE : Gnn.FAILED;
    }

    /** How a training was shared out; empty where it was not. @throws UserError when {@code --spark} does not go with that */
    private Optional<Sharing> sharing(FinishedRun finished) {
        boolean shared = Sharing.isIn(finished.folder());
        if (shared && spark.isEmpty())
            throw new UserError(
                    run + ": was trained on Spark; gnn reproduce --spark MASTER " + run + " runs it again, there or elsewhere");
        if (!shared && spark.isPresent()) throw new UserError(run + ": was not trained on Spark; leave out --spark");
        return shared ? Optional.of(Sharing.read(finished.folder())) : Optional.empty();
    }

    private Stream<String> onSpark(Sharing sharing) {
        Stream<String> always = Stream.of("--spark", spark.orElseThrow(), "--partitions", String.valueOf(sharing.partitions()),
                "--round-steps", String.valueOf(sharing.roundSteps()));
        return sharing.dataUri() == null ? always : Stream.concat(always, Stream.of("--data-uri", sharing.dataUri()));
    }

    /** For a command that takes its {@code config.yaml}. */
    private static Function<Path, List<String>> config(FinishedRun run) {
        return out -> List.of(run.command(), "--config", run.folder().config().toString(), "--out", out.toString());
    }

    /** For a command whose {@code config.yaml} holds its options. */
    private static Function<Path, List<String>> options(FinishedRun run) {
        Stream<String> options = run.config().entrySet().stream()
                .flatMap(option -> Stream.of("--" + option.getKey(), String.valueOf(option.getValue())));
        return out -> Stream.concat(Stream.of(run.command(), "--out", out.toString()), options).toList();
    }

    private static Function<Path, List<String>> tables(FinishedRun run) {
        if (run.config().get("drift-seeds") instanceof List<?> seeds)
            return out -> List.of("bench", "drift", "--out", out.toString(), "--results", out.resolve("results.md").toString(),
                    "--seeds", seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
        if (run.config().get("transitions-seed") instanceof Integer seed)
            return out -> List.of("bench", "transitions", "--out", out.toString(), "--results",
                    out.resolve("results.md").toString(),
                    "--seed", seed.toString(), "--data", String.valueOf(run.config().get("data")));
        if (run.config().containsKey("rounds-seeds"))
            throw new UserError(run.folder().path()
                    + ": was trained on Spark run by run; gnn reproduce --spark MASTER takes one of the folders in its cells");
        if (!(run.config().get("tables") instanceof List<?> tables))
            throw new UserError(
                    run.folder().path() + ": measured speed, which is never the same twice; there is nothing to agree on");
        return out -> Stream
                .concat(Stream.of("bench", "--out", out.toString(), "--results", out.resolve("results.md").toString()),
                        tables.stream().map(String::valueOf))
                .toList();
    }

    private static List<Difference> differences(Agreement agreement, Verdict verdict) {
        return agreement.with(verdict).stream().map(f -> new Difference(f.path(), f.was(), f.is())).toList();
    }

    private void print(Agreement agreement, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        agreement.counts(Verdict.AGREES)
                .forEach((path, count) -> out.println("agrees   " + path + (count == 1 ? "" : "  (" + count + ")")));
        agreement.counts(Verdict.ASIDE)
                .forEach((path, count) -> out.println("aside    " + path + (count == 1 ? "" : "  (" + count + ")")));
        agreement.with(Verdict.NOTED).forEach(field -> out.println("note     " + shown(field)));
        agreement.with(Verdict.DIFFERS).forEach(field -> out.println("differs  " + shown(field)));
        int differing = agreement.with(Verdict.DIFFERS).size();
        int compared = agreement.with(Verdict.AGREES).size() + differing;
        out.println((differing == 0 ? "all " + compared + " fields agree" : differing + " of " + compared + " fields differ")
                + "  " + folder);
        out.flush();
    }

    private static String shown(Agreement.Field field) {
        return field.path() + ": was " + (field.was().isEmpty() ? "missing" : field.was()) + ", is "
                + (field.is().isEmpty() ? "missing" : field.is());
    }
}
