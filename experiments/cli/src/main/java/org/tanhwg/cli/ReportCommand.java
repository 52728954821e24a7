package org.tanhwg.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.tanhwg.studies.catalog.Studies;
import org.tanhwg.training.compare.Comparison;
import org.tanhwg.training.finished.Evaluator;
import org.tanhwg.training.finished.Reports;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn report}: a report over several runs, or that of one run again. */
@Command(name = "report",
        description = {"Compare finished training runs in one report: settings, learning curves, accuracy and weights, times.",
                "Of one run, write its report.html again. Of a search, its best training is compared.", ""})
final class ReportCommand implements Callable<Integer> {
    /** How the report of one run is written again, by its command; every study can. */
    private static final Map<String, Function<RunFolder, Path>> AGAIN = new TreeMap<>(Map.of( //
            "train", Reports::ofTraining, //
            "evaluate", Evaluator::report, //
            "compare", Comparison::writeReport, //
            "search", SearchData::write));
    static {
        Studies.all().forEach((name, study) -> AGAIN.put(name, folder -> study.get().report(folder)));
    }

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "folder of a finished run") private List<Path> runs;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of the report over several runs, new or empty [runs/<time>-report]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        List<RunFolder> folders = runs.stream().map(RunFolder::existing).toList();
        Path report = folders.size() == 1 ? again(folders.get(0))
                : Reports.ofTrainings(folders.stream().map(ReportCommand::training).toList(), out);
        spec.commandLine().getOut().println(report);
        return Gnn.DONE;
    }

    private Path again(RunFolder folder) {
        if (out.isPresent())
            throw new UserError("--out is for a report over several runs; that of one run goes into its own folder");
        String command = folder.command();
        if (!AGAIN.containsKey(command))
            throw new UserError(folder.path() + ": the report of a run of gnn " + command + " cannot be written again; those of "
                    + String.join(", ", AGAIN.keySet()) + " can");
        return AGAIN.get(command).apply(folder);
    }

    /** A search counts with the training at its end. */
    private static RunFolder training(RunFolder folder) {
        RunFolder best = new RunFolder(folder.path().resolve("best"));
        return Files.exists(best.result()) ? best : folder;
    }
}
