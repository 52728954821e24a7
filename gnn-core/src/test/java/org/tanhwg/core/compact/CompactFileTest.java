package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactFileTest {
    static byte[] bytes(CompactNetwork network) throws IOException {
        var out = new ByteArrayOutputStream();
        CompactFile.write(network, out);
        return out.toByteArray();
    }

    private static byte[] golden(int bits) throws IOException {
        try (var in = CompactFileTest.class.getResourceAsStream("golden-" + bits + ".compact")) {
            return in.readAllBytes();
        }
    }

    private static CompactNetwork sample() {
        return CompactNetwork
                .of(Dense.network(new SplittableRandom(1), 0.8, Activation.SIGMOID, Activation.SOFTMAX, 300, 40, 10));
    }

    private static byte[] signed(byte[] file) {
        ByteBuffer.wrap(file).putInt(7, file.length);
        var sum = new CRC32C();
        sum.update(file, 0, file.length - 4);
        return ByteBuffer.wrap(file).putInt(file.length - 4, (int) sum.getValue()).array();
    }

    /** Files of earlier releases; {@code golden.py} wrote them, and what a network in them answers. */
    @ParameterizedTest
    @ValueSource(ints = {32, 8}) void filesOfVersion1AreReadAndWritten(int bits) throws IOException {
        CompactNetwork network = CompactFile.read(golden(bits));
        assertThat(network.bits()).isEqualTo(bits);
        assertThat(network.inputs()).isEqualTo(300);
        assertThat(network.liveInputs()).containsExactly(0, 7, 200, 299);
        assertThat(bytes(network)).isEqualTo(golden(bits));
        String csv = new String(CompactFileTest.class.getResourceAsStream("golden.csv").readAllBytes());
        for (String line : csv.lines().toList()) {
            double[] row = Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
            float[] example = new float[300];
            for (int i = 0; i < 4; i++) example[network.liveInputs()[i]] = (float) row[i];
            float[] answer = new float[3];
            network.apply(example, answer, network.workspace(1));
            for (int y = 0; y < 3; y++)
                assertThat((double) answer[y]).isCloseTo(row[(bits == 32 ? 4 : 7) + y], within(1e-6));
        }
    }

    @Test void networksComeBackToTheBit(@TempDir Path folder) throws IOException {
        for (CompactNetwork network : new CompactNetwork[] {sample(), sample().coded8()}) {
            Path file = Files.write(folder.resolve("network"), bytes(network));
            CompactNetwork back = CompactFile.read(file);
            assertThat(bytes(back)).isEqualTo(bytes(network));
            float[] example = Dense.numbers(new SplittableRandom(2), 300);
            float[] there = new float[10];
            float[] here = new float[10];
            network.apply(example, there, network.workspace(1));
            back.apply(example, here, back.workspace(1));
            assertThat(here).isEqualTo(there);
        }
        assertThat(bytes(sample().coded8())).hasSizeLessThan(bytes(sample()).length / 2);
    }

    /** Nothing but an error, and no more memory than 20 times the file. */
    @Test void damageIsFound() throws IOException {
        byte[] whole = bytes(sample().coded8());
        var random = new SplittableRandom(3);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 4 != 0)
                for (int flips = i % 4; flips > 0; flips--)
                    damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            if (Arrays.equals(damaged, whole)) continue;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                CompactFile.read(damaged);
            } catch (IOException e) {
                if (i > 2500) most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
                continue;
            }
            throw new AssertionError("damage " + i + " was not found");
        }
        assertThat(most).isLessThan(20L * whole.length);
    }

    /** Whoever damages a file and mends its checksum gets an error or a network, and no more memory either. */
    @Test void forgeryIsBounded() throws IOException {
        byte[] whole = bytes(sample());
        var random = new SplittableRandom(4);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] forged = whole.clone();
            forged[11 + random.nextInt(i % 2 == 0 ? 20 : whole.length - 15)] = (byte) random.nextInt(256);
            signed(forged);
            long before = threads.getCurrentThreadAllocatedBytes();
            String refusal = "does not hold a valid network: ";
            try {
                CompactFile.read(forged);
            } catch (IOException e) {
                refusal = e.getMessage();
                refused++;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(refusal).startsWith("does not hold a valid network: ");
            if (i >= 2500) assertThat(allocated).isLessThan(20L * whole.length); // before, each message's first use loads classes
        }
        assertThat(refused).isBetween(1000, 4999);
    }

    @Test void otherFilesAreNamed(@TempDir Path folder) throws IOException {
        Path other = Files.write(folder.resolve("other"), new byte[20]);
        assertThatThrownBy(() -> CompactFile.read(other)).hasMessage(other + ": is not a compact network");
        assertThat(CompactFile.isOne(other)).isFalse();
        assertThat(CompactFile.isOne(Files.write(folder.resolve("short"), new byte[2]))).isFalse();
        assertThat(CompactFile.isOne(Files.write(folder.resolve("golden"), golden(8)))).isTrue();
        assertThatThrownBy(() -> CompactFile.read("PK\3\4 and so on and on".getBytes())).hasMessage("is not a compact network");
        assertThatThrownBy(() -> CompactFile.read(new byte[0])).hasMessage("is not a compact network");
        byte[] file = golden(8);
        assertThatThrownBy(() -> CompactFile.read(Arrays.copyOf(file, 60))).hasMessage(
                "is 60 bytes long and should be " + file.length + "; it is damaged");
        assertThatThrownBy(() -> CompactFile.read(signed(ByteBuffer.wrap(golden(8)).putShort(4, (short) 6).array())))
                .hasMessage("is of format version 6; this program reads versions up to 5");
        assertThatThrownBy(() -> CompactFile.read(signed(ByteBuffer.wrap(golden(8)).put(6, (byte) 4).array())))
                .hasMessage("has amplitudes of 4 bits; must be 8 or 32");
        assertThatThrownBy(() -> CompactFile.read(signed(Arrays.copyOf(file, file.length + 1))))
                .hasMessage("does not hold a valid network: has 1 bytes too many");
    }
}
