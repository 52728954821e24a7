package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.training.settings.SettingsReader;

/** Every command as a user types it. */
class GnnTest {
    @TempDir static Path folder;
    private static String data;
    private static String model;

    record Outcome(int code, String out, String err) {}

    @BeforeAll static void trainOnce() throws IOException {
        data = TinyData.write(folder.resolve("tiny")).toString();
        TinyData.write(folder.resolve("same"), 1);
        model = folder.resolve("trained").toString();
        assertThat(gnn("train", "--data", "tiny", "--data-dir", data, "--layers", "5", "--epochs", "2", "--batch", "10", "--out",
                model).code)
                .isZero();
    }

    /** What the run in a folder came to. */
    static JsonNode result(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("result.json").toFile());
    }

    @Test void everyCommandHelps() {
        List<String> commands = Stream.concat(Stream.of(""), Gnn.commandLine().getSubcommands().keySet().stream()).toList();
        for (String command : commands) {
            Outcome help = command.isEmpty() ? gnn("--help") : gnn(command, "--help");
            assertThat(help.code).as(command).isZero();
            assertThat(help.out).startsWith("Usage: gnn " + command);
        }
        assertThat(SettingsReader.keys().keySet()).allSatisfy(key -> assertThat(gnn("train", "--help").out).contains("--" + key));
    }

    @Test void trainingFillsTheFolder() throws IOException {
        Path run = Path.of(model);
        assertThat(run.resolve("config.yaml")).content().contains("epochs: 2\n").contains("data: tiny\n");
        assertThat(run.resolve("model.zip")).isNotEmptyFile();
        JsonNode result = result(run);
        assertThat(result.at("/command").asText()).isEqualTo("train");
        assertThat(result.at("/epochs")).hasSize(2);
        assertThat(result.at("/epochs/1/epoch").asInt()).isEqualTo(2);
        assertThat(result.at("/final/testAccuracy").asDouble()).isBetween(0., 1.);
        assertThat(result.at("/provenance/configSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(result.at("/provenance/host/cores").asInt()).isPositive();
    }

    @Test void aRunsConfigurationTrainsAgain() throws IOException {
        Path again = folder.resolve("again");
        Outcome outcome = gnn("train", "--config", model + "/config.yaml", "--epochs", "1", "--out", again.toString());
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out, ""));
        assertThat(again.resolve("config.yaml")).content()
                .isEqualTo(Files.readString(Path.of(model, "config.yaml")).replace("epochs: 2", "epochs: 1"));
    }

    @Test void theFolderMayStandInTheConfiguration() throws IOException {
        Path config = Files.writeString(folder.resolve("a.yaml"),
                Files.readString(Path.of(model, "config.yaml")) + "out: " + folder + "/named\n");
        assertThat(gnn("train", "--config", config.toString(), "--validation", "10").out).startsWith("validation ")
                .endsWith(folder + "/named\n");
    }

    @Test void aRunThatDivergesKeepsItsLastCheckpoint() {
        Path run = folder.resolve("diverged");
        String[] reckless = {"train", "--data", "tiny", "--data-dir", data, "--layers", "5", "--batch", "40", "--kappa", "0",
                "--beta",
                "0", "--eta", "1e20", "--out", run.toString()};
        for (String[] arguments : new String[][] {reckless, {"train", "--resume", run.toString()}}) {
            assertThat(gnn(arguments)).satisfies(outcome -> {
                assertThat(outcome.code).isEqualTo(1);
                assertThat(outcome.err).matches("gnn: .*step \\d+: .*NaN.* smaller eta.*; the last good checkpoint is "
                        + "\\Q" + run.resolve("checkpoints") + "\\E/step-\\d+\\.zip\\R");
            });
        }
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "checkpoints", "report.html", ".lock");
    }

    @Test void evaluatingMeasuresTheSame() throws IOException {
        Path out = folder.resolve("evaluated");
        assertThat(gnn("evaluate", "--model", model, "--data", "tiny", "--data-dir", data, "--out", out.toString()).code)
                .isZero();
        JsonNode trained = result(Path.of(model)).at("/final");
        JsonNode evaluated = result(out).at("/final");
        for (String field : List.of("testAccuracy", "testNll", "testEce", "keptFraction", "kept", "liveUnits", "parameters")) {
            assertThat(evaluated.get(field)).as(field).isEqualTo(trained.get(field));
        }
        assertThat(evaluated.has("trainSeconds") || evaluated.has("oodAuroc") || evaluated.has("samples")).isFalse();
        assertThat(out.resolve("report.html")).content().contains("Calibration", "Uncertainty");
    }

    @Test void lawsAreSampledToTellHowUncertainPredictionsAre() throws IOException {
        String law = folder.resolve("law").toString();
        assertThat(gnn("train", "--preset", "calibrated", "--data", "tiny", "--data-dir", data, "--layers", "5", "--epochs", "2",
                "--spread", "0.5", "--batch", "10", "--out", law).code).isZero();
        String other = TinyData.write(folder.resolve("other"), 2).toString(); // the same pictures: nothing tells them
        String[] ask = {"evaluate", "--model", law, "--data", "tiny", "--data-dir", data, "--samples", "7", "--seed", "3",
                "--ood",
                "other", "--ood-data-dir", other, "--out", ""};
        JsonNode[] results = new JsonNode[2];
        for (int i = 0; i < 2; i++) {
            Path out = folder.resolve("asked-" + i);
            ask[ask.length - 1] = out.toString();
            assertThat(gnn(ask).out).contains("AUROC 0.5000");
            results[i] = result(out);
            assertThat(out.resolve("config.yaml")).content()
                    .isEqualTo("model: %s%ndata: tiny%ndata-dir: %s%nsamples: 7%nseed: 3%nood: other%nood-data-dir: %s%n"
                            .formatted(law, data, other));
        }
        assertThat(results[0]).isEqualTo(results[1]);
        for (String score : List.of("oodAuroc", "oodAurocEpistemic", "oodAurocConfidence"))
            assertThat(results[0].at("/final/" + score).asDouble()).as(score).isEqualTo(.5);
        assertThat(results[0].at("/final/samples").asInt()).isEqualTo(7);

        Path settled = folder.resolve("settled");
        assertThat(gnn("evaluate", "--model", law, "--data", "tiny", "--data-dir", data, "--samples", "40", "--settle", "0.1",
                "--out",
                settled.toString()).out).contains("passes ");
        JsonNode few = result(settled);
        assertThat(few.at("/final/samples").asInt()).isEqualTo(40);
        assertThat(few.at("/final/meanPasses").asDouble()).isBetween(4.0, 40.0);
        assertThat(settled.resolve("config.yaml")).content().endsWith("samples: 40%nseed: 1%nsettle: 0.1%n".formatted());

        String images = TinyData.images(folder.resolve("sampled"), 2).toString();
        assertThat(gnn("predict", "--model", law, "--samples", "7", images).out.lines()).hasSize(2).allMatch(line -> line.matches(
                ".*]: \\d  p 0\\.\\d+  entropy [\\d.]+ = [\\d.]+ aleatoric \\+ [\\d.]+ epistemic   0:\\S+ 1:\\S+ 2:\\S+"));
        JsonNode entropy = new ObjectMapper().readTree(gnn("predict", "--json", "--model", law, "--samples", "7", images).out)
                .at("/1/entropy");
        assertThat(entropy.get("epistemic").asDouble()).isPositive();
        assertThat(entropy.get("aleatoric").asDouble() + entropy.get("epistemic").asDouble())
                .isEqualTo(entropy.get("total").asDouble(), within(1e-12));
    }

    @Test void predictingPrintsLabelsAsTextAndAsJson() throws IOException {
        String images = TinyData.images(folder.resolve("images"), 3).toString();
        Outcome text = gnn("predict", "--model", model + "/model.zip", images);
        assertThat(text.out.lines()).hasSize(3)
                .allMatch(line -> line.matches("\\Q" + images + "\\E\\[\\d]: \\d   0:\\S+ 1:\\S+ 2:\\S+"));
        JsonNode json = new ObjectMapper().readTree(gnn("predict", "--json", "--model", model, images).out);
        assertThat(json).hasSize(3);
        assertThat(json.at("/2/index").asInt()).isEqualTo(2);
        assertThat(json.at("/2/file").asText()).isEqualTo(images);
        assertThat(json.at("/2/label").asInt()).isEqualTo(text.out.lines().toList().get(2).charAt(images.length() + 5) - '0');
        assertThat(json.at("/2/probabilities")).hasSize(3);
    }

    @Test void dataListNamesEveryPublishedSet() {
        assertThat(gnn("data", "list").out).contains("mnist").contains("fashion-mnist");
    }

    /** {@code @} stands for the folder of the tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "''#no command given; try gnn --help",
            "trian#unknown command trian; did you mean train?",
            "train --ete 3#unknown option --ete; did you mean --eta?",
            "train --zzzzzz#unknown option --zzzzzz; see gnn train --help",
            "train stray#unexpected argument stray; see gnn train --help",
            "train --eta 0#--eta = 0.0: must be a finite number > 0",
            "train --eta#Missing required parameter for option '--eta' (X)",
            "train --out  --seed 1#Invalid value for option '--out': must be the name of a file or folder, is empty",
            "train --config @/none.yaml#@/none.yaml: no such file; must be a YAML file",
            "train --data-dir @/none#@/none: no such folder",
            "train --data tiny --data-dir @/tiny --validation 40#--validation = 40: must be in [0, 39], there are 40 training examples in tiny",
            "train --data same --data-dir @/same#same: every label is 0; a classifier needs at least two classes",
            "train --data tiny --data-dir @/tiny --out @/tiny#@/tiny: is not empty; a run needs a new or an empty folder (train --resume goes on with a run)",
            "train --resume @/trained#@/trained: is a finished run (it has a result.json); nothing is left to do",
            "train --resume @/trained --eta 1#--resume goes on with a run as it was configured; leave out --eta",
            "train --resume @/tiny#@/tiny: is not the folder of a run (it has no config.yaml)",
            "train --spark local[1]#--spark: needs the module gnn-spark, which is not on the class path; ./gnn and mvn -Pspark package build it",
            "search --spark#--spark: needs the module gnn-spark, which is not on the class path; ./gnn and mvn -Pspark package build it",
            "train --partitions 2#--partitions: needs --spark MASTER",
            "evaluate#Missing required option: '--model=RUN|FILE'",
            "evaluate --model @/trained --settle 0.1#--settle needs --samples, the most passes",
            "evaluate --model @/trained --samples 9 --settle 2#--settle = 2.0: must be between 0 and 1",
            "evaluate --model @/none#@/none: no such file; --model takes a model file or the folder of a finished run",
            "predict --model M --samples abc x.png#Invalid value for option '--samples': 'abc' must be a whole number",
            "evaluate --model @/trained/config.yaml#@/trained/config.yaml: is not a model file, or a damaged one; must be a zip that Deeplearning4j wrote",
            "evaluate --model @/trained --data mnist#mnist: has pictures of 28 x 28; the network was trained on 4 x 4",
            "evaluate --model @/trained --data tiny --data-dir @/tiny --ood mnist#@/trained/model.zip: takes 16 numbers, an example of mnist has 784",
            "evaluate --model @/trained --ood-data-dir @/tiny#--ood-data-dir needs --ood, the name of the data set in it",
            "evaluate --model @/trained --samples 0#--samples = 0: must be a whole number >= 1",
            "predict --model @/trained @/none.png#@/none.png: no such file",
            "data lst#unknown command lst; did you mean list?"},
            ignoreLeadingAndTrailingWhitespace = false) void mistakesGetOneLineAndCode2(
                    String arguments, String message) {
        Outcome outcome = gnn(arguments.isEmpty() ? new String[0] : arguments.replace("@", folder.toString()).split(" "));
        assertThat(outcome)
                .isEqualTo(new Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
    }

    @Test void onlyDebugShowsTheStack() {
        assertThat(gnn("train", "--eta", "0", "--debug").err).startsWith("gnn: --eta = 0.0").contains("\tat org.tanhwg");
    }

    /** The same in a process of its own. @param flags for Java, and the class with the main method */
    static ProcessBuilder process(List<String> flags, String... arguments) {
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
        command.command().addAll(flags);
        command.command().addAll(List.of(arguments));
        return command.redirectOutput(Redirect.DISCARD);
    }

    static Outcome gnn(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Gnn.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(code, out.toString(), err.toString());
    }
}
