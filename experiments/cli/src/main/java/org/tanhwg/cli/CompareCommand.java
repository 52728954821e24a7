package org.tanhwg.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.training.compare.CompareReader;
import org.tanhwg.training.compare.CompareSettings;
import org.tanhwg.training.compare.Comparison;
import org.tanhwg.training.compare.ComparisonOutcome;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Workers;
import org.tanhwg.training.settings.TrainSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn compare}: optimizers on data sets under one budget. */
@Command(name = "compare", customSynopsis = {"gnn compare --preset paper [OPTIONS]",
        "       gnn compare --optimizers NAME,... --data NAME,... --seeds N,... [OPTIONS]"},
        modelTransformer = CompareCommand.Shared.class, description = {
                "Compare optimizers under one budget, each after the same small search for its step size.", "",
                "The search sees held-out training examples only. What is done is kept: the same command with the same --out goes on, and with"
                        + " more seeds, optimizers or data sets adds what is missing.",
                "",
                "Optimizers: tan-hwg, mirror-descent, projected-gradient, eg-pm, sgd, nesterov, adam, l1-prox, half-prox, reweighted-prox, magnitude-pruning, gradual-pruning, rigl.",
                "Other options of gnn train, such as --layers or --batch, hold for all runs. Defaults are in brackets.", ""})
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--preset", paramLabel = "NAME", order = -20,
            description = "paper: every optimizer, MNIST and Fashion-MNIST, three seeds") private Optional<String> preset;

    @Option(names = "--workers", paramLabel = "N", order = 97,
            description = "runs at a time [one for each core]") private Optional<Integer> workers;

    @Option(names = "--config", paramLabel = "FILE", order = 98,
            description = "config.yaml of a comparison; the command line wins") private Optional<Path> config;

    @Option(names = "--out", paramLabel = "DIR", order = 99,
            description = "folder of the comparison [runs/<time>-compare]") private Optional<Path> out;

    @Option(names = "--results", paramLabel = "FILE", order = 101,
            description = "Markdown page that gets the table too, such as docs/results.md") private Optional<Path> results;

    @Option(names = "--resume", paramLabel = "DIR", order = 100,
            description = "go on with the comparison in DIR, as it was configured") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Map<String, String> given = SettingsOptions.given(spec, CompareReader.keys());
        Map<String, String> training = SettingsOptions.given(spec, CompareReader.shared());
        boolean alone = given.isEmpty() && training.isEmpty() && preset.isEmpty() && config.isEmpty() && out.isEmpty();
        if (resume.isPresent() && !alone)
            throw new UserError("--resume goes on with a comparison as it was configured; only --workers goes with it");
        if (results.isPresent() && (preset.isEmpty() || config.isPresent()))
            throw new UserError("--results needs --preset and no --config, so that the page can name the command");
        CompareSettings settings = resume.isPresent() ? CompareReader.read(RunFolder.existing(resume.get()))
                : CompareReader.read(given, training, preset, config);
        int processes = Workers.count(workers);
        try (Comparison comparison = Comparison.open(settings, resume.or(() -> out))) {
            Path folder = comparison.folder().path();
            System.err.println("if interrupted, gnn compare --resume " + folder + " goes on");
            ComparisonOutcome outcome = comparison.run(processes, CellCommand.PROGRAM, System.err);
            results.ifPresent(page -> outcome.publish(page, "compare-" + preset.orElseThrow(), command(given, training)));
            spec.commandLine().getOut().println(folder);
        }
        return Gnn.DONE;
    }

    /** What gives the same table again. */
    private String command(Map<String, String> given, Map<String, String> training) {
        String options = Stream.of(given, training).flatMap(map -> map.entrySet().stream())
                .map(option -> " --" + option.getKey() + " " + option.getValue()).collect(Collectors.joining());
        return "compare --preset " + preset.orElseThrow() + options;
    }

    /** The settings of a comparison, and those of a training that all runs may share; help leaves most of these to {@code gnn train --help}. */
    static final class Shared implements IModelTransformer {
        @Override public CommandSpec transform(CommandSpec spec) {
            SettingsOptions.add(spec, CompareSettings.class, SettingsOptions.standards("comparisons/default.yaml"), key -> false);
            return SettingsOptions.add(spec, TrainSettings.class, SettingsOptions.standards("presets/default.yaml"),
                    key -> !List.of("layers", "batch").contains(key));
        }
    }
}
