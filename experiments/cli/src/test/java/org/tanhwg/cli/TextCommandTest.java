package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.layers.io.ModelFile;

class TextCommandTest {
    private static final String SMALL = "--units 8 --batch 4 --length 8 ";

    @TempDir Path folder;
    private Path text;

    @BeforeEach void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat; ".repeat(100));
    }

    private GnnTest.Outcome text(String options) {
        return gnn(("text --text " + text + " " + SMALL + options).split(" "));
    }

    private JsonNode result(String name) throws IOException {
        return GnnTest.result(folder.resolve(name));
    }

    @Test void everyRuleIsTrainedReportedAndRepeated() throws IOException {
        GnnTest.Outcome outcome = text("--seeds 1,2 --steps 60,15,15 --out " + folder.resolve("study"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("tan-hwg ", "local ", "adam ", " bits per character  recurrent weights kept");
        JsonNode result = result("study");
        assertThat(result.get("command").asText()).isEqualTo("text");
        assertThat(result.get("runs")).hasSize(6);
        int weights = 8 * (11 + 8 + 11);
        for (String rule : new String[] {"tan-hwg", "local", "adam"})
            assertThat(result.at("/final/" + rule + "/weights").asInt()).isEqualTo(weights);
        assertThat(result.at("/final/adam/keptRecurrent/mean").asDouble()).isEqualTo(1);
        assertThat(result.at("/final/tan-hwg/bitsPerCharacter/mean").asDouble()).isBetween(0.01, 3.0); // log₂ 11 = 3.46
        assertThat(result.at("/final/tan-hwg/bitsPerCharacter/sd").asDouble()).isPositive();
        assertThat(result.at("/provenance/dataSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(folder.resolve("study/report.html")).content().contains("Learning curves", "Over time", "tan-hwg");
        assertThat(ModelFile.load(folder.resolve("study/cells/tan-hwg-2.zip")).numParams()).isEqualTo(2 * weights + 8 + 11);
        GnnTest.Outcome again = gnn("reproduce", folder.resolve("study").toString(), "--out", folder.resolve("again").toString());
        assertThat(again.code()).as(again.out()).isZero();
    }

    @Test void normalLawsTellTheirDoubtOfBothAuthors() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "a hen met the ant on the moss; ".repeat(80));
        GnnTest.Outcome outcome = text(
                "--rules gaussian,adam --steps 40,15 --other " + other + " --out " + folder.resolve("study"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("sampled ", "epistemic ", "another author ");
        JsonNode result = result("study");
        assertThat(result.at("/final/gaussian/sampledBits/mean").asDouble()).isBetween(0.01, 3.5);
        assertThat(result.at("/final/gaussian/epistemic/mean").asDouble()).isPositive();
        assertThat(result.at("/final/gaussian/epistemicOther/mean").asDouble()).isPositive();
        assertThat(result.at("/final/adam").has("sampledBits")).isFalse();
        assertThat(text("--rules adam --other " + other).err()).contains("needs the rule gaussian");
    }

    @Test void timeBecomesStepsAndResumingKeepsWhatEnded() throws IOException {
        Path out = folder.resolve("study");
        Path page = folder.resolve("results.md");
        assertThat(text("--rules tan-hwg,adam --seconds 0.2 --results " + page + " --out " + out).code()).isZero();
        assertThat(page).content().contains("`./gnn text --text FILE ", "--rules tan-hwg,adam", "| adam")
                .doesNotContain(folder.toString());
        JsonNode before = result("study");
        assertThat(out.resolve("config.yaml")).content().containsPattern("steps: \"?\\d+,\\d+");
        Files.delete(out.resolve("result.json"));
        Files.delete(out.resolve("cells/adam-1.json"));
        Path kept = Files.setLastModifiedTime(out.resolve("cells/tan-hwg-1.json"), FileTime.fromMillis(0));
        GnnTest.Outcome resumed = gnn("text", "--resume", out.toString());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("2/2  adam, seed 1");
        assertThat(Files.getLastModifiedTime(kept).toMillis()).isZero();
        assertThat(result("study").at("/final/adam/bitsPerCharacter")).isEqualTo(before.at("/final/adam/bitsPerCharacter"));
    }

    /** Results of another text would mix two studies. */
    @Test void aTextThatChangedIsNotGoneOnWith() throws IOException {
        Path out = folder.resolve("study");
        assertThat(text("--rules adam --steps 15 --out " + out).code()).isZero();
        Files.delete(out.resolve("result.json"));
        Files.writeString(text, "the dog sat on the mat; ".repeat(100));
        GnnTest.Outcome resumed = gnn("text", "--resume", out.toString());
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err()).startsWith("gnn: " + text + ": has changed since the study began (")
                .endsWith("put the old text back, or begin anew" + System.lineSeparator());
        assertThat(out.resolve("result.json")).doesNotExist();
        Files.delete(out.resolve("text.sha256"));
        assertThat(gnn("text", "--resume", out.toString()).err()).contains("text.sha256: cannot be read",
                "must hold the SHA-256 of");
    }

    @Test void theLastGoodNetworkOfADivergingRunIsKept() throws IOException {
        Path out = folder.resolve("study");
        GnnTest.Outcome outcome = text("--rules adam --steps 60 --rate 1e36 --out " + out);
        assertThat(outcome.code()).isEqualTo(2);
        Path good = out.resolve("cells/adam-1.zip");
        assertThat(outcome.err()).endsWith("; the last good network is " + good + System.lineSeparator());
        assertThat(ModelFile.load(good).params().sumNumber().doubleValue()).isFinite();
    }

    @ParameterizedTest
    @CsvSource({"adam,--rate 1e30,rate", "tan-hwg,--eta 1e36 --kappa 0,eta"}) void aDivergingNetworkEndsTheStudy(
            String rule,
            String options, String hint) throws IOException {
        Path out = folder.resolve("study");
        GnnTest.Outcome outcome = text("--rules " + rule + " --steps 300 " + options + " --out " + out);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("gnn: " + rule + "-1: layer ").containsPattern(", step \\d+: ")
                .contains("smaller " + hint)
                .hasLineCount(1);
        assertThat(out.resolve("result.json")).doesNotExist();
        // it ends long before; a tenth of a second was over before the loss was, on a machine that just then did something else
        assertThat(text("--rules " + rule + " --seconds 60 " + options + " --out " + folder.resolve("timed")).code())
                .isEqualTo(2);
    }

    /** {@code @} stands for the folder. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "--units 4#--text is missing; must be a text file",
            "--text @/none#@/none: no such file",
            "--text @/short#@/short: has 11 characters; must have at least 1000 for excerpts of 64",
            "--text @/text.txt --seconds 0#--seconds = 0.0: must be a finite number > 0",
            "--text @/text.txt --steps 5#--steps = 5: must be one number for each of the 3 rules",
            "--text @/text.txt --rules adam,adam#--rules = adam,adam: must be one or more, each once",
            "--text @/text.txt --seeds 1,1#--seeds = 1,1: must be one or more, each once",
            "--resume @ --units 3#--resume goes on with a run as it was configured; leave out --units",
            "--resume @#@: is not the folder of a run (it has no config.yaml)"}) void mistakesGetOneLineAndCode2(
                    String arguments, String message) throws IOException {
        Files.writeString(folder.resolve("short"), "hello world");
        assertThat(gnn(("text " + arguments).replace("@", folder.toString()).split(" "))).isEqualTo(
                new GnnTest.Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
    }
}
