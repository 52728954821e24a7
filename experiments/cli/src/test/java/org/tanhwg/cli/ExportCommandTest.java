package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;

class ExportCommandTest {
    @TempDir static Path folder;
    private static String run;

    @BeforeAll static void train() throws IOException {
        String data = TinyData.write(folder.resolve("tiny")).toString();
        run = folder.resolve("run").toString();
        assertThat(gnn("train", "--data", "tiny", "--data-dir", data, "--layers", "9,5", "--batch", "10", "--epochs", "15",
                "--beta", "0.02", "--out", run).code()).isZero();
        for (Activation activation : new Activation[] {Activation.RELU, Activation.ELU}) {
            var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                    .layer(new DenseLayer.Builder().nOut(5).activation(activation).build())
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build())
                    .setInputType(InputType.feedForward(17)).build());
            network.init();
            ModelSerializer.writeModel(network, folder.resolve(activation.name() + ".zip").toFile(), true);
        }
    }

    @Test void whatPruningLeftIsWrittenAndCompared() throws IOException {
        Path file = folder.resolve("small.compact");
        GnnTest.Outcome outcome = gnn("export", "--model", run, "--format", "compact", "--out", file.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        CompactNetwork network = CompactFile.read(file);
        assertThat(network.synapses()).isLessThan(16 * 9 + 9 * 5 + 5 * 3);
        assertThat(outcome.out().lines().toList()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("%d of 204 weights, %d of 16 inputs, units %d-%d-3".formatted(
                        network.synapses(), network.liveInputs().length, network.units().get(0), network.units().get(1))),
                line -> assertThat(line).matches("tiny test ([0-9.]+) %, the original \\1 %; the same answer to 40 of 40"),
                line -> assertThat(line).startsWith("kept ").endsWith(Files.size(file) + " bytes  " + file));

        Path rounded = folder.resolve("rounded.compact");
        assertThat(gnn("export", "--model", run, "--format", "compact", "--bits", "8", "--out", rounded.toString()).code())
                .isZero();
        assertThat(CompactFile.read(rounded).bits()).isEqualTo(8);
        assertThat(Files.size(rounded)).isLessThan(Files.size(file));
    }

    /** No examples were named for it, so that it is compared on none. */
    @Test void networksOfOthersAreExported() {
        Path file = folder.resolve("other.onnx");
        GnnTest.Outcome outcome = gnn("export", "--model", folder.resolve("RELU.zip").toString(), "--format", "ONNX", "--out",
                file.toString());
        assertThat(outcome.out()).startsWith("100 of 100 weights, 17 of 17 inputs, units 5-3\nkept 100.00 %");
        assertThat(file).isNotEmptyFile();
    }

    @Test void aRunIsExportedFarFromItsExamples() throws IOException {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Files.copy(Path.of(run, "model.zip"), moved.resolve("model.zip"));
        Files.writeString(moved.resolve("config.yaml"),
                Files.readString(Path.of(run, "config.yaml")).replaceAll("data-dir: .*", "data-dir: " + folder.resolve("gone")));
        Path file = folder.resolve("far.compact");
        GnnTest.Outcome outcome = gnn("export", "--model", moved.toString(), "--format", "compact", "--out", file.toString());
        assertThat(outcome.out()).contains("not compared on test examples: " + folder.resolve("gone"));
        assertThat(file).isNotEmptyFile();
    }

    /** {@code @} stands for the folder of the tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "--format zip --model @/run#--format = zip: must be compact or onnx",
            "--format onnx --bits 8 --model @/run#--bits = 8: only the compact format has amplitudes of 8 bits",
            "--format compact --bits 7 --model @/run#--bits = 7: must be 32 or 8",
            "--format compact --model @/none#@/none: no such file; --model takes a model file or the folder of a finished run",
            "--format compact --model @/ELU.zip#@/ELU.zip: cannot be exported: layer 0 has activation elu(alpha=1.0): must be identity, relu, tanh, sigmoid or, at the end, softmax",
            "--format compact --model @/RELU.zip --data tiny --data-dir @/tiny#@/RELU.zip: takes 17 numbers, an example of tiny has 16",
            "--format compact --model @/run --data-dir @/tiny#--data-dir needs --data, the name of the data set in it"}) void mistakesGetOneLineAndCode2(
                    String arguments, String message) {
        Path out = folder.resolve("mistake");
        String[] words = ("export " + arguments + " --out " + out).replace("@", folder.toString()).split(" ");
        assertThat(gnn(words)).isEqualTo(
                new GnnTest.Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
        assertThat(out).doesNotExist();
    }

    @Test void nothingIsOverwritten() {
        assertThat(gnn("export", "--model", run, "--format", "compact", "--out", run).err())
                .isEqualTo("gnn: " + run + ": is there already; --out takes the name of a new file\n");
    }
}
