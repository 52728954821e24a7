package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A flipped bit, or a part that somebody exchanged, never becomes an answer. */
class ModelSumsTest {
    @TempDir Path folder;
    private Path file;
    private MultiLayerNetwork network;

    @BeforeEach void prepare() {
        file = folder.resolve("model.zip");
        network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).list()
                .layer(new DenseLayer.Builder().name("Schicht für α").nIn(4).nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(3).nOut(2).build()).build());
        network.init();
        network.fit(Nd4j.rand(5, 4), Nd4j.rand(5, 2));
    }

    /** ZipFile inflates what it finds and compares no sum, packed or stored, Deeplearning4j's files or ours. */
    @ParameterizedTest
    @CsvSource({"configuration.json,true", "coefficients.bin,true", "updaterState.bin,true", "configuration.json,false",
            "coefficients.bin,false", "updaterState.bin,false"}) void theCrcOfEachEntryIsVerified(String name, boolean packed)
                    throws IOException {
        ModelSerializer.writeModel(network, file.toFile(), true);
        write(parts(), packed, null);
        assertThat(((MultiLayerNetwork) ModelFile.load(file)).params().toFloatVector())
                .isEqualTo(network.params().toFloatVector());
        write(parts(), packed, name);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessage(file + ": " + name + " is damaged: its CRC-32 is not the one that was written; restore the file");
    }

    /** Every bit of the numbers as they lie on the disk. */
    @Test void noFlippedByteOfStoredNumbersIsRead() throws IOException {
        ModelSerializer.writeModel(network, file.toFile(), true);
        write(parts(), false, null);
        byte[] whole = Files.readAllBytes(file);
        float[] values = network.params().toFloatVector();
        int at = indexOf(whole, Nd4j.createFromArray(values[0]).data().asBytes());
        for (int i = at; i < at + 4 * values.length; i++) {
            whole[i] ^= 1;
            Files.write(file, whole);
            assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                    .hasMessageStartingWith(file + ": coefficients.bin");
            whole[i] ^= 1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "updaterState.bin"}) void exchangedPartsAreNoticed(
            String name)
            throws IOException {
        ModelFile.save(network, file);
        Map<String, byte[]> parts = parts();
        if (name.equals("configuration.json")) {
            String json = new String(parts.get(name), StandardCharsets.UTF_8);
            parts.put(name, json.replace("0.01", "0.02").getBytes(StandardCharsets.UTF_8));
        } else {
            parts.get(name)[parts.get(name).length - 1] ^= 1;
        }
        write(parts, true, null);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessage(file + ": " + name + " is damaged: its SHA-256 is not the one that was written; restore the file");
        parts.remove("gnn.json"); // as Deeplearning4j and earlier releases write it
        write(parts, true, null);
        assertThat(ModelFile.load(file).numParams()).isEqualTo(network.numParams());
    }

    @Test void missingStateIsNoticed() throws IOException {
        ModelFile.save(network, file);
        Map<String, byte[]> parts = parts();
        parts.remove("updaterState.bin");
        write(parts, true, null);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageContaining("gnn.json lists updaterState.bin, which is missing");
    }

    @Test void deeplearning4jReadsOurFiles() throws IOException {
        ModelFile.save(network, file);
        MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
        assertThat(read.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(read.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
        assertThat(read.getLayer(0).conf().getLayer().getLayerName()).isEqualTo("Schicht für α");
    }

    private Map<String, byte[]> parts() throws IOException {
        var parts = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList())
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
        return parts;
    }

    /** @param wrong the entry whose sum in the directory is that of other bytes, or null */
    private void write(Map<String, byte[]> parts, boolean packed, String wrong) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var part : parts.entrySet()) {
                var entry = new ZipEntry(part.getKey());
                var crc = new CRC32();
                crc.update(part.getValue());
                entry.setMethod(packed ? ZipEntry.DEFLATED : ZipEntry.STORED);
                if (!packed) {
                    entry.setSize(part.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        if (wrong == null) return;
        byte[] bytes = Files.readAllBytes(file);
        int directory = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        for (int at = directory; at + 46 < bytes.length && bytes[at + 2] == 1;) {
            int length = bytes[at + 28];
            if (new String(bytes, at + 46, length, StandardCharsets.US_ASCII).equals(wrong)) bytes[at + 16] ^= 1;
            at += 46 + length + bytes[at + 30];
        }
        Files.write(file, bytes);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
