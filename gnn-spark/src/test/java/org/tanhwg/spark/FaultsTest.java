package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;

/** Whatever dies on the way, a run ends as one in which nothing did: the same final block, the same network. */
@Timeout(200)
class FaultsTest {
    private static final Map<String, String> SETTINGS = Map.of("epochs", "3", "train-examples", "1200", "validation", "200",
            "layers", "20", "consolidate-every", "4", "beta", "2e-3");

    @TempDir static Path folder;
    private static Path undisturbed;

    @BeforeAll static void trainUndisturbed() {
        undisturbed = folder.resolve("undisturbed");
        RunFolder run = RunFolder.create(Optional.of(undisturbed), "train");
        TrainSettings settings = SettingsReader.read(SETTINGS, Optional.empty());
        run.writeConfig(SettingsReader.write(settings));
        new Sharing(2, 3, null).write(run);
        train(run);
    }

    /** A run that has its settings, here and with one core. */
    private static void train(RunFolder run) {
        TrainSettings settings = SettingsReader.read(run);
        try (Cluster cluster = Cluster.connect("local[1]");
                var progress = new Progress(new PrintStream(PrintStream.nullOutputStream()), false)) {
            Cluster.SharedTraining training = cluster.training(settings, Sharing.read(run));
            new Trainer(settings, training.executor(run), training.measurer()).train(run, progress);
        }
    }

    @Test void driverKilledAndResumed() throws Exception {
        Path run = folder.resolve("driver");
        Process process = start(run, "local[2]");
        await(process, () -> checkpoints(run) >= 1);
        process.destroyForcibly().waitFor();
        assumeFalse(Files.exists(run.resolve("result.json")), "the machine was too slow to kill the run before its end");
        train(new RunFolder(run));
        endsAsUndisturbed(run);
    }

    /** Two workers and their executors, each a process; Spark starts another executor and repeats what the dead one had done. */
    @Test void executorKilled() throws Exception {
        Path run = folder.resolve("executor");
        Process process = start(run, "local-cluster[2,1,1024]");
        await(process, () -> rounds(run) >= 4);
        ProcessHandle executor = process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java")).findFirst().orElseThrow();
        executor.destroyForcibly();
        assertThat(process.waitFor()).isZero();
        endsAsUndisturbed(run);
    }

    private static void endsAsUndisturbed(Path run) throws IOException {
        RunResult was = new RunFolder(undisturbed).read(RunResult.class);
        RunResult is = new RunFolder(run).read(RunResult.class);
        assertThat(is.outcome()).usingRecursiveComparison().ignoringFields("trainSeconds", "examplesPerSecond")
                .isEqualTo(was.outcome());
        assertThat(is.epochs()).extracting(EpochResult::trainLoss)
                .isEqualTo(was.epochs().stream().map(EpochResult::trainLoss).toList());
        assertThat(is.provenance().dataSha256()).isEqualTo(was.provenance().dataSha256());
        assertThat(Files.mismatch(run.resolve("spark.yaml"), undisturbed.resolve("spark.yaml"))).isEqualTo(-1);
        assertThat(run.resolve("checkpoints")).doesNotExist();
    }

    /** {@code gnn train} in a process of its own. */
    private static Process start(Path run, String master) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<String>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-XX:+Ignore")).toList());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Dspark.worker.dir=" + folder, "-cp", classPath,
                "org.tanhwg.cli.Gnn", "train", "--spark", master, "--partitions", "2", "--round-steps", "3", "--out",
                run.toString()));
        SETTINGS.forEach((key, value) -> command.addAll(List.of("--" + key, value)));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        // workers look for Spark's own jars here, and find them on the class path instead
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("jars"));
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        return builder.start();
    }

    private static void await(Process process, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("the run goes on").isTrue();
            Thread.sleep(20);
        }
    }

    private static long checkpoints(Path run) {
        File[] files = run.resolve("checkpoints").toFile()
                .listFiles((in, name) -> name.endsWith(".json") && !name.startsWith("."));
        return files == null ? 0 : files.length;
    }

    private static long rounds(Path run) {
        Path file = run.resolve("rounds.csv");
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() - 1 : 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
