package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.commons.lang3.ArrayUtils;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.cli.Gnn;
import org.tanhwg.layers.io.ModelFile;

/** Networks of pictures on Spark: LeNet-5 made small, and a graph with batch normalisation, which has averages and steps of its own. */
class PicturesTest {
    @TempDir private Path folder;
    private String[] training;

    @BeforeEach void writePictures() throws IOException {
        var table = new StringBuilder("label");
        for (int p = 0; p < 36; p++) table.append(",p").append(p);
        for (int i = 0; i < 60; i++) {
            table.append('\n').append(i % 3);
            for (int p = 0; p < 36; p++) table.append(',').append(p % 6 / 2 == i % 3 ? 200 + (i + p) % 50 : (i * p) % 40);
        }
        String data = Files.writeString(folder.resolve("pictures.csv"), table).toString();
        training = new String[] {"train", "--preset", "default", "--data", data, "--label", "label", "--size", "6x6", "--epochs",
                "3",
                "--batch", "10", "--min-steps", "0", "--consolidate-every", "2", "--beta", "0.01", "--noise-hidden", "0.2"};
    }

    private static String gnn(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        assertThat(Gnn.run(new PrintWriter(out), new PrintWriter(err), arguments)).as(err.toString()).isZero();
        return out.toString();
    }

    private String train(String network, String name, String... options) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), "network: " + (network.equals("graph")
                ? "[{conv: 4, padding: same, normalised: true}, {residual: 4}, {residual: 6, stride: 2}, {global-pool: average}]"
                : "[{conv: 4, kernel: 3}, {pool: 2}, {dense: 5}]") + "\n");
        String out = folder.resolve(name).toString();
        gnn(ArrayUtils.addAll(ArrayUtils.addAll(training, options), "--config", config.toString(), "--out", out));
        return out;
    }

    private static List<Long> parts(String run) throws IOException {
        List<Long> sums = new ArrayList<>();
        try (var zip = new ZipFile(Path.of(run, "model.zip").toFile())) {
            for (String name : List.of("configuration.json", "coefficients.bin", "updaterState.bin"))
                sums.add(zip.getEntry(name).getCrc());
        }
        return sums;
    }

    /** One partition is training here; two give the same bits each time, and others than one. */
    @ParameterizedTest
    @ValueSource(strings = {"chain", "graph"}) void theSamePartitionsGiveTheSameBits(String network) throws IOException {
        List<Long> here = parts(train(network, "here"));
        assertThat(parts(train(network, "one", "--spark", "local[2]", "--partitions", "1"))).isEqualTo(here);
        String two = train(network, "two", "--spark", "local[2]", "--partitions", "2", "--round-steps", "3");
        assertThat(parts(two)).isNotEqualTo(here);
        assertThat(gnn("reproduce", "--spark", "local[1]", two, "--out", folder.resolve("again").toString()))
                .contains("fields agree").doesNotContain("differs");
        assertThat(parts(folder.resolve("again/run").toString())).isEqualTo(parts(two));
        Model model = ModelFile.load(Path.of(two, "model.zip"));
        assertThat(model.params().isNaN().any()).isFalse();
        assertThat(gnn("evaluate", "--model", two, "--out", folder.resolve("evaluated").toString())).contains("test");
    }
}
