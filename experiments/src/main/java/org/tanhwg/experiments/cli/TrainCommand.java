package org.tanhwg.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.result.FinalResult;
import org.tanhwg.experiments.run.ConfigFile;
import org.tanhwg.experiments.run.GivenNetwork;
import org.tanhwg.experiments.run.Progress;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.SettingsReader;
import org.tanhwg.experiments.run.TrainSettings;
import org.tanhwg.experiments.run.Trainer;
import org.tanhwg.experiments.run.TrainingData;
import org.tanhwg.experiments.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn train}: an option for each component of {@link TrainSettings}, and where they come from and the run goes to. */
@Command(name = "train", customSynopsis = "gnn train [OPTIONS]",
        description = "Train and prune a network. Defaults are in brackets.",
        modelTransformer = SettingsOptions.class)
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", order = 100,
            description = "YAML file with any of these options; the command line wins") private Optional<Path> config;

    @Option(names = "--out", paramLabel = "DIR", order = 101,
            description = "folder of the run, new or empty [runs/<time>-train]") private Optional<Path> out;

    @Option(names = "--resume", paramLabel = "DIR", order = 102,
            description = "go on with the run in DIR, as it was configured") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Map<String, String> given = SettingsOptions.given(spec);
        return resume.isPresent() ? resume(resume.get(), given) : train(given);
    }

    private int train(Map<String, String> given) {
        var known = new ArrayList<>(SettingsReader.keys().keySet());
        known.add("out");
        Optional<ConfigFile> file = config.map(path -> ConfigFile.read(path, known));
        TrainSettings settings = SettingsReader.read(given, file);
        Dataset data = TrainingData.load(settings);
        GivenNetwork.check(settings, data.train());
        Optional<Path> place = out.or(() -> file.map(f -> f.values().get("out")).map(value -> Path.of(value.toString())));
        RunFolder folder = RunFolder.create(place, "train");
        folder.writeConfig(SettingsReader.write(settings));
        return run(settings, data, folder);
    }

    private int resume(Path path, Map<String, String> given) {
        if (!given.isEmpty() || config.isPresent() || out.isPresent()) {
            throw new UserError("--resume goes on with a run as it was configured; leave out "
                    + (given.isEmpty() ? config.isPresent() ? "--config" : "--out" : "--" + given.keySet().iterator().next()));
        }
        RunFolder folder = RunFolder.existing(path);
        if (Files.exists(folder.result()))
            throw new UserError(path + ": is a finished run (it has a result.json); nothing is left to do");
        TrainSettings settings = SettingsReader.read(folder);
        return run(settings, TrainingData.load(settings), folder);
    }

    private int run(TrainSettings settings, Dataset data, RunFolder folder) {
        FinalResult end;
        try (var progress = new Progress(System.err, Gnn.terminal())) {
            end = Trainer.train(settings, data, folder, progress).outcome();
        }
        spec.commandLine().getOut().printf(Locale.ROOT, "%s %.2f %%  kept %.2f %%  %s%n",
                settings.validation() > 0 ? "validation" : "test",
                100 * end.testAccuracy(), 100 * end.keptFraction(), folder.path());
        return Gnn.DONE;
    }
}
