package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Complex networks, and images that are shifted. */
class ComplexRunTest {
    @TempDir static Path folder;
    private static String data;

    @BeforeAll static void writeData() throws IOException { data = TinyData.write(folder.resolve("tiny")).toString(); }

    /** 4 complex inputs, 5 units, 3 classes; then 16 pixels as phases, modReLU between two layers. */
    @ParameterizedTest
    @CsvSource({"fourier,5,63,1,gaussian", "phase,'6,5',0,2,covariance",
            "fourier,5,63,1,atoms"}) void trainPredictAndAnswerOnShiftedImages(
                    String encoding, String layers, long parameters, int hidden, String law) throws IOException {
        String run = folder.resolve(law).toString();
        assertThat(gnn("train", "--preset", "complex", "--data", "tiny", "--data-dir", data, "--layers", layers, "--encoding",
                encoding, "--frequencies", "4", "--epochs", "30", "--batch", "10", "--beta", "1e-2", "--law", law,
                "--transmission", "sampled", "--out", run).code()).isZero();
        JsonNode trained = result(run);
        assertThat(trained.at("/testAccuracy").asDouble()).isEqualTo(1);
        assertThat(trained.at("/kept")).hasSize(hidden + 1);
        assertThat(trained.at("/kept/0").asInt() % 2).as("a complex weight is two numbers").isZero();
        if (parameters > 0) assertThat(trained.at("/parameters").asLong()).isEqualTo(2 * 4 * 5 + 2 * 5 + 5 * 3 + 3);
        assertThat(folder.resolve(law).resolve("report.html")).content().contains("Fan-in, layer 1");

        String asked = folder.resolve(law + "-asked").toString();
        assertThat(
                gnn("evaluate", "--model", run, "--data", "tiny", "--data-dir", data, "--shift", "1", "--samples", "2", "--out",
                        asked).out())
                .startsWith("test 100.00 %  shifted ");
        assertThat(result(asked).at("/shiftedAccuracy").asDouble()).isBetween(0.1, 0.99);
        assertThat(gnn("predict", "--model", run, data + "/t10k-images-idx3-ubyte").code()).isZero();
    }

    @Test void whatDoesNotFitIsSaidBeforeAFolderIsMade() {
        String out = folder.resolve("never").toString();
        assertThat(gnn("train", "--preset", "complex", "--data", "tiny", "--data-dir", data, "--out", out))
                .isEqualTo(new GnnTest.Outcome(2, "", "gnn: --frequencies = 66: must be in [1, 4], an image of 4 x 4 has no more"
                        + System.lineSeparator()));
        assertThat(Path.of(out)).doesNotExist();
        String run = folder.resolve("plain").toString();
        gnn("train", "--data", "tiny", "--data-dir", data, "--layers", "2", "--epochs", "1", "--out", run);
        assertThat(gnn("evaluate", "--model", run, "--data", "tiny", "--data-dir", data, "--shift", "4", "--out", out).err())
                .isEqualTo("gnn: tiny: shift = 4: must be in [0, 3] for images of 4 x 4" + System.lineSeparator());
        assertThat(gnn("evaluate", "--model", run, "--shift", "-1").err()).contains("--shift = -1: must be at least 0");
        assertThat(Path.of(out)).doesNotExist();
    }

    private static JsonNode result(String run) throws IOException {
        return GnnTest.result(Path.of(run)).at("/final");
    }
}
