package org.tanhwg.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.GivenNetwork;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn train}: an option for each component of {@link TrainSettings}, and where they come from and the run goes to. */
@Command(name = "train", customSynopsis = "gnn train [OPTIONS]",
        description = "Train and prune a network. Defaults are in brackets.",
        modelTransformer = SettingsOptions.class)
final class TrainCommand implements Callable<Integer> {
    @Mixin private RunOptions place;

    @Option(names = "--spark", paramLabel = "MASTER", arity = "0..1", fallbackValue = "", order = 103,
            description = "train on Apache Spark: a master such as local[4] or spark://HOST:7077; under spark-submit nothing") private Optional<String> spark;

    @Option(names = "--partitions", paramLabel = "N", order = 104,
            description = "with --spark: shares of the training examples [one for each core]") private Optional<Integer> partitions;

    @Option(names = "--round-steps", paramLabel = "N", order = 105,
            description = "with --spark: steps from one barycentre to the next, 0 for an epoch [those of --consolidate-every]") private Optional<Integer> roundSteps;

    @Option(names = "--data-uri", paramLabel = "URI", order = 106,
            description = "with --spark: folder of the data set on any file system of Hadoop") private Optional<String> dataUri;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Map<String, String> given = SettingsOptions.given(spec);
        Optional<Path> resume = place.resume("--spark");
        return resume.isPresent() ? resume(resume.get()) : train(given);
    }

    private int train(Map<String, String> given) {
        Optional<ConfigFile> file = place.file(List.copyOf(SettingsReader.keys().keySet()));
        TrainSettings settings = SettingsReader.read(given, file);
        if (spark.isPresent()) return share(settings, given, file);
        requireNoSharing();
        Optional<Path> out = place.out(file); // a mistake there is said before data are read
        TrainingData data = TrainingData.load(settings);
        GivenNetwork.check(settings, data.dataset().train());
        tell(data, settings, given, file);
        RunFolder folder = RunFolder.create(out, "train");
        folder.writeConfig(SettingsReader.write(settings));
        return run(settings, new Trainer(settings, data), folder);
    }

    private void tell(TrainingData data, TrainSettings settings, Map<String, String> given, Optional<ConfigFile> file) {
        data.description().ifPresent(its -> its.lines().forEach(spec.commandLine().getErr()::println));
        boolean named = given.containsKey("preset") || file.filter(its -> its.values().containsKey("preset")).isPresent();
        if (settings.preset().equals("table") && !named)
            spec.commandLine().getErr().println("preset table, because the data are a table; --preset names another");
    }

    private int share(TrainSettings settings, Map<String, String> given, Optional<ConfigFile> file) {
        Stream.of("patience", "validation-share", "class-weights", "augment")
                .filter(key -> SettingsReader.values(settings).containsKey(key)).findFirst().ifPresent(key -> {
                    throw new UserError("--" + key + ": is not for training on Spark; leave it out");
                });
        var sharing = new Sharing(partitions.orElse(0), roundSteps.orElse(settings.consolidateEvery()), dataUri.orElse(null));
        try (Cluster cluster = Cluster.connect(spark.get())) {
            Cluster.SharedTraining training = cluster.training(settings, sharing);
            GivenNetwork.check(settings, training.measurer().examples());
            training.data().ifPresent(data -> tell(data, settings, given, file));
            RunFolder folder = RunFolder.create(place.out(file), "train", Sharing.FILE);
            training.sharing().write(folder);
            folder.writeConfig(SettingsReader.write(settings));
            return run(settings, shared(settings, training, folder), folder);
        }
    }

    private void requireNoSharing() {
        for (String option : List.of("--partitions", "--round-steps", "--data-uri"))
            if (spec.commandLine().getParseResult().hasMatchedOption(option))
                throw new UserError(option + ": needs --spark MASTER");
    }

    private int resume(Path path) {
        RunFolder folder = RunFolder.existing(path);
        if (Files.exists(folder.result())) FolderLock.resume(folder, "run");
        TrainSettings settings = SettingsReader.read(folder);
        if (Sharing.isIn(folder) != spark.isPresent())
            throw new UserError(path + (spark.isPresent() ? ": was not begun with --spark; leave it out"
                    : ": was begun on Spark; --spark MASTER goes on with it, there or elsewhere"));
        if (spark.isEmpty()) return run(settings, new Trainer(settings, TrainingData.load(settings)), folder);
        try (Cluster cluster = Cluster.connect(spark.get())) {
            return run(settings, shared(settings, cluster.training(settings, Sharing.read(folder)), folder), folder);
        }
    }

    private int run(TrainSettings settings, Trainer trainer, RunFolder folder) {
        try (var lock = FolderLock.take(folder, "training"); var progress = new Progress(System.err, Gnn.terminal())) {
            return report(settings, trainer.train(folder, progress).outcome(), folder);
        }
    }

    private static Trainer shared(TrainSettings settings, Cluster.SharedTraining training, RunFolder folder) {
        return new Trainer(settings, training.executor(folder), training.measurer(), training.data());
    }

    private int report(TrainSettings settings, FinalResult end, RunFolder folder) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%s %s  kept %.2f %%  %s%n", settings.measuredOn(), score(end),
                100 * end.keptFraction(), folder.path());
        return Gnn.DONE;
    }

    /** How good a network is, as a line shows it. */
    static String score(FinalResult end) {
        return end.isRegression()
                ? String.format(Locale.ROOT, "RMSE %.4g  R2 %.4f", end.scores().testRmse(), end.scores().testR2())
                : String.format(Locale.ROOT, "%.2f %%", 100 * end.testAccuracy());
    }
}
