package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that was made to do harm, or came to harm: exit 2, one line of bounded length that names the file, nothing begun. */
@Timeout(120)
class HostileInputTest {
    @TempDir static Path folder;
    private static Path data;
    private static Path trained;
    /** A run that has two checkpoints and no end. */
    private static Path stopped;

    @BeforeAll static void trainOnce() throws Exception {
        data = TinyData.write(folder.resolve("tiny"));
        trained = folder.resolve("trained");
        assertThat(GnnTest.gnn(training(trained, 2)).code()).isZero();
        runsAreLeftAloneAndMissed();
    }

    /**
     * A run that is going on: another process deleted its checkpoints. Then its folder is removed: it was made again, without its
     * configuration, and the run ended with exit code 0.
     */
    private static void runsAreLeftAloneAndMissed() throws Exception {
        Path run = folder.resolve("running");
        stopped = folder.resolve("stopped");
        // as many epochs as are all kept, each of many steps: more epochs would be kept by the clock
        String[] slow = {"train", "--data", "tiny", "--data-dir", data.toString(), "--layers", "300,100", "--batch", "1",
                "--epochs", "60", "--out", run.toString()};
        CompletableFuture<GnnTest.Outcome> training = CompletableFuture.supplyAsync(() -> GnnTest.gnn(slow));
        while (!training.isDone() && states(run).size() < 2) Thread.sleep(5);
        refused(run + ": another training is running there", "", "train", "--resume", run.toString());
        Files.move(run, stopped);
        GnnTest.Outcome outcome = training.get(100, TimeUnit.SECONDS);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("gnn: " + run + ": its config.yaml is gone, so the folder was removed or emptied; "
                + "nothing more is written there" + System.lineSeparator());
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"deep, is not valid YAML: Document nesting depth",
            "big2, epochs = 99999999999999999999: must be a whole number"}) void filesOfSettings(
                    String name, String why) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        try (var in = getClass().getResourceAsStream("/fuzz/SETTINGS/" + name + ".yaml")) {
            Files.write(file, in.readAllBytes());
        }
        refused(file + ":", why, "train", "--config", file.toString(), "--out", folder.resolve("not-begun").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"out: [1, 2]", "out: {a: 1}", "out: \"a\\0b\"", "out: ''", "layers: [1, 99999999999]", "seed: 1e400",
            "data-dir: [1]", "noise-input: [", "epochs: 1\nepochs: 2", "\"a\\0b\": 1"}) void settings(String yaml)
                    throws IOException {
        Path file = Files.writeString(folder.resolve("settings.yaml"), yaml + "\n");
        refused(file + ":", "", "train", "--config", file.toString());
    }

    /** Fifty megabytes of comments took a minute before the limit was looked at. */
    @Test void sizesAreLookedAtFirst() throws IOException {
        Path file = folder.resolve("long.yaml");
        Files.write(file, ("# " + "x".repeat(98) + "\n").repeat(500_000).getBytes(StandardCharsets.US_ASCII));
        long start = System.nanoTime();
        refused(file + ": has 50500000 bytes", "settings take at most", "train", "--config", file.toString());
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @Test void messagesAreBounded() throws IOException {
        for (int length : new int[] {100_000, 2_000_000}) {
            String name = "x".repeat(length);
            refused("", "", "train", "--" + name);
            refused("", "", "train", "--data", name);
            Path file = Files.writeString(folder.resolve("wide.yaml"),
                    length == 100_000 ? "epochs: " + name + "\n" : name + ": 1\n");
            refused(file + ":", "", "train", "--config", file.toString());
        }
    }

    /** It began a folder, and then ran out of memory. */
    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483647,2147483647", "1000000,1000000"}) void networksThatMemoryDoesNotHold(
            String layers) {
        Path out = folder.resolve("not-begun");
        refused("--layers = " + layers + ":", "", "train", "--data", "tiny", "--data-dir", data.toString(), "--layers", layers,
                "--out", out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "[]", "3", "{\"command\": null}"}) void resultsThatAreNot(String json)
            throws IOException {
        Path run = Files.createDirectories(folder.resolve("broken-result"));
        for (String name : new String[] {"config.yaml", "model.zip"}) {
            if (!Files.exists(run.resolve(name))) Files.copy(trained.resolve(name), run.resolve(name));
        }
        Files.writeString(run.resolve("result.json"), json);
        refused(run.toString(), "", "report", run.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"epochs\":null,\"partial\":null}", "{\"epochs\":[null],\"partial\":PARTIAL}",
            "{\"epochs\":[],\"partial\":{\"steps\":-1}}", "{\"epochs\":[],\"partial\":{\"steps\":2147483647}}",
            "{\"epochs\":[],\"partial\":{\"steps\":99999999999999999999}}", "{\"epochs\":[],\"partial\":{\"epochSeconds\":-1}}",
            "[1", "{\"epochs\":[],\"partial\":{},\"sha256\":\"00\"}"}) void statesOfCheckpoints(String json) throws Exception {
        Path run = copy(stopped, "state-" + System.nanoTime());
        for (Path state : states(run)) Files.writeString(state, json.replace("PARTIAL", "{}"));
        refused(run.resolve("checkpoints").toString(), "", "train", "--resume", run.toString());
    }

    /** A digit of a loss, changed on the disk; and a network under the name of another step. */
    @Test void checkpointsAreVerified() throws Exception {
        Path run = copy(stopped, "verified");
        Path state = states(run).get(states(run).size() - 1);
        Path network = Path.of(state.toString().replace(".json", ".zip"));
        String json = Files.readString(state);
        Files.writeString(state, json.replaceFirst("(\"trainLoss\" : \\d\\.\\d*?)[0-8]", "$19"));
        refused(state.toString(), "SHA-256", "train", "--resume", run.toString());

        Files.writeString(state, json);
        byte[] zip = Files.readAllBytes(network);
        zip[zip.length / 2] ^= 16;
        Files.write(network, zip);
        refused(network.toString(), "", "train", "--resume", run.toString());

        zip[zip.length / 2] ^= 16;
        Files.write(network.resolveSibling("step-99999999.zip"), zip);
        Files.writeString(state.resolveSibling("step-99999999.json"), json);
        refused(network.resolveSibling("step-99999999.zip").toString(), "renamed or exchanged", "train", "--resume",
                run.toString());
    }

    /** They stayed for good. */
    @Test void whatAKilledProcessLeftIsSweptOnResume() throws IOException {
        Path run = copy(trained, "swept");
        for (String file : new String[] {"result.json", "report.html", "model.zip"})
            Files.move(run.resolve(file), run.resolve("." + file + ".4711.tmp"));
        assertThat(GnnTest.gnn("train", "--resume", run.toString()).code()).isZero();
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "model.zip", "report.html", "result.json");
    }

    @Test void whatAKilledProcessLeftIsNotARun() throws IOException {
        Path run = Files.createDirectories(folder.resolve("left"));
        Files.write(run.resolve(".config.yaml.4711.tmp"), new byte[] {1});
        assertThat(GnnTest.gnn(training(run, 1)).code()).isZero();
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "model.zip", "report.html", "result.json");
    }

    /** A full disk, or one where nothing may be run: here files are in the way of the folders that JavaCPP makes. */
    @Test void nativeLibrariesThatCannotBeUnpacked() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        String classPath = System.getProperty("java.class.path");
        for (String jar : classPath.split(File.pathSeparator)) {
            String name = Path.of(jar).getFileName().toString();
            if (name.endsWith(".jar")) Files.createFile(cache.resolve(name));
        }
        Path errors = folder.resolve("no-cache.err");
        Process process = GnnTest.process(List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache, Gnn.class.getName()),
                training(folder.resolve("no-cache"), 1)).redirectError(errors.toFile()).start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(errors)).filteredOn(line -> line.startsWith("gnn: ")).singleElement().asString()
                .contains(cache.toString());
    }

    private static Path copy(Path run, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(run.relativize(file)));
        }
        return copy;
    }

    /** Those of whole checkpoints, in their order. */
    private static List<Path> states(Path run) {
        File[] states = run.resolve("checkpoints").toFile().listFiles((parent, name) -> name.matches("step-.*json"));
        return states == null ? List.of() : Stream.of(states).map(File::toPath).sorted().toList();
    }

    private static void refused(String start, String why, String... arguments) {
        GnnTest.Outcome outcome = GnnTest.gnn(arguments);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("gnn: " + start).contains(why).hasLineCount(1).hasSizeLessThan(1500);
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("not-begun")).doesNotExist();
    }

    private static String[] training(Path run, int epochs) {
        return new String[] {"train", "--data", "tiny", "--data-dir", data.toString(), "--layers", "6", "--batch", "3",
                "--epochs",
                "" + epochs, "--out", run.toString()};
    }
}
