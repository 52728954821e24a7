package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.io.ModelFile;

/** Trained networks of pictures, chains and graphs, and other pictures: of other colours and numbers of classes they are refused before anything is trained. */
class GivenPicturesTest {
    private static final List<String> NETWORKS = List.of("chain", "graph");

    @TempDir private static Path folder;

    @BeforeAll static void train() throws IOException {
        TinyData.write(folder.resolve("grey"));
        TinyData.write(folder.resolve("two"), 2);
        for (int i = 0; i < 30; i++) {
            var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 16; at++) image.setRGB(at % 4, at / 4, 0xf0 << 8 * (i % 3) | at + i);
            Path file = folder.resolve("colour").resolve("c" + i % 3).resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        for (String network : NETWORKS) {
            String parts = network.equals("graph")
                    ? "[{conv: 4, padding: same, normalised: true}, {residual: 4}, {global-pool: average}]"
                    : "[{conv: 4, kernel: 2}, {pool: 2}]";
            Path config = Files.writeString(folder.resolve(network + ".yaml"), "network: " + parts + "\n");
            for (String colours : List.of("grey", "colour"))
                assertThat(gnn(line("train", "--config", config.toString(), "--epochs", "2", "--batch", "10", "--min-steps", "0",
                        "--out", run(network + "-" + colours), colours)).code()).isZero();
        }
    }

    private static String run(String name) {
        return folder.resolve(name).toString();
    }

    /** The last word stands for data. */
    private static String[] line(String... words) {
        List<String> line = new ArrayList<>(List.of(words).subList(0, words.length - 1));
        String data = words[words.length - 1];
        line.addAll(data.equals("colour") ? List.of("--data", run(data)) : List.of("--data", "tiny", "--data-dir", run(data)));
        return line.toArray(String[]::new);
    }

    private static void refused(String why, String... words) {
        GnnTest.Outcome outcome = gnn(words);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains(why);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain", "graph"}) void otherColoursAreRefused(String network) {
        String out = run("refused");
        String grey = "model.zip: its first layer takes pictures of 4 x 4; those of ";
        String colour = "model.zip: its first layer takes pictures of 4 x 4 x 3; those of ";
        String ofGrey = run(network + "-grey"), ofColour = run(network + "-colour");
        refused(grey + "the data are 4 x 4 x 3", line("train", "--from", ofGrey, "--out", out, "colour"));
        refused(colour + "the data are 4 x 4", line("train", "--from", ofColour, "--out", out, "grey"));
        for (String model : List.of(ofGrey, ofGrey + "/model.zip")) {
            refused("pictures of 4 x 4", line("evaluate", "--model", model, "--out", out, "colour"));
            refused("pictures of 4 x 4", line("export", "--model", model, "--format", "compact", "--out", out, "colour"));
        }
        for (String model : List.of(ofColour, ofColour + "/model.zip")) {
            refused("4 x 4 x 3", line("evaluate", "--model", model, "--out", out, "grey"));
            refused("t10k-images-idx3-ubyte: ", "predict", "--model", model, run("grey") + "/t10k-images-idx3-ubyte");
        }
        refused("tells 3 classes; the examples have 2", line("train", "--from", ofGrey, "--out", out, "two"));
    }

    /** Into layers of Deeplearning4j and back; rates of batch normalisation fall along the new run. */
    @Test void aGraphIsTrainedOn() {
        assertThat(gnn(line("train", "--from", run("graph-grey"), "--optimizer", "adam", "--epochs", "1", "--batch", "10",
                "--out", run("adam"), "grey")).code()).isZero();
        var ordinary = (ComputationGraph) ModelFile.load(folder.resolve("adam/model.zip"));
        assertThat(ordinary.getLayer(0).conf().getLayer()).isExactlyInstanceOf(ConvolutionLayer.class);
        var adam = (Adam) ((BatchNormalization) ordinary.getLayer(1).conf().getLayer()).getIUpdater();
        assertThat(((HalfCosine) adam.getLearningRateSchedule()).steps()).isEqualTo(4);
        assertThat(gnn(line("train", "--preset", "converted", "--from", run("adam"), "--epochs", "2", "--batch", "10", "--out",
                run("back"), "grey")).code()).isZero();
        var back = (ComputationGraph) ModelFile.load(folder.resolve("back/model.zip"));
        var first = (GeneralizedConvolution) back.getLayer(0).conf().getLayer();
        assertThat(first.isInputGradient()).isFalse();
        assertThat(((GeneralizedConvolution) back.getLayer(3).conf().getLayer()).isInputGradient()).isTrue();
        assertThat(back.getConfiguration().getIterationCount()).isEqualTo(8);
        assertThat(gnn("reproduce", run("back"), "--out", run("again")).out()).contains("fields agree").doesNotContain("differs");
    }
}
