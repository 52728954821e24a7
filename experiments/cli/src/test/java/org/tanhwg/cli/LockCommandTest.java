package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockCommandTest {
    @TempDir static Path folder;

    @Test void fillsTheFolderAndKeepsTheContract() throws IOException {
        Path run = folder.resolve("run");
        Path page = folder.resolve("results.md");
        var outcome = GnnTest.gnn("lock", "--inputs", "6", "--unstable", "2", "--steps", "1000", "--seed", "9", "--out",
                run.toString(), "--results", page.toString());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err().lines()).hasSize(3).last().asString().startsWith("3/3  networks, several frequencies: ");
        assertThat(outcome.out().lines()).hasSize(17).last().isEqualTo(run.toString());
        assertThat(outcome.out()).contains("mismatch     not locked", "no loops     not locked");
        assertThat(page).content().contains("<!-- bench:lock-9 -->", "## Phase locking, seed 9", "50 steps of 8 sequences",
                "| mismatch   |     no |", "| 16 atoms", "| several frequencies, mismatch −0.02 |");
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "report.html", "result.json");
        assertThat(run.resolve("config.yaml")).content().isEqualTo(
                "inputs: 6\nunstable: 2\nsteps: 1000\njitter: 0.15\nmismatch: 0.02\natoms: 16\napart: 2.1\nnoise: 0.3\nseed: 9\n");
        JsonNode result = GnnTest.result(run);
        assertThat(result.at("/command").asText()).isEqualTo("lock");
        assertThat(result.at("/provenance/seed").asInt()).isEqualTo(9);
        List<String> names = new ArrayList<>();
        for (JsonNode c : result.at("/cases")) {
            names.add(c.at("/name").asText());
            assertThat(c.fieldNames()).toIterable().contains("orderParameter", "offsetError", "driftPerStep", "massOnStable",
                    "exactZerosStable", "exactZerosUnstable", "locked", "curve");
        }
        assertThat(result.at("/offsets/0/law").asText()).isEqualTo("16 atoms");
        assertThat(result.at("/offsets/1/held").asBoolean()).isFalse();
        assertThat(result.at("/networks/0/name").asText()).isEqualTo("oscillators");
        assertThat(result.at("/networks/1/driftPerStep").asDouble()).isCloseTo(-0.02, within(2e-3));
        assertThat(names).containsExactly("stable", "unstable", "mismatch", "oscillator");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {"--unstable 24#--unstable = 24: must be in [0, 24)",
            "--steps 10#--steps = 10: must be a whole number >= 1000",
            "--mismatch 0#--mismatch = 0.0: must be a number in [1.0E-4, 3.141592653589793]",
            "--jitter -1#--jitter = -1.0: must be a number in [0.0, 3.141592653589793]"}) void mistakesGetOneLineAndCode2(
                    String arguments,
                    String message) {
        Path run = folder.resolve("none");
        var outcome = GnnTest.gnn(("lock --out " + run + " " + arguments).split(" "));
        assertThat(outcome).isEqualTo(new GnnTest.Outcome(2, "", "gnn: " + message + System.lineSeparator()));
        assertThat(run).doesNotExist();
    }
}
