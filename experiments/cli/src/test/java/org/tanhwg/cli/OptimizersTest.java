package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.training.settings.Optimizer;

class OptimizersTest {
    @TempDir static Path folder;
    private static String data;

    @BeforeAll static void data() throws IOException { data = TinyData.write(folder.resolve("tiny")).toString(); }

    @ParameterizedTest
    @EnumSource void eachTrainsAndItsModelIsMeasuredLikeAnyOther(Optimizer optimizer) throws IOException {
        String run = folder.resolve(optimizer.toString()).toString();
        GnnTest.Outcome trained = gnn("train", "--optimizer", optimizer.toString(), "--data", "tiny", "--data-dir", data,
                "--layers", "12",
                "--epochs", "6", "--batch", "4", "--out", run);
        assertThat(trained.code()).as(trained.err()).isZero();
        JsonNode end = final_(run);
        assertThat(end.at("/parameters").asInt()).isEqualTo(16 * 12 + 12 * 3 + 15);
        assertThat(end.at("/kept")).hasSize(2);
        if (optimizer == Optimizer.MAGNITUDE_PRUNING)
            assertThat(end.at("/keptFraction").asDouble()).isEqualTo(Math.round(.05 * 228) / 228.);
        assertThat(gnn("evaluate", "--model", run, "--data", "tiny", "--data-dir", data, "--out", run + "-evaluated").code())
                .isZero();
        for (String field : new String[] {"testAccuracy", "testNll", "keptFraction"})
            assertThat(final_(run + "-evaluated").at("/" + field)).isEqualTo(end.at("/" + field));
        GnnTest.Outcome predicted = gnn("predict", "--model", run, "--json", data + "/t10k-images-idx3-ubyte");
        assertThat(new ObjectMapper().readTree(predicted.out())).hasSize(40);
        assertThat(Path.of(run, "report.html")).content().contains(optimizer.toString());
    }

    @Test void aSettingThatMakesNoDifferenceIsRefused() {
        assertThat(gnn("train", "--optimizer", "adam", "--beta", "1").err())
                .isEqualTo("gnn: --beta: makes no difference to adam; leave it out\n");
        assertThat(gnn("train", "--optimizer", "magnitude-pruning", "--keep", "0").err())
                .startsWith("gnn: --keep = 0.0: must be");
        assertThat(gnn("train", "--optimizer", "adma").err())
                .startsWith("gnn: --optimizer = adma: must be one of tan-hwg, mirror-descent");
        assertThat(gnn("train", "--optimizer", "sgd", "--preset", "calibrated").err()).contains("law = GAUSSIAN: must be dirac");
    }

    @Test void aDivergedBaselineIsNamed() throws IOException {
        Path run = folder.resolve("diverged");
        GnnTest.Outcome outcome = gnn("train", "--optimizer", "sgd", "--eta", "1e30", "--data", "tiny", "--data-dir", data,
                "--layers", "5",
                "--batch", "4", "--out", run.toString());
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).matches("gnn: after step \\d+: .*NaN.*; a smaller eta keeps the step in bounds; .*\\R");
        assertThat(Files.exists(run.resolve("result.json"))).isFalse();
    }

    private static JsonNode final_(String run) throws IOException {
        return GnnTest.result(Path.of(run)).at("/final");
    }
}
