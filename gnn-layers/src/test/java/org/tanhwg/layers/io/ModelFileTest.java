package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.elsewhere.Foreign;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.baseline.ProximalL1;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.TanHwg;

class ModelFileTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach void prepare() {
        file = folder.resolve("model.zip");
    }

    @Test void numbersAreWrittenAsNd4jWritesThem() throws IOException {
        INDArray row = Nd4j.rand(DataType.FLOAT, 1, 10_001);
        for (INDArray numbers : new INDArray[] {row, row.get(NDArrayIndex.all(), NDArrayIndex.interval(3, 5000)),
                row.castTo(DataType.DOUBLE)}) {
            var expected = new ByteArrayOutputStream();
            Nd4j.write(numbers, new DataOutputStream(expected));
            var written = new ByteArrayOutputStream();
            ArrayEntry.write(numbers, written);
            assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"}) void layersComeBackWithTheirUpdaters(DataType type) throws IOException {
        MultiLayerNetwork network = layers(new Adam(0.01), type);
        ModelFile.save(network, file);
        var loaded = (MultiLayerNetwork) ModelFile.load(file);
        assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(loaded.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
        assertThat(loaded.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    }

    @Test void graphsComeBackWithTheirUpdaters() throws IOException {
        ComputationGraph network = graph();
        ModelFile.save(network, file);
        var loaded = (ComputationGraph) ModelFile.load(file);
        assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(loaded.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
    }

    /** The network threw "not attached" at its first step. */
    @Test void whatIsLoadedTrainsOnAtOnce() throws IOException {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(300).eta(0.5).build(), 20);
        ModelFile.save(network, file);
        var loaded = (MultiLayerNetwork) ModelFile.load(file);
        for (int i = 20; i < 25; i++) {
            network.fit(Networks.batch(i));
            loaded.fit(Networks.batch(i));
        }
        assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    /** Whoever wants answers alone gets them; whoever trains hears what is wrong. */
    @Test void whatItsOptimizerCannotTrainStillAnswers() throws IOException {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().updater(new ProximalL1(new Sgd(0.1), 1e-3, 10, 1))
                        .list().layer(new GeneralizedOutput.Builder().nIn(4).nOut(2).build()).build());
        network.init();
        ModelFile.save(network, file);
        var loaded = (MultiLayerNetwork) ModelFile.load(file);
        assertThat(loaded.output(Nd4j.ones(1, 4)).toFloatVector()).isEqualTo(network.output(Nd4j.ones(1, 4)).toFloatVector());
        assertThatThrownBy(() -> loaded.fit(Nd4j.ones(5, 4), labels(DataType.FLOAT))).hasMessageContaining("attach(network)");
    }

    @Test void networksWithoutUpdaterStateComeBack() throws IOException {
        MultiLayerNetwork network = layers(new Sgd(0.1), DataType.FLOAT);
        ModelFile.save(network, file);
        assertThat(((MultiLayerNetwork) ModelFile.load(file)).params().toFloatVector())
                .isEqualTo(network.params().toFloatVector());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY}) void numbersThatAreNotFiniteAreRefused(double number)
            throws IOException {
        MultiLayerNetwork network = layers(new Sgd(0.1), DataType.FLOAT);
        network.params().putScalar(3, number);
        ModelFile.save(network, file);
        assertRefused("coefficients.bin holds NaN or infinite numbers");
    }

    @Test void savingLeavesNothingElseBehind() throws IOException {
        ModelFile.save(graph(), file);
        ModelFile.save(graph(), file);
        assertThat(folder.toFile().list()).containsExactly("model.zip");
    }

    @Test void missingFilesAndFoldersAreNoModels() {
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class).hasMessage(file + ": no such file");
        assertThatThrownBy(() -> ModelFile.load(folder)).isInstanceOf(ModelFileException.class)
                .hasMessageContaining("is not a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "no zip at all"}) void otherFilesAreNoModels(String content) throws IOException {
        Files.writeString(file, content);
        assertRefused("is not a model file");
    }

    @Test void compactNetworksAreNamed() throws IOException {
        Files.writeString(file, "GNNC and so on");
        assertRefused("is a compact network, which CompactFile of gnn-core reads");
    }

    @Test void everyTruncationIsNoticed() throws IOException {
        ModelFile.save(graph(), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test void entriesCutShortAreNoticed() throws IOException {
        for (String entry : new String[] {"coefficients.bin", "updaterState.bin"}) {
            Map<String, byte[]> parts = parts(layers(new Adam(), DataType.FLOAT));
            byte[] whole = parts.get(entry);
            for (int length = 0; length < whole.length; length += 11) {
                parts.put(entry, Arrays.copyOf(whole, length));
                write(parts);
                assertRefused(entry);
            }
            parts.put(entry, Arrays.copyOf(whole, whole.length + 1));
            write(parts);
            assertRefused("goes on after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"preprocessor.bin", "normalizer.bin", "../../evil", "objects/x"}) void foreignEntriesAreRefusedUnread(
            String name) throws IOException {
        var object = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(object)) {
            out.writeObject(new Foreign());
        }
        Foreign.Trace.clear();
        Map<String, byte[]> parts = parts(graph());
        parts.put(name, object.toByteArray());
        write(parts);
        assertRefused(name);
        assertThat(Foreign.Trace.clear()).isFalse();
    }

    /** Every place where Jackson takes a class name from; each must be refused before the class is loaded. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"@class\": \"%s\"}", "[\"%s\", {}]", "[\"%s\", \"x\"]", "{\"@class\": \"no.such.Thing\"}",
            "\"java.lang.Runtime\"",
            "{\"%s\": {}}", "{\"@class\": \"%s\", \"@class\": \"org.nd4j.linalg.activations.impl.ActivationReLU\"}",
            "{\"@class\": \"java.util.ArrayList<%s>\"}", "{\"\\u0040class\": \"%s\"}"}) void foreignClassesAreNotLoaded(
                    String value) throws IOException {
        Map<String, byte[]> parts = parts(layers(new Adam(), DataType.FLOAT));
        String json = new String(parts.get("configuration.json"), StandardCharsets.UTF_8);
        String activation = "\\{\\s*\"@class\" : \"org.nd4j.linalg.activations.impl.ActivationTanH\"\\s*}";
        String changed = json.replaceFirst(activation,
                Matcher.quoteReplacement(value.replace("%s", "org.tanhwg.elsewhere.Foreign")));
        assertThat(changed).isNotEqualTo(json);
        parts.put("configuration.json", changed.getBytes(StandardCharsets.UTF_8));
        write(parts);
        Foreign.Trace.clear();
        assertRefused("names the class");
        assertThat(Foreign.Trace.clear()).isFalse();
    }

    @Test void layerNamesWithDotsAreNoClasses() throws IOException {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).name("block.1.dense").nIn(2).nOut(2).build()).build());
        network.init();
        ModelFile.save(network, file);
        assertThat(((MultiLayerNetwork) ModelFile.load(file)).params().toFloatVector())
                .isEqualTo(network.params().toFloatVector());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"a\": 1} x", "\u00ff"}) void configurationsThatAreNoJsonObjects(String json)
            throws IOException {
        Map<String, byte[]> parts = parts(graph());
        parts.put("configuration.json", json.getBytes(StandardCharsets.ISO_8859_1));
        write(parts);
        assertRefused("configuration.json");
    }

    @Test void bombsDoNotUnpack() throws IOException {
        Map<String, byte[]> parts = parts(layers(new Adam(), DataType.FLOAT));
        byte[] numbers = parts.get("coefficients.bin");
        parts.put("coefficients.bin", Arrays.copyOf(numbers, 64 << 20));
        write(parts);
        assertRefused("goes on after");

        parts.put("coefficients.bin", numbers);
        byte[] blanks = new byte[17 << 20];
        Arrays.fill(blanks, (byte) ' ');
        parts.put("configuration.json", blanks);
        write(parts);
        assertRefused("more than 16 MiB");

        parts.put("configuration.json", ("{\"a\": " + "[".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
        write(parts);
        assertRefused("nested deeper");
    }

    @Test void asManyNumbersAsTheConfigurationAsksFor() throws IOException {
        Map<String, byte[]> parts = parts(layers(new Adam(), DataType.FLOAT));
        parts.put("coefficients.bin", numbers(Nd4j.zeros(1, 5)));
        write(parts);
        assertRefused("holds 5 numbers; the network's configuration asks for");
    }

    /** Native code follows the strides, so a view of more than is there must not reach it. */
    @Test void rowsThatAreNotDenseAreRefused() throws IOException {
        MultiLayerNetwork network = layers(new Adam(), DataType.FLOAT);
        Map<String, byte[]> parts = parts(network);
        int last = network.params().rank() * 2;
        int header = 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "LONG".length();
        byte[] numbers = parts.get("coefficients.bin");
        numbers[header + 8 * last + 6] = 100;
        write(parts);
        assertRefused("not a dense row");
    }

    @Test void compressedArraysAreRefused() throws IOException {
        Map<String, byte[]> parts = parts(layers(new Adam(), DataType.FLOAT));
        byte[] numbers = parts.get("coefficients.bin");
        String text = new String(numbers, StandardCharsets.ISO_8859_1);
        parts.put("coefficients.bin", text.replaceFirst("\0\5FLOAT", "\0\12COMPRESSED").getBytes(StandardCharsets.ISO_8859_1));
        write(parts);
        assertRefused("unexpected type");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why);
    }

    private static MultiLayerNetwork layers(IUpdater updater, DataType type) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).dataType(type).updater(updater).list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(3).nOut(2).activation(Activation.SOFTMAX).build())
                .build());
        network.init();
        network.fit(Nd4j.rand(type, 5, 4), labels(type));
        return network;
    }

    private static ComputationGraph graph() {
        var network = new ComputationGraph(
                new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).graphBuilder().addInputs("in")
                        .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                        .addLayer("out",
                                new OutputLayer.Builder(LossFunction.MCXENT).nIn(3).nOut(2).activation(Activation.SOFTMAX)
                                        .build(),
                                "hidden")
                        .setOutputs("out").build());
        network.init();
        network.fit(new INDArray[] {Nd4j.rand(5, 4)}, new INDArray[] {labels(DataType.FLOAT)});
        return network;
    }

    private static INDArray labels(DataType type) {
        return Nd4j.create(new double[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}}).castTo(type);
    }

    private static byte[] numbers(INDArray array) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private Map<String, byte[]> parts(Model model) throws IOException {
        ModelFile.save(model, file);
        var parts = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        parts.remove("gnn.json"); // as Deeplearning4j writes it: what is changed then is not noticed by its digest
        return parts;
    }

    private void write(Map<String, byte[]> parts) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
    }
}
