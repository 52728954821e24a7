package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.conf.GeneralizedConvolution;

/** Files that were made to do harm: each is refused before Deeplearning4j builds anything, in one line that names file and setting. */
class HostileModelTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sub0 | layer 0 (SubsamplingLayer): kernelSize is 0; must be a whole number from 1
            n-crop | layer 0 (Cropping2D): cropping is -100; must be a whole number from 0
            no-activation | layer 0 (DenseLayer): activationFn is missing
            overflow-gen | layer 0 (GeneralizedDense): nin is 6148914691236517206; must be a whole number from 0
            empty-confs | confs lists no layers; must list at least one
            json-nul | configuration.json is not valid JSON
            zeropad | configuration.json: the network needs 305187 MiB of memory; 1024 MiB are allowed
            """) void isRefusedInOneLine(String name, String why) throws URISyntaxException {
        Path file = Path.of(getClass().getResource("hostile/" + name + ".zip").toURI());
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why).message().hasLineCount(1).hasSizeLessThan(500 + file.toString().length());
    }

    /** Each setting that sizes or moves something, with a value that native code would not survive or memory would not hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "stride" : [ 1, 1 ] | "stride" : [ 0, 1 ] | stride is 0
            "stride" : [ 1, 1 ] | "stride" : [ 1 ] | stride has 1 numbers; must have 2
            "stride" : [ 1, 1 ] | "stride" : null | stride is missing
            "stride" : [ 1, 1 ] | "stride" : [ "-1", 1 ] | stride is -1
            "dilation" : [ 1, 1 ] | "dilation" : [ -1, 1 ] | dilation is -1
            "padding" : [ 0, 0 ] | "padding" : [ -2147483648, 0 ] | padding is -2147483648
            "nout" : 5 | "nout" : -5 | nout is -5
            "numChannels" : 1 | "numChannels" : -1 | numChannels is -1
            "kernelSize" : [ 3, 3 ] | "kernelSize" : [ 2147483647, 2147483647 ] | multiply to more parameters
            "padding" : [ 0, 0 ] | "padding" : [ 9000, 9000 ] | of memory
            "poolingType" : "MAX" | "poolingType" : null | poolingType is missing
            layers.SubsamplingLayer | layers.NoParamLayer | is of the kind
            """) void settingsAreCheckedBeforeAnythingIsBuilt(String sound, String hostile, String why) throws IOException {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).activation(Activation.RELU).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1)).build());
        Path file = changed(network, sound, hostile);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + ": configuration.json: ").hasMessageContaining(why);
    }

    /** A file of the network with something else in its configuration; without that it is read. */
    private Path changed(Model network, String sound, String hostile) throws IOException {
        network.init();
        Path file = folder.resolve("model.zip");
        ModelFile.save(network, file);
        assertThat(ModelFile.load(file).numParams()).isEqualTo(network.numParams());
        change(file, sound, hostile);
        return file;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "stride" : [ 1, 1 ] | "stride" : [ 0, 1 ] | (GeneralizedConvolution): stride is 0
            "kernelSize" : [ 3, 3 ] | "kernelSize" : [ 3 ] | (GeneralizedConvolution): kernelSize has 1 numbers; must have 2
            "dilation" : [ 1, 1 ] | "dilation" : [ -1, 1 ] | (GeneralizedConvolution): dilation is -1
            "padding" : [ 0, 0 ] | "padding" : [ 9000, 9000 ] | of memory
            "kernelSize" : [ 3, 3 ] | "kernelSize" : [ 2147483647, 2147483647 ] | multiply to more parameters
            "convolutionMode" : "Truncate" | "convolutionMode" : null | convolutionMode is missing
            """) void generalizedConvolutionsAreChecked(String sound, String hostile, String why) throws IOException {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(5).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1)).build());
        Path file = changed(network, sound, hostile);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why).message().hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "networkOutputs" : [ "out" ] | "networkOutputs" : [ "away" ] | networkOutputs names 'away', which is not a vertex
            "networkOutputs" : [ "out" ] | "networkOutputs" : [ ] | networkOutputs lists none
            "a" : [ "in" ] | "a" : [ "both" ] | is part of a cycle
            "a" : [ "in" ] | "a" : [ "gone" ] | vertex 'a' takes input from 'gone', which is not there
            "a" : [ "in" ] | "a" : [ ] | vertex 'a' has no input
            "nout" : 3 | "nout" : 90000000 | of memory
            """) void graphsHangTogether(String sound, String hostile, String why) throws IOException {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .addLayer("b", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out",
                        new OutputLayer.Builder(LossFunction.MCXENT).nIn(6).nOut(2).activation(Activation.SOFTMAX).build(),
                        "both")
                .setOutputs("out").build();
        var network = new ComputationGraph(configuration);
        Path file = changed(network, sound, hostile);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + ": configuration.json: ").hasMessageContaining(why);
    }

    /** Zeros pack to a thousandth of their size; the caller may allow them, and then they must be there. */
    @Test void memoryIsAskedForBeforeItIsTaken() throws IOException {
        MultiLayerNetwork network = dense("x");
        Path file = folder.resolve("model.zip");
        ModelFile.save(network, file);
        change(file, "\"nin\" : 4", "\"nin\" : 80000000");
        assertThatThrownBy(() -> ModelFile.load(file)).hasMessageContaining("of memory; 1024 MiB are allowed");
        assertThatThrownBy(() -> ModelFile.load(file, Long.MAX_VALUE)).hasMessageContaining("coefficients.bin");
        ModelFile.save(network, file);
        assertThatThrownBy(() -> ModelFile.load(file, 100)).hasMessageContaining("100 bytes are allowed");
    }

    /** Two megabytes of dotted words took a minute: one look-up on the class path each. */
    /** Native code reads beyond a row that it takes for maps, and the process is gone: a layer that pads with zeros is not built above rows of numbers. */
    @Test void paddingOfRowsIsRefused() throws IOException {
        Path file = folder.resolve("rows.zip");
        var conf = new NeuralNetConfiguration.Builder().list().layer(new DenseLayer.Builder().nIn(16).nOut(16).build())
                .layer(new ActivationLayer(Activation.RELU)).layer(new ActivationLayer(Activation.TANH))
                .layer(new OutputLayer.Builder().nIn(16).nOut(2).activation(Activation.SOFTMAX).build()).build();
        var network = new MultiLayerNetwork(conf);
        network.init();
        ModelFile.save(network, Optional.empty(), file);
        String rectifier = "\"@class\" : \"org.deeplearning4j.nn.conf.layers.ActivationLayer\"";
        change(file, rectifier, rectifier.replace("ActivationLayer", "ZeroPaddingLayer") + ", \"padding\" : [ 1, 1, 1, 1 ]");
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageContaining("layer 1 (ZeroPaddingLayer): takes maps, and what comes in are rows of numbers");
    }

    @Test void lookUpsOnTheClassPathAreCappedAndRemembered() throws IOException {
        Path file = folder.resolve("model.zip");
        var different = new StringBuilder("x");
        for (int i = 0; i < 200_000; i++) different.append(" a.").append(i);
        ModelFile.save(dense(different.toString()), file);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageContaining("holds more than 10000 different names with dots").message().hasSizeLessThan(500);
        ModelFile.save(dense("a.b ".repeat(200_000)), file);
        assertThat(ModelFile.load(file).numParams()).isEqualTo(dense("x").numParams());
    }

    @Test void malformedNamesOfEntriesAreNamed() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelFile.save(dense("x"), file);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String name : List.of("\u00ff\u00feconfigur.json   ", "con\0iguration.json", "../../../../../etc")) {
            Files.write(file, text.replace("configuration.json", (name + " ".repeat(18)).substring(0, 18))
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                    .hasMessageStartingWith(file + ": ").message().hasLineCount(1);
        }
    }

    /** What a new release of Deeplearning4j adds must be looked at here before it is loaded. */
    @Test void everyKindAndEveryWholeNumberOfDeeplearning4jHasARule() throws Exception {
        var kinds = new TreeSet<String>();
        var unruled = new TreeSet<String>();
        for (Class<?> kind : kindsOfDeeplearning4j()) {
            kinds.add(kind.getName().substring("org.deeplearning4j.nn.conf.".length()));
            for (Class<?> owner = kind; owner != Object.class; owner = owner.getSuperclass()) {
                for (Field field : owner.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) || !whole(field.getType())) continue;
                    String name = field.getName().toLowerCase(Locale.ROOT);
                    boolean repeats = name.equals("n") && kind.getSimpleName().equals("RepeatVector");
                    if (!repeats && !ConfigurationRules.POSITIVE.contains(name) && !ConfigurationRules.NOT_NEGATIVE.contains(name)
                            && !ConfigurationRules.AXES.contains(name) && !ConfigurationRules.ANY.contains(name))
                        unruled.add(kind.getSimpleName() + "." + field.getName());
                }
            }
        }
        assertThat(unruled).isEmpty();
        assertThat(ConfigurationRules.KINDS).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static boolean whole(Class<?> type) {
        return type.isArray() ? whole(type.getComponentType()) : type == int.class || type == long.class;
    }

    static List<Class<?>> kindsOfDeeplearning4j() throws IOException, ClassNotFoundException, URISyntaxException {
        URL jar = Layer.class.getProtectionDomain().getCodeSource().getLocation();
        List<Class<?>> kinds = new ArrayList<>();
        try (var zip = new ZipFile(Path.of(jar.toURI()).toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                String name = entry.getName().replace('/', '.');
                if (!name.startsWith("org.deeplearning4j.nn.conf.") || !name.endsWith(".class") || name.contains("$")) continue;
                Class<?> kind = Class.forName(name.substring(0, name.length() - ".class".length()), false,
                        Layer.class.getClassLoader());
                boolean part = Layer.class.isAssignableFrom(kind) || GraphVertex.class.isAssignableFrom(kind)
                        || InputPreProcessor.class.isAssignableFrom(kind);
                // what is built from a user's own SameDiff graph is the user's own kind
                if (part && !Modifier.isAbstract(kind.getModifiers())) kinds.add(kind);
            }
        }
        return kinds;
    }

    private static MultiLayerNetwork dense(String name) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new DenseLayer.Builder().name(name).nIn(4).nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(3).nOut(2).build()).build());
        network.init();
        return network;
    }

    /** Writes the file anew as a stranger would: sums are right, the first of these settings is not. */
    private static void change(Path file, String sound, String hostile) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipFile(file.toFile()); var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                if (entry.getName().equals("gnn.json")) continue;
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("configuration.json")) {
                    String json = new String(content, StandardCharsets.UTF_8);
                    assertThat(json).contains(sound);
                    int at = json.indexOf(sound);
                    content = (json.substring(0, at) + hostile + json.substring(at + sound.length()))
                            .getBytes(StandardCharsets.UTF_8);
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
            }
        }
        Files.write(file, bytes.toByteArray());
    }
}
