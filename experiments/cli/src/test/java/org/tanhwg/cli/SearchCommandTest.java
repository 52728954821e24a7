package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches as a user starts them; whatever happens, none hangs. */
@Timeout(120)
class SearchCommandTest {
    private static final String SPACE = """
            epochs: 4
            layers: [{integer: [2, 8]}]
            eta: {log-uniform: [0.1, 10]}
            beta: {log-uniform: [1e-4, 1e-1]}
            potential: {choice: [counting, mass]}
            """;

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll static void writeData() throws IOException {
        data = TinyData.write(folder.resolve("tiny"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "grid", "genetic"}) void whoeverTrainsWhatTheResultIsTheSame(String strategy)
            throws IOException {
        JsonNode one = search(strategy + "-1", SPACE, "--strategy", strategy, "--objective", "accuracy,keptFraction", "--workers",
                "1");
        JsonNode all = search(strategy + "-2", SPACE, "--strategy", strategy, "--objective", "accuracy,keptFraction");
        assertThat(all).isEqualTo(one);
        assertThat(one.get("candidates")).hasSize(12);
        for (int i = 0; i < 12; i++) assertThat(one.at("/candidates/" + i + "/index").asInt()).isEqualTo(i);
        assertThat(one.at("/front")).isNotEmpty().contains(one.get("best"));
        assertThat(one.at("/final/testAccuracy").asDouble()).isBetween(0., 1.);
        assertThat(one.at("/candidates").findValuesAsText("status")).containsOnly("done", "stopped").contains("done");
        assertThat(one.at("/candidates").findValues("parameters")).doesNotHaveDuplicates()
                .allSatisfy(parameters -> assertThat(parameters.fieldNames()).toIterable()
                        .containsExactlyInAnyOrder("layers", "eta", "beta", "potential"));

        Path out = folder.resolve(strategy + "-1");
        assertThat(gnn("evaluate", "--model", out.toString(), "--data", "tiny", "--data-dir", data.toString(), "--out",
                folder.resolve(strategy + "-evaluated").toString()).code()).isZero();
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("config.yaml", "candidates", "best", "model.zip", "report.html",
                "result.json");
        assertThat(gnn("search", "--resume", out.toString()).err()).contains("is a finished search");
    }

    @Test void aTargetTakesThePlaceOfBetaAndADropThatOfTheStandardError() throws IOException {
        JsonNode found = search("target", SPACE, "--target-kept", "30%", "--objective", "accuracy,keptFraction",
                "--target-accuracy-drop", "5");
        assertThat(found.at("/candidates").findValues("parameters")).allSatisfy(
                parameters -> assertThat(parameters.fieldNames()).toIterable().doesNotContain("beta").contains("eta"));
        assertThat(gnn("search", "--target-accuracy-drop", "0.5").err()).contains("--target-accuracy-drop = 0.5")
                .contains("--objective accuracy,keptFraction").hasLineCount(1);
    }

    /** A synapse of a kernel counts at each position. */
    @Test void multiplyAddsMayBeAnObjective() throws IOException {
        String space = "epochs: 2\nnetwork: [{conv: 3, kernel: 2}, {dense: 4}]\nbeta: {log-uniform: [1e-2, 1]}\n";
        JsonNode found = search("multiply-adds", space, "--objective", "accuracy,multiplyAdds");
        assertThat(found.at("/final/multiplyAdds/dense").asInt()).isEqualTo(9 * 12 + 27 * 4 + 4 * 3);
        assertThat(found.get("objectives")).extracting(JsonNode::asText).containsExactly("accuracy", "multiplyAdds");
        assertThat(found.at("/candidates")).allSatisfy(
                candidate -> assertThat(candidate.at("/objectives/multiplyAdds").asDouble()).isBetween(0., 1.));
        assertThat(folder.resolve("multiply-adds/report.html")).content().contains("multiply-adds left");
    }

    @ParameterizedTest
    @CsvSource({"random,1", "genetic,5"}) void killedAndResumedItEndsAsIfItHadNotBeen(String strategy, int ended)
            throws Exception {
        String[] how = {"--strategy", strategy, "--objective", "accuracy,keptFraction"};
        String space = SPACE.replace("epochs: 4", "epochs: 40");
        JsonNode undisturbed = search("undisturbed-" + strategy, space, how);
        Path out = folder.resolve("killed-" + strategy);
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Gnn.class.getName()));
        command.addAll(List.of(arguments(out, space, how)));
        Process process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        while (process.isAlive() && ended(out) < ended) Thread.sleep(1);
        assertThat(gnn("search", "--resume", out.toString()).err()).contains("another search is running there");
        process.destroyForcibly().waitFor();
        assumeFalse(Files.exists(out.resolve("result.json")), "the machine was too slow to kill the search before its end");
        long kept = ended(out);

