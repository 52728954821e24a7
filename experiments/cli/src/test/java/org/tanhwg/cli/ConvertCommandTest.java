package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.io.ModelFile;

/** From a network of Deeplearning4j to a pruned one and back, as a user goes. */
class ConvertCommandTest {
    @TempDir static Path folder;
    private static String data;

    @BeforeAll static void prepare() throws IOException {
        data = TinyData.write(folder.resolve("tiny")).toString();
        write("plain", new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).list()
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).dropOut(0.9).build()).layer(output())
                .setInputType(InputType.feedForward(16)).build());
        write("image", new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.RELU).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build()).layer(output())
                .setInputType(InputType.convolutionalFlat(4, 4, 1)).build());
        write("wide",
                new NeuralNetConfiguration.Builder().list().layer(output()).setInputType(InputType.feedForward(17)).build());
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .addLayer("out", output(), "in").setOutputs("out").setInputTypes(InputType.feedForward(16)).build());
        graph.init();
        ModelSerializer.writeModel(graph, file("graph").toFile(), true);
    }

    @Test void thereAndBack() throws IOException {
        String there = run("convert", "--model", file("plain").toString(), "--to", "generalized", "--out");
        JsonNode result = json(there);
        assertThat(result.at("/command").asText()).isEqualTo("convert");
        assertThat(result.at("/layers/0/to").asText()).isEqualTo("GeneralizedDense");
        assertThat(result.at("/keptFraction").asDouble()).isEqualTo(1);
        assertThat(result.at("/provenance/dataSha256").asText()).matches("[0-9a-f]{64}");
        String back = run("convert", "--model", there, "--to", "Dense", "--out");
        JsonNode first = evaluated(file("plain").toString());
        for (String model : new String[] {there, back}) {
            JsonNode same = evaluated(model);
            assertThat(same.get("testAccuracy")).isEqualTo(first.get("testAccuracy"));
            assertThat(same.get("testNll").asDouble()).isCloseTo(first.get("testNll").asDouble(), within(1e-5));
            assertThat(same.get("parameters")).isEqualTo(first.get("parameters"));
        }
    }

    /** One unit of the first layer is made another's copy: it goes, and answers stay. */
    @Test void duplicatesAreMerged() throws IOException {
        var twice = (MultiLayerNetwork) ModelFile
                .load(Path.of(run("convert", "--model", file("plain").toString(), "--to", "generalized", "--out"), "model.zip"));
        for (String key : List.of("w", "m", "b")) {
            INDArray values = twice.getLayer(0).getParam(key);
            for (long row = 0; row < values.size(0) && values.rank() == 2 && values.size(0) > 1; row++)
                values.putScalar(row, 1, values.getDouble(row, 0));
            if (key.equals("b")) values.putScalar(1, values.getDouble(0));
        }
        ModelSerializer.writeModel(twice, file("twice").toFile(), true);
        String out = folder.resolve("merged").toString();
        assertThat(gnn("convert", "--model", file("twice").toString(), "--merge", "1e-3", "--out", out).out())
                .contains("merged 1 units; outputs change by at most ");
        JsonNode result = json(out);
        assertThat(result.has("to")).isFalse();
        assertThat(result.at("/merged/0/unit").asInt()).isEqualTo(1);
        assertThat(result.at("/merged/0/into").asInt()).isZero();
        assertThat(result.at("/bound").asDouble()).isLessThan(1e-5);
        assertThat(result.at("/keptFraction").asDouble()).isLessThan(1);
        JsonNode before = evaluated(file("twice").toString()), after = evaluated(out);
        assertThat(after.get("testAccuracy")).isEqualTo(before.get("testAccuracy"));
        assertThat(after.get("testNll").asDouble()).isCloseTo(before.get("testNll").asDouble(), within(1e-5));
        assertThat(json(run("convert", "--model", file("twice").toString(), "--merge", "1e-3", "--to", "dense", "--out"))
                .at("/keptFraction").asDouble()).isEqualTo(result.at("/keptFraction").asDouble());
    }

    /** Straight from the file; its own dropout stays. What --from says holds for a resumed run too. */
    @Test void trainingStartsFromTheNetwork() {
        String[] train = {"train", "--preset", "converted", "--from", file("plain").toString(), "--data", "tiny", "--data-dir",
                data,
                "--batch", "10", "--epochs", "20", "--beta", "0.02", "--out"};
        String run = run(train);
        assertThat(json(run).at("/final/keptFraction").asDouble()).isLessThan(0.9);
        assertThat(json(run).at("/epochs")).hasSize(20);
        assertThat(Path.of(run, "config.yaml")).content().contains("from: " + file("plain"));
        var network = (MultiLayerNetwork) ModelFile.load(Path.of(run, "model.zip"));
        assertThat(network.getLayer(0).conf().getLayer()).isInstanceOf(GeneralizedDense.class);
        assertThat(network.getLayer(0).conf().getLayer().getIDropout()).isEqualTo(new Dropout(0.9));
        String on = run("train", "--from", run, "--optimizer", "adam", "--data", "tiny", "--data-dir", data, "--batch", "10",
                "--epochs", "1", "--out");
        assertThat(((MultiLayerNetwork) ModelFile.load(Path.of(on, "model.zip"))).getLayer(0).conf().getLayer())
                .isInstanceOf(DenseLayer.class);
    }

    @Test void layersThatAreNotDenseTrainAsTheyDid() {
        String run = run("train", "--preset", "converted", "--law", "gaussian", "--transmission", "sampled", "--from",
                file("image").toString(), "--data", "tiny", "--data-dir", data, "--batch", "10", "--epochs", "2", "--out");
        assertThat(json(run).at("/final/kept")).hasSize(3);
        assertThat(Path.of(run, "report.html")).content().contains("Fan-in, layer 1: ");
        assertThat(gnn("convert", "--model", run, "--to", "dense", "--out", folder.resolve("image-dense").toString()).out())
                .startsWith("layer0: GeneralizedConvolution -> ConvolutionLayer").contains("layer1: BatchNormalization, stays");
    }

    @Test void graphsConvertToo() {
        assertThat(gnn("convert", "--model", file("graph").toString(), "--to", "generalized", "--out",
                folder.resolve("graph").toString()).out()).startsWith("out: OutputLayer -> GeneralizedOutput");
    }

    /** {@code @} stands for the folder of the tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "convert --model @/plain.zip --to sparse#--to = sparse: must be generalized or dense",
            "convert --model @/plain.zip#nothing to do: gnn convert needs --to generalized, --to dense or --merge DISTANCE",
            "convert --model @/plain.zip --merge -1#--merge = -1.0: must be at least 0",
            "convert --model @/plain.zip --merge 1e-3#@/plain.zip: layer 0 (DenseLayer): units are merged in chains of generalized fully connected layers of real synapses without widths",
            "convert --model @/none --to dense#@/none: no such file; --model takes a model file or the folder of a finished run",
            "train --from @/none --data tiny --data-dir @/tiny#@/none: no such file; --from takes a model file or the folder of a finished run",
            "train --from @/plain.zip --layers 5#--layers: makes no difference with --from, whose network has its own; leave it out",
            "train --from @/wide.zip --data tiny --data-dir @/tiny#@/wide.zip: takes 17 numbers, an example of the data has 16"}) void mistakesGetOneLineAndCode2(
                    String arguments, String message) {
        Path out = folder.resolve("mistake");
        String[] words = (arguments + " --out " + out).replace("@", folder.toString()).split(" ");
        assertThat(gnn(words)).isEqualTo(
                new GnnTest.Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
        assertThat(out).doesNotExist();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build();
    }

    private static void write(String name, org.deeplearning4j.nn.conf.MultiLayerConfiguration conf) throws IOException {
        var network = new MultiLayerNetwork(conf);
        network.init();
        ModelSerializer.writeModel((Model) network, file(name).toFile(), true);
    }

    private static Path file(String name) {
        return folder.resolve(name + ".zip");
    }

    /** Runs a command whose last argument, the folder, is missing; returns the folder. */
    private static String run(String... arguments) {
        String out = folder.resolve("run" + System.nanoTime()).toString();
        String[] words = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        words[arguments.length] = out;
        var outcome = gnn(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return out;
    }

    private static JsonNode evaluated(String model) {
        return json(run("evaluate", "--model", model, "--data", "tiny", "--data-dir", data, "--out")).get("final");
    }

    private static JsonNode json(String run) {
        try {
            return GnnTest.result(Path.of(run));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
