package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.TanHwg;

/** A model file, or the network of a checkpoint, with one flipped bit is refused or is the same network. {@code -Dgnn.flips=all} flips each bit. */
class FlippedBitsTest {
    private static final String FLIPS = System.getProperty("gnn.flips", "60");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"}) void noneBecomesAnotherNetwork(boolean ours,
            boolean packed)
            throws IOException {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().seed(1).updater(new TanHwg.Builder(10).build()).list()
                        .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).build())
                        .layer(new GeneralizedOutput.Builder().nIn(3).nOut(2).build()).build());
        network.init();
        TanHwg.attach(network).fit(Nd4j.rand(5, 4), Nd4j.eye(2).getRows(0, 1, 0, 1, 0));
        Path file = folder.resolve("model.zip");
        if (ours) ModelFile.save(network, Optional.of("{\"version\": 1}"), file);
        else ModelSerializer.writeModel(network, file.toFile(), true);
        if (!packed) store(file);
        Loaded whole = Loaded.of(file);
        byte[] bytes = Files.readAllBytes(file);
        int bits = 8 * bytes.length, refused = 0;
        int[] flips = FLIPS.equals("all") ? IntStream.range(0, bits).toArray()
                : new SplittableRandom(ours ? 1 : 2).ints(Integer.parseInt(FLIPS), 0, bits).toArray();
        for (int flip : flips) {
            bytes[flip / 8] ^= (byte) (1 << flip % 8);
            Files.write(file, bytes);
            try {
                if (!Loaded.of(file).equals(whole))
                    fail("bit %d of byte %d was accepted, with another network", flip % 8, flip / 8);
            } catch (ModelFileException e) {
                assertThat(e).message().startsWith(file + ": ").hasLineCount(1);
                refused++;
            }
            bytes[flip / 8] ^= (byte) (1 << flip % 8);
        }
        assertThat(refused).as("of %d", flips.length).isGreaterThan(flips.length / 2);
    }

    /** All that a network file says. */
    private record Loaded(String configuration, String parameters, String state, Optional<String> meaning) {
        static Loaded of(Path file) {
            var network = (MultiLayerNetwork) ModelFile.load(file);
            return new Loaded(network.getLayerWiseConfigurations().toJson(), text(network.params().toFloatVector()),
                    text(network.getUpdater().getStateViewArray().toFloatVector()), ModelFile.meaning(file));
        }

        private static String text(float[] numbers) { return Arrays.toString(numbers); }
    }

    private static void store(Path file) throws IOException {
        var stored = new ByteArrayOutputStream();
        try (var zip = new ZipFile(file.toFile()); var out = new ZipOutputStream(stored)) {
            for (ZipEntry packed : zip.stream().map(ZipEntry.class::cast).toList()) {
                byte[] content = zip.getInputStream(packed).readAllBytes();
                var crc = new CRC32();
                crc.update(content);
                var entry = new ZipEntry(packed.getName());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }
        Files.write(file, stored.toByteArray());
    }
}