        GnnTest.Outcome resumed = gnn("search", "--resume", out.toString());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(kept).isGreaterThanOrEqualTo(ended);
        assertThat(result(out)).isEqualTo(undisturbed);
        assertThat(out.resolve("best/result.json")).exists();
    }

    @Test void failuresAreRecordedAndTheSearchGoesOn() throws IOException {
        JsonNode result = search("failing", """
                layers: {choice: [[4], [2000000000]]}
                eta: {choice: [1, 1e30]}
                kappa: 0
                beta: 0
                """, "--strategy", "grid", "--halving", "false");
        assertThat(result.get("candidates")).hasSize(4).anySatisfy(c -> {
            assertThat(c.at("/status").asText()).isEqualTo("diverged");
            assertThat(c.at("/cause").asText()).contains("smaller eta");
            assertThat(c.at("/objectives")).isEmpty();
        }).anySatisfy(c -> {
            assertThat(c.at("/status").asText()).isEqualTo("failed");
            assertThat(c.at("/cause").asText()).isNotEmpty();
        });
        assertThat(result.at("/best").asInt()).isZero();
    }

    @Test void whenAllFailNothingIsLost() throws IOException {
        Path out = folder.resolve("all-fail");
        GnnTest.Outcome outcome = gnn(arguments(out, "eta: {choice: [1e30, 2e30]}\nkappa: 0\nbeta: 0\n"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("gnn: no candidate came to its end; the first: ").contains("smaller eta");
        assertThat(result(out).has("best")).isFalse();
        assertThat(result(out).at("/candidates")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"random,eta: 1,1", "grid,eta: {uniform: [1; 1]},1", "genetic,eta: 1,1",
            "genetic,potential: {choice: [counting; mass]},2",
            "random,'layers: {choice: [[{integer: [2; 3]}]; [4]]}',3", "grid,'layers: {choice: [[{integer: [2; 3]}]; [4]]}',3"}) //
    void smallSpacesEnd(String strategy, String space, int points) throws IOException {
        String name = "small-" + strategy + "-" + space.hashCode();
        assertThat(search(name, space.replace(';', ',') + "\n", "--strategy", strategy).get("candidates")).hasSize(points);
    }

    @Test void twoSearchesDoNotShareAFolder() throws Exception {
        Path out = folder.resolve("shared");
        assertThat(gnn(arguments(out, SPACE)).code()).isZero();
        assertThat(gnn(arguments(out, SPACE)).err()).contains(out + ": is not empty; a run needs a new or an empty folder");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "etta: {uniform: [1, 2]}#: unknown key 'etta'; did you mean eta?",
            "eta: {loguniform: [1, 2]}#: eta = {loguniform: [1, 2]}: must be one of {uniform: [...]}, {log-uniform: [...]}, {integer: [...]}, {choice: [...]}; did you mean log-uniform?",
            "eta: {uniform: [-1, 2]}#: eta = -1.0: must be a finite number > 0",
            "eta: {uniform: [2, 1]}#: eta = {uniform: [2, 1]}: must be two numbers, the lower one first",
            "eta: {uniform: [1, x]}#: eta = {uniform: [1, x]}: must be two numbers, the lower one first",
            "eta: {log-uniform: [0, 2]}#: eta = {log-uniform: [0, 2]}: must be two numbers > 0",
            "epochs: {uniform: [1, 2]}#: epochs = 1.5: must be a whole number",
            "epochs: {integer: [1.5, 2]}#: epochs = {integer: [1.5, 2]}: must be two whole numbers",
            "eta: {choice: []}#: eta = {choice: []}: must be a list after choice",
            "eta: {uniform: [1, 2], choice: [1]}#: eta = {uniform: [1, 2], choice: [1]}: must be one of {uniform: [...]}, {log-uniform: [...]}, {integer: [...]}, {choice: [...]}",
            "data: {choice: [mnist, tiny]}#: data = {choice: [mnist, tiny]}: must be one value; search each data set by itself",
            "eta: [#:1: is not valid YAML: while parsing a flow node"}) void aBadSpaceIsRefusedByFileAndKey(String space,
                    String message)
                    throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), space + "\n");
        GnnTest.Outcome outcome = gnn("search", "--space", file.toString(), "--out", folder.resolve("bad").toString());
        assertThat(outcome).isEqualTo(new GnnTest.Outcome(2, "", "gnn: " + file + message + System.lineSeparator()));
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {"--strategy rnd#--strategy = rnd: must be one of random, grid, genetic",
            "--objective kept#--objective = kept: must be one of accuracy | nll | accuracy,keptFraction | accuracy,multiplyAdds",
            "--candidates 0#--candidates = 0: must be a whole number >= 1", "--eta 0#--eta = 0.0: must be a finite number > 0",
            "--halving 3#--halving = 3: must be true or false",
            "--resume @ --seed 2#--resume goes on with a run as it was configured; leave out --seed",
            "--strategy grid --grid-points 100#the grid has 1.0e+12 points: can be at most 2e9; lower --grid-points, search fewer settings, or use --strategy random",
            "--data tiny --data-dir @ --workers 99#--workers = 99: must be in [1, "}) void aBadOptionIsRefusedByName(
                    String options, String message) {
        String[] arguments = ("search --out " + folder + "/refused-" + Math.abs(options.hashCode()) + " "
                + options.replace("@", data.toString())).split(" ");
        GnnTest.Outcome outcome = gnn(
                options.contains("--resume") ? ("search " + options.replace("@", data.toString())).split(" ") : arguments);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("gnn: " + message);
    }

    private static String[] arguments(Path out, String space, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("space-" + out.getFileName() + ".yaml"), space);
        return Stream
                .concat(Stream.of("search", "--space", file.toString(), "--data", "tiny", "--data-dir", data.toString(),
                        "--batch", "8",
                        "--candidates", "12", "--out", out.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    private static JsonNode search(String name, String space, String... options) throws IOException {
        Path out = folder.resolve(name);
        GnnTest.Outcome outcome = gnn(arguments(out, space, options));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return result(out);
    }

    /** Candidates that have ended. Only folders are listed: other files come and go while the search runs. */
    private static long ended(Path out) throws IOException {
        if (!Files.isDirectory(out.resolve("candidates"))) return 0;
        try (Stream<Path> candidates = Files.list(out.resolve("candidates"))) {
            return candidates.filter(candidate -> Files.exists(candidate.resolve("candidate.json"))).count();
        }
    }

    /** All but the times, and where it ran. */
    private static JsonNode result(Path out) throws IOException {
        ObjectNode result = (ObjectNode) GnnTest.result(out);
        result.remove("seconds");
        if (result.has("final")) ((ObjectNode) result.get("final")).remove(List.of("trainSeconds", "examplesPerSecond"));
        for (JsonNode candidate : result.get("candidates")) ((ObjectNode) candidate).remove(List.of("seconds", "timing"));
        return result;
    }
}
