package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.compact.CompactFile;

/** Networks of convolutions from the command line: a residual one from training to shipping, and pictures that do not fit. */
class PictureRunTest {
    @TempDir private Path folder;
    private String data;

    @BeforeEach void writeData() throws IOException { data = TinyData.write(folder.resolve("data")).toString(); }

    private GnnTest.Outcome train(String out, String... options) {
        List<String> line = new ArrayList<>(
                List.of("train", "--data", "tiny", "--data-dir", data, "--epochs", "2", "--batch", "10", "--out",
                        folder.resolve(out).toString()));
        line.addAll(List.of(options));
        return gnn(line.toArray(String[]::new));
    }

    @Test void aResidualNetworkIsTrainedReproducedAndShipped() throws IOException {
        assertThat(train("run", "--network", "resnet8", "--augment", "shift:1,flip", "--beta", "0.01").code()).isZero();
        String run = folder.resolve("run").toString();
        String result = Files.readString(Path.of(run, "result.json"));
        assertThat(result).contains("\"multiplyAdds\"");
        assertThat(Files.readString(Path.of(run, "report.html"))).contains("What its kernels look at");
        assertThat(gnn("reproduce", run, "--out", folder.resolve("again").toString()).out()).contains("fields agree")
                .doesNotContain("differs");
        assertThat(gnn("evaluate", "--model", run, "--out", folder.resolve("evaluated").toString()).code()).isZero();
        String images = data + "/t10k-images-idx3-ubyte";
        assertThat(gnn("predict", "--model", run, images).out().lines().count()).isGreaterThanOrEqualTo(40);
        for (String format : new String[] {"compact", "onnx"}) {
            GnnTest.Outcome shipped = gnn("export", "--model", run, "--format", format, "--out",
                    folder.resolve("it." + format).toString());
            assertThat(shipped.code()).as(shipped.err()).isZero();
            assertThat(shipped.out()).contains("the same answer to 40 of 40");
        }
        assertThat(CompactFile.read(folder.resolve("it.compact")).units()).hasSize(10);
        assertThat(gnn("convert", "--model", run, "--to", "dense", "--out", folder.resolve("dense").toString()).code()).isZero();
        assertThat(gnn("evaluate", "--model", folder.resolve("dense").toString(), "--data", "tiny", "--data-dir", data, "--out",
                folder.resolve("same").toString()).code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[{conv: 3, kernel: 5}] | part 1, {conv=3, kernel=5}: pictures of 4 x 4 are 4x4 there, smaller than its window",
            "[{conv: 3}, {pool: 3}] | part 2, {pool=3}: pictures of 4 x 4 are 2x2 there, smaller than its window; sizes so far: 4x4, 2x2",
            "[{conv: 3, kernel: 1, stride: 7}] | part 1, {conv=3, kernel=1, stride=7}: pictures of 4 x 4 are 4x4 there, and its stride leaves a single place",
            "[{residual: 3, stride: 9}] | its stride leaves a single place",
            "[{dense: 3}, {conv: 2}] | part 2, {conv=2, kernel=3} comes above a dense part",
            "[{global-pool: max}, {pool: 2}] | part 2, {pool=2} comes above global-pool",
            "[{residual: 0}] | network has residual = 0",
            "[{global-pool: sum}] | network has global-pool = sum: must be average or max",
            "[{conv: 2, normalised: 7}] | normalised = 7: must be true or false",
            "[{pool: 2, normalised: true}] | on a part without conv",
            "resnet9 | must be lenet5, vgg-small, resnet8 or"}) void whatDoesNotGoThroughIsRefusedInALine(String network,
                    String why) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), "network: " + network + "\n", StandardCharsets.UTF_8);
        refused("run", why, "--config", config.toString());
    }

    private void refused(String out, String why, String... options) {
        GnnTest.Outcome outcome = train(out, options);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains(why);
        assertThat(folder.resolve(out)).doesNotExist();
    }

    @Test void sparkTrainsPicturesAsTheyAre() {
        refused("run", "--augment: is not for training on Spark", "--augment", "flip", "--spark", "local[1]");
    }

    /** As many numbers, but of other pictures: heights for widths, or colours for rows. */
    @Test void picturesOfAnotherShapeAreRefused() throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), "network: [{conv: 3, padding: same}, {pool: 2}]\n");
        assertThat(train("run", "--config", config.toString()).code()).isZero();
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows,
                Stream.iterate(0, i -> i + 1).limit(40).map(i -> i % 3 + ",0,9,0,9,1,2,3,4,5,6,7,8,9,1,2," + i % 7)
                        .reduce("label,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", (all, row) -> all + "\n" + row));
        String why = "its first layer takes pictures of 4 x 4; those of ";
        GnnTest.Outcome evaluated = gnn("evaluate", "--model", folder.resolve("run/model.zip").toString(), "--data",
                rows.toString(), "--size", "2x8", "--out", folder.resolve("e").toString());
        assertThat(evaluated.code()).as(evaluated.err()).isEqualTo(2);
        GnnTest.Outcome from = gnn("train", "--from", folder.resolve("run").toString(), "--data", rows.toString(), "--size",
                "2x8",
                "--out", folder.resolve("f").toString());
        assertThat(from.code()).as(from.err()).isEqualTo(2);
        assertThat(from.err()).hasLineCount(1).contains(why + "the data are 2 x 8");
        assertThat(folder.resolve("f")).doesNotExist();
    }
}
