package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.RunFolder;

/** Whatever dies on the way, a run ends as one in which nothing did: the same final block, the same network. */
@Timeout(200)
class FaultsTest {
    private static final List<String> TRAINING = List.of("--epochs", "4", "--train-examples", "1500", "--layers", "30",
            "--partitions", "2", "--round-steps", "4", "--consolidate-every", "4", "--beta", "2e-3");

    @TempDir static Path folder;
    private static Path undisturbed;

    @BeforeAll static void trainUndisturbed() throws Exception {
        undisturbed = folder.resolve("undisturbed");
        assertThat(start(undisturbed, "local[2]", TRAINING).waitFor()).isZero();
        assertThat(undisturbed.resolve("rounds.csv")).exists();
    }

    @Test void driverKilledAndResumed() throws Exception {
        Path run = folder.resolve("driver");
        Process process = start(run, "local[2]", TRAINING);
        await(process, () -> checkpoints(run) >= 2);
        process.destroyForcibly().waitFor();
        assertThat(run.resolve("result.json")).doesNotExist();
        assertThat(java("--resume", run.toString(), "--spark", "local[1]").waitFor()).as("with fewer cores").isZero();
        endsAsUndisturbed(run);
    }

    /** Two workers and their executors, each a process; Spark starts another executor and repeats what the dead one had done. */
    @Test void executorKilled() throws Exception {
        Path run = folder.resolve("executor");
        Process process = start(run, "local-cluster[2,1,1024]", TRAINING);
        await(process, () -> rounds(run) >= 6);
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

    private static Process start(Path run, String master, List<String> training) throws IOException {
        var arguments = new ArrayList<String>(training);
        arguments.addAll(List.of("--spark", master, "--out", run.toString()));
        return java(arguments.toArray(String[]::new));
    }

    /** {@code gnn train} in a process of its own. */
    private static Process java(String... arguments) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<String>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-XX:+Ignore")).toList());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Dspark.executor.extraClassPath=" + classPath,
                "-Dspark.worker.dir=" + folder, "-cp", classPath, "org.tanhwg.experiments.cli.Gnn", "train"));
        command.addAll(List.of(arguments));
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
