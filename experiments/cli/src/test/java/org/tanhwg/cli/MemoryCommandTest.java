package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.MemoryFile;

class MemoryCommandTest {
    @TempDir Path folder;

    private JsonNode run(String name, String options) throws IOException {
        Path out = folder.resolve(name);
        GnnTest.Outcome outcome = gnn(("memory " + options + " --out " + out).split(" "));
        assertThat(outcome).isEqualTo(new GnnTest.Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).startsWith("retrieved ").endsWith(out + System.lineSeparator());
        return GnnTest.result(out);
    }

    /** The figures of the full-size study, at a size for tests. */
    @ParameterizedTest
    @CsvSource({"commuting, 1, 400, 12, 1, 1e-4", "commuting, 40, 400, 12, 1, 1e-4", "spherical, 10, 300, 25, 1, 1e-4",
            "general, 25, 150, 8, 1, 5e-3", "commuting, 1, 400, 12, 0.1, 0"}) void everyCueIsAccountedFor(String covariance,
                    String radius, int patterns, int dim, String beta, double medianW2) throws IOException {
        JsonNode result = run("run",
                "--covariance " + covariance + " --patterns " + patterns + " --dim " + dim + " --beta " + beta
                        + " --radius " + radius + " --cues 40 --sweep 0");
        JsonNode end = result.get("final");
        assertThat(result.get("command").asText()).isEqualTo("memory");
        assertThat(end.get("cues").asInt()).isEqualTo(40);
        assertThat(end.get("status")).hasSize(4);
        assertThat(IntStream.of(0, 1, 2, 3)
                .map(k -> end.at("/status/" + new String[] {"single", "mixed", "metastable", "global"}[k]).asInt()).sum())
                .isEqualTo(40);
        assertThat(end.get("converged").asInt()).isEqualTo(40);
        assertThat(end.get("worstEnergyRise").asDouble()).isLessThan(1e-12);
        double nominal = Double.parseDouble(radius) / Math.sqrt(Double.parseDouble(beta) * patterns);
        for (String which : new String[] {"nominal", "least", "mean", "largest"})
            assertThat(end.at("/cueRadius/" + which).asDouble()).isCloseTo(nominal, within(1e-9));
        if (medianW2 > 0) {
            assertThat(end.get("retrieved").asDouble()).isGreaterThanOrEqualTo(0.9);
            assertThat(end.get("medianW2").asDouble()).isLessThan(medianW2);
        } else {
            assertThat(end.get("retrieved").asDouble()).isZero();
            assertThat(end.at("/status/single").asInt()).isZero();
        }
        assertThat(folder.resolve("run/cues.csv")).content().hasLineCount(41).startsWith("pattern,cueW2,");
        try (var in = Files.newInputStream(folder.resolve("run/memory.bin"))) {
            GaussianMemory memory = MemoryFile.read(in);
            assertThat(memory.size()).isEqualTo(patterns);
            assertThat(memory.beta()).isEqualTo(Double.parseDouble(beta));
        }
    }

    @Test void sweepsFillTheReportAndRunsRepeat() throws IOException {
        String options = "--covariance general --patterns 40 --dim 4 --radius 5 --cues 10 --sweep 5 --seed 3";
        JsonNode result = run("first", options);
        assertThat(result.at("/sweeps/radius")).hasSize(10);
        assertThat(result.at("/sweeps/beta")).hasSize(7);
        assertThat(result.at("/sweeps/capacity")).hasSize(3);
        assertThat(result.at("/baselines")).hasSize(3);
        assertThat(folder.resolve("first/report.html")).content().contains("Basin of attraction", "Retrieved against β",
                "Energy along the first retrievals", "Kinds of fixed points", "Patterns that can be held");
        GnnTest.Outcome again = gnn("reproduce", folder.resolve("first").toString(), "--out", folder.resolve("again").toString());
        assertThat(again.code()).as(again.out()).isZero();
        assertThat(run("other", options.replace("--seed 3", "--seed 4")).get("final")).isNotEqualTo(result.get("final"));
    }

    @Test void aRunThatDidNotEndIsDoneAgain() throws IOException {
        JsonNode whole = run("run", "--patterns 40 --dim 3 --cues 5 --sweep 0");
        String run = folder.resolve("run").toString();
        assertThat(gnn("memory", "--resume", run).err()).contains("is a finished run");
        Files.delete(folder.resolve("run/result.json"));
        assertThat(gnn("memory", "--resume", run, "--seed", "2").err()).contains("leave out --seed");
        assertThat(gnn("memory", "--resume", run).code()).isZero();
        assertThat(new ObjectMapper().readTree(folder.resolve("run/result.json").toFile()).get("final"))
                .isEqualTo(whole.get("final"));
    }

    @Test void wordsLeadToWordsOfTheirTopic() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), texts());
        JsonNode result = run("words", "--words " + text + " --dim 2 --beta 5 --cues 99");
        assertThat(result.at("/final/cues").asInt()).isEqualTo(12);
        assertThat(result.at("/final/cueRadius/nominal").isNull()).isTrue();
        assertThat(result.at("/words")).hasSize(12).allSatisfy(word -> assertThat(word.get("found")).isNotEmpty());
        assertThat(result.at("/provenance/dataSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(folder.resolve("words/report.html")).content().contains("Where words lead", "harbour");
        assertThat(folder.resolve("words/config.yaml")).content().contains("words: " + text).doesNotContain("radius");
    }

    /** Sentences about the sea, then about trees. */
    private static String texts() {
        return IntStream.range(0, 1200).mapToObj(i -> {
            String[] topic = (i * 7 % 11 < 5 ? "sea ship sail wave harbour" : "tree leaf root bark forest").split(" ");
            return "A " + IntStream.range(0, 8).mapToObj(k -> topic[(i * i + k * (1 + i % 4)) % 5] + (k % 3 == 0 ? " the" : ""))
                    .collect(Collectors.joining(" ")) + ".";
        }).collect(Collectors.joining("\n"));
    }

    /** {@code @} stands for the folder. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "--patterns 0#--patterns = 0: must be a whole number >= 1",
            "--dim x#--dim = x: must be a whole number",
            "--beta 0#--beta = 0.0: must be a finite number > 0",
            "--beta NaN#--beta = NaN: must be a finite number > 0",
            "--radius -1#--radius = -1.0: must be a finite number >= 0",
            "--condition 0.5#--condition = 0.5: must be a number in [1.0, 1.0E12]",
            "--covariance round#--covariance = round: must be one of spherical, commuting, general",
            "--precision single#--precision = single: must be double with general covariances",
            "--words @/none.txt#@/none.txt: no such file; --words takes a text file",
            "--words @#@: is not a file; --words takes a text file",
            "--words @/binary#@/binary: is not a text in UTF-8",
            "--words @/short.txt#@/short.txt: only 0 words occur 10 times in either half; --dim = 10 needs at least as many",
            "--words @/short.txt --radius 3#--radius: makes no difference with --words; leave it out"}) void mistakesGetOneLineAndCode2(
                    String arguments, String message) throws IOException {
        Files.write(folder.resolve("binary"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("short.txt"), "so it goes");
        assertThat(gnn(("memory --out @/out " + arguments).replace("@", folder.toString()).split(" ")))
                .isEqualTo(
                        new GnnTest.Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
        assertThat(folder.resolve("out/result.json")).doesNotExist();
    }
}
