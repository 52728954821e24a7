package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of earlier releases: whatever changes, their folders are read, measured as they were, and resumed. */
class GoldenRunsTest {
    @TempDir static Path folder;

    @BeforeAll static void unpack() throws Exception { GoldenRuns.unpack(folder); }

    @ParameterizedTest
    @ValueSource(
            strings = {"train", "calibrated", "evaluate", "search", "compare", "lock", "recall", "memory", "drift",
                    "text"}) void itsReportIsWrittenAgain(
                            String run) {
        GnnTest.Outcome outcome = gnn("report", path(run));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(folder.resolve(run).resolve("report.html")).isNotEmptyFile();
    }

    @Test void severalShareAReport() {
        GnnTest.Outcome outcome = gnn("report", path("train"), path("calibrated"), path("search"), "--out", path("all"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "calibrated", "search/best"}) void itsNetworkMeasuresAsItDid(String run) throws IOException {
        String out = path(run.replace('/', '-') + "-evaluated");
        GnnTest.Outcome outcome = gnn("evaluate", "--model", path(run), "--out", out);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode was = end(path(run)), is = end(out);
        for (String score : List.of("testAccuracy", "testNll", "keptFraction"))
            assertThat(is.get(score).asDouble()).as(score).isEqualTo(was.get(score).asDouble(), within(1e-4));
        assertThat(gnn("export", "--format", "compact", "--model", path(run), "--out", out + "/compact").code()).isZero();
        GnnTest.Outcome answers = gnn("predict", "--model", path(run), path("tiny/t10k-images-idx3-ubyte"));
        assertThat(answers.out().lines()).hasSize(40);
    }

    /** One epoch before its end, with the checkpoint alone. */
    @Test void itsTrainingGoesOn() throws IOException {
        GnnTest.Outcome outcome = gnn("train", "--resume", path("stopped"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(folder.resolve("stopped/result.json").toFile());
        assertThat(result.get("epochs")).hasSize(172);
        assertThat(result.at("/epochs/0/trainLoss").asDouble()).isEqualTo(0.994178771260177);
        assertThat(folder.resolve("stopped/checkpoints")).doesNotExist();
    }

    /** What it leaves when its end is taken away: networks that were fitted or trained are read. */
    @ParameterizedTest
    @CsvSource({"memory, medianW2", "drift, driftError", "text, tan-hwg/bitsPerCharacter/mean"}) void aStudyGoesOnFromWhatIsThere(
            String run, String figure) throws IOException {
        JsonNode was = end(path(run));
        GnnTest.Outcome finished = gnn(run, "--resume", path(run));
        assertThat(finished.code()).isEqualTo(2);
        assertThat(finished.err()).contains("is a finished run");
        Files.delete(folder.resolve(run).resolve("result.json"));
        GnnTest.Outcome outcome = gnn(run, "--resume", path(run));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(end(path(run)).at("/" + figure).asDouble()).isCloseTo(was.at("/" + figure).asDouble(), withinPercentage(1e-6));
    }

    /** From the settings alone; sums in floats, the network's of a text, end otherwise on another processor. */
    @ParameterizedTest
    @CsvSource({"memory, medianW2, 1e-4", "drift, driftError, 1e-4",
            "text, tan-hwg/bitsPerCharacter/mean, 10"}) void aStudyIsMadeAgain(
                    String run, String figure, double percent) throws IOException {
        GnnTest.Outcome outcome = gnn("reproduce", path(run), "--out", path(run + "-again"));
        assertThat(outcome.code()).as(outcome.err()).isBetween(0, 1);
        assertThat(end(path(run + "-again/run")).at("/" + figure).asDouble())
                .isCloseTo(end(path(run)).at("/" + figure).asDouble(), withinPercentage(percent));
    }

    private static String path(String name) { return folder.resolve(name).toString(); }

    private static JsonNode end(String run) throws IOException {
        return GnnTest.result(Path.of(run)).get("final");
    }
}
