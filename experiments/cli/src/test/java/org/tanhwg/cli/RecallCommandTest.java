package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;
import static org.tanhwg.cli.GnnTest.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.attractor.AttractorNetwork;
import org.tanhwg.core.attractor.States;

class RecallCommandTest {
    private static final String SMALL = "--units 64 --patterns 8 --loads 0.1,0.2,0.4,0.6 --cues 2 --seed 3";
    @TempDir Path folder;

    private JsonNode run(String name, String options) throws IOException {
        Path out = folder.resolve(name);
        GnnTest.Outcome outcome = gnn(("recall " + options + " --out " + out).split(" "));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).endsWith(out + System.lineSeparator());
        return result(out);
    }

    @Test void everyRuleIsMeasuredAndRunsRepeat() throws IOException {
        JsonNode result = run("run", SMALL);
        assertThat(result.get("command").asText()).isEqualTo("recall");
        assertThat(result.get("rules").fieldNames()).toIterable()
                .containsExactly("hebb", "storkey", "pseudo-inverse", "hopfield", "tan-hwg", "tan-hwg-sparse");
        for (JsonNode rule : result.get("rules")) {
            assertThat(rule.get("recovered").asDouble()).isBetween(0.0, 1.0);
            assertThat(rule.at("/capacity/load").asDouble()).isBetween(0.0, 0.61);
            assertThat(rule.at("/sweeps/load")).isNotEmpty();
            assertThat(rule.at("/sweeps/sequential")).hasSize(8);
        }
        assertThat(result.at("/rules/tan-hwg/recovered").asDouble()).isEqualTo(1);
        assertThat(result.at("/rules/tan-hwg/kept").asDouble()).isEqualTo(1);
        assertThat(result.at("/rules/tan-hwg-sparse/kept").asDouble()).isLessThan(0.5);
        assertThat(result.at("/rules/tan-hwg/capacity/load").asDouble())
                .isGreaterThan(2 * result.at("/rules/hebb/capacity/load").asDouble());
        assertThat(folder.resolve("run/report.html")).content().contains("Stored lot after lot", "Energy along the first recall",
                "Cue 1 and where it led");
        try (var in = Files.newInputStream(folder.resolve("run/networks/tan-hwg.bin"))) {
            AttractorNetwork network = AttractorFile.read(in);
            assertThat(network.units()).isEqualTo(64);
        }
        GnnTest.Outcome again = gnn("reproduce", folder.resolve("run").toString(), "--out", folder.resolve("again").toString());
        assertThat(again.code()).as(again.out() + again.err()).isZero();
    }

    /** What a kill leaves behind is a folder with some rules and no result. */
    @Test void aRunGoesOnWithTheRulesThatAreLeft() throws IOException {
        JsonNode whole = run("run",
                SMALL + " --rules hebb,tan-hwg --beta 0.1 --erase 0.2 --results " + folder.resolve("page.md"));
        assertThat(folder.resolve("page.md")).content().contains("bench:recall-random-64-8-10 -->", "| tan-hwg |",
                "`./gnn recall --", "--rules hebb,tan-hwg", "--erase 0.2");
        Path run = folder.resolve("run");
        assertThat(gnn("recall", "--resume", run.toString()).err()).contains("is a finished run");
        Files.delete(run.resolve("result.json"));
        Files.delete(run.resolve("rules/hebb.json"));
        String kept = Files.readString(run.resolve("rules/tan-hwg.json"));
        assertThat(gnn("recall", "--resume", run.toString(), "--seed", "4").err()).contains("leave out --seed");
        GnnTest.Outcome outcome = gnn("recall", "--resume", run.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode again = result(run);
        assertThat(again.at("/rules/hebb/sweeps")).isEqualTo(whole.at("/rules/hebb/sweeps"));
        assertThat(again.at("/rules/tan-hwg")).isEqualTo(whole.at("/rules/tan-hwg"));
        assertThat(run.resolve("rules/tan-hwg.json")).content().isEqualTo(kept);
    }

    @Test void digitsAndFamiliesAreStoredToo() throws IOException {
        JsonNode digits = run("digits", "--patterns-kind mnist --patterns 5 --rules hebb,tan-hwg --sweep false");
        assertThat(digits.get("units").asInt()).isEqualTo(784);
        assertThat(digits.at("/rules/tan-hwg/recovered").asDouble()).isEqualTo(1);
        assertThat(digits.at("/rules/hebb/recovered").asDouble()).isLessThan(0.5);
        assertThat(digits.at("/rules/hebb/capacity").isNull()).isTrue();
        assertThat(digits.at("/provenance/dataSha256").asText()).matches("[0-9a-f]{64}");
        JsonNode families = run("families",
                "--patterns-kind correlated --units 100 --patterns 30 --flips 0.05 --rules hebb,tan-hwg --sweep false --dynamics graded");
        assertThat(families.at("/rules/tan-hwg/stable").asDouble()).isEqualTo(1);
        assertThat(families.at("/rules/hebb/stable").asDouble()).isLessThan(1);
    }

    @Test void phasesAreStoredInComplexNetworks() throws IOException {
        JsonNode phases = run("phases", "--patterns-kind phase --units 60 --patterns 12 --loads .2 --cues 2 --erase .05");
        assertThat(phases.get("rules").fieldNames()).toIterable()
                .containsExactly("hebb", "pseudo-inverse", "hopfield", "tan-hwg", "tan-hwg-sparse");
        assertThat(phases.at("/rules/hebb/recovered").asDouble()).isLessThan(0.5);
        assertThat(phases.at("/rules/hebb/stable").asDouble()).isZero();
        for (String rule : List.of("pseudo-inverse", "hopfield", "tan-hwg")) {
            assertThat(phases.at("/rules/" + rule + "/recovered").asDouble()).isGreaterThan(0.9);
            assertThat(phases.at("/rules/" + rule + "/stable").asDouble()).isEqualTo(1);
        }
        try (var in = Files.newInputStream(folder.resolve("phases/networks/tan-hwg.bin"))) {
            assertThat(AttractorFile.read(in).states()).isEqualTo(States.PHASES);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {"--units 0#--units = 0: must be a whole number >= 1",
            "--flips 1.5#--flips = 1.5: must be a number in [0.0, 1.0]",
            "--flips 0.6 --erase 0.6#--erase = 0.6: must be a number in [0.0, 0.4]",
            "--rules hebb,hebb#--rules = hebb,hebb: must name at least one rule, and each once",
            "--loads 0.2,0.1#--loads = 0.2,0.1: must ascend", "--loads -1#--loads = -1.0: must be a number in (0.0, 100.0]",
            "--patterns-kind mnist --units 100#--units = 100: must be 784 with --patterns-kind mnist",
            "--patterns-kind mnist --patterns 60001#--patterns = 60001: there are 60000 patterns with --patterns-kind mnist",
            "--patterns-kind phase --rules hebb,storkey#--rules = hebb,storkey: storkey stores bits only",
            "--beta NaN#--beta = NaN: must be a finite number >= 0"}) void mistakesGetOneLineAndCode2(String arguments,
                    String message) {
        assertThat(gnn(("recall --out " + folder.resolve("out") + " " + arguments).split(" ")))
                .isEqualTo(new GnnTest.Outcome(2, "", "gnn: " + message + System.lineSeparator()));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test void anUnknownRuleIsNamed() {
        assertThat(gnn("recall", "--rules", "hebb,oja").err())
                .isEqualTo(
                        "gnn: --rules = hebb,oja: must be a list, each one of hebb, storkey, pseudo-inverse, hopfield, tan-hwg,"
                                + " tan-hwg-sparse" + System.lineSeparator());
    }
}
