package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped at any moment and resumed ends as one that was not: same results, same network, nothing left over. */
@Timeout(120)
class KilledRunTest {
    private static final int EPOCHS = 40;
    /** What makes a browser ask for the report again. */
    private static final String RELOADS = "http-equiv=\"refresh\"";

    @TempDir static Path folder;
    private static Path data;
    private static Path undisturbed;

    @BeforeAll static void trainUndisturbed() throws IOException {
        data = TinyData.write(folder.resolve("tiny"));
        undisturbed = folder.resolve("undisturbed");
        assertThat(gnn(training(undisturbed)).code()).isZero();
    }

    /** Killed once that many epochs have their checkpoint; 0: as soon as there is a configuration. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17}) void killed(int epochs) throws Exception {
        Path run = folder.resolve("killed-" + epochs);
        Process process = start(run);
        await(process, () -> Files.exists(run.resolve("config.yaml")) && checkpoints(run) >= epochs);
        process.destroyForcibly().waitFor();
        assumeFalse(Files.exists(run.resolve("result.json")), "the machine was too slow to kill the run before its end");
        if (epochs > 1) assertThat(run.resolve("report.html")).content().contains(RELOADS).contains("running, epoch ");

        // the traces of a kill while a checkpoint is written
        Path checkpoints = Files.createDirectories(run.resolve("checkpoints"));
        Files.write(checkpoints.resolve("step-00000003.zip"), new byte[] {1});
        Files.write(checkpoints.resolve(".step-00000003.json.1.tmp"), new byte[] {1});
        resumedEqualsUndisturbed(run);
    }

    /** What Ctrl-C does too, in the middle of an epoch or between two. */
    @Test void terminated() throws Exception {
        Path run = folder.resolve("terminated");
        Process process = start(run);
        await(process, () -> checkpoints(run) >= 5);
        process.destroy();
        assertThat(process.waitFor()).isNotZero();
        assumeFalse(Files.exists(run.resolve("result.json")), "the machine was too slow to stop the run before its end");
        assertThat(errors(run)).content()
                .matches("(?s).*gnn: stopped after step \\d+; gnn train --resume \\S+ goes on from there\\R");
        assertThat(run.resolve("report.html")).content().doesNotContain(RELOADS).contains("stopped, epoch ");
        resumedEqualsUndisturbed(run);
    }

    private static void resumedEqualsUndisturbed(Path run) throws IOException {
        assertThat(gnn("train", "--resume", run.toString()).code()).isZero();
        assertThat(result(run)).isEqualTo(result(undisturbed));
        assertThat(network(run)).isEqualTo(network(undisturbed));
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "model.zip", "report.html", "result.json");
        assertThat(run.resolve("report.html")).content().doesNotContain(RELOADS, "running, ", "stopped, ");
    }

    private static String[] training(Path run) {
        return new String[] {"train", "--data", "tiny", "--data-dir", data.toString(), "--layers", "6", "--batch", "3",
                "--epochs",
                "" + EPOCHS, "--out", run.toString()};
    }

    private static Process start(Path run) throws IOException {
        return GnnTest.process(List.of(Gnn.class.getName()), training(run)).redirectError(errors(run).toFile()).start();
    }

    private static Path errors(Path run) {
        return run.resolveSibling(run.getFileName() + ".err");
    }

    private static void await(Process process, BooleanSupplier moment) throws InterruptedException {
        while (process.isAlive() && !moment.getAsBoolean()) Thread.sleep(1);
    }

    /** Number of the newest checkpoint, in epochs. */
    private static long checkpoints(Path run) {
        String[] files = run.resolve("checkpoints").toFile().list((folder, name) -> name.endsWith(".json"));
        if (files == null) return 0;
        long steps = 0;
        for (String file : files) steps = Math.max(steps, Long.parseLong(file.replaceAll("\\D", "")));
        return steps / 14; // 40 examples in batches of 3
    }

    /** All but the times. */
    static JsonNode result(Path run) throws IOException {
        JsonNode result = GnnTest.result(run);
        ((ObjectNode) result.get("final")).remove(List.of("trainSeconds", "examplesPerSecond"));
        for (JsonNode epoch : result.get("epochs")) ((ObjectNode) epoch).remove("seconds");
        return result;
    }

    /** Checksums of the configuration, the parameters and the state of the optimizer. */
    static Map<String, Long> network(Path run) throws IOException {
        try (var zip = new ZipFile(run.resolve("model.zip").toFile())) {
            return zip.stream().collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc));
        }
    }
}
