package org.tanhwg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.diffusion.NetworkFile;
import org.tanhwg.core.memory.MemoryFile;

/** What all binary formats promise, on files of earlier releases. */
class BinaryFormatTest {
    private interface Read {
        Object from(Path file) throws IOException;
    }

    enum Kind {
        COMPACT("compact/golden-32.compact", CompactFile::read, 4),
        ROWS("compact/golden-rows.compact", CompactFile::readModel, 4),
        PIXELS("compact/golden-pixels.compact", CompactFile::readModel, 4),
        MEMORY("memory/golden-general.bin", MemoryFile::read, 8),
        ATTRACTOR("attractor/golden-bits.bin", AttractorFile::read, 8),
        DRIFT("diffusion/golden.bin", NetworkFile::read, 8);

        private final String resource;
        private final Read read;
        private final int checksum;

        Kind(String resource, Read read, int checksum) {
            this.resource = resource;
            this.read = read;
            this.checksum = checksum;
        }

        byte[] golden() throws IOException {
            try (InputStream in = BinaryFormatTest.class.getResourceAsStream(resource)) {
                return in.readAllBytes();
            }
        }

        /** With the checksum, and the length where one is written, that make it sound. */
        byte[] signed(byte[] file) {
            if (checksum == 4) ByteBuffer.wrap(file).putInt(7, file.length);
            var sum = new CRC32C();
            sum.update(file, 0, file.length - checksum);
            if (checksum == 4) ByteBuffer.wrap(file).putInt(file.length - checksum, (int) sum.getValue());
            else ByteBuffer.wrap(file).putLong(file.length - checksum, sum.getValue());
            return file;
        }
    }

    @TempDir private Path folder;

    private void refused(Kind kind, byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        assertThatThrownBy(() -> kind.read.from(file)).isInstanceOf(IOException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource void everyFlippedBitAndEveryTruncationIsFound(Kind kind) throws IOException {
        byte[] golden = kind.golden();
        assertThat(kind.read.from(Files.write(folder.resolve("golden"), golden))).isNotNull();
        for (int bit = 0; bit < 8 * golden.length; bit++) {
            byte[] flipped = golden.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(kind, flipped, "");
        }
        for (int length = 0; length < golden.length; length++) refused(kind, Arrays.copyOf(golden, length), "");
    }

    /** Whether their checksum is right or not. */
    @ParameterizedTest
    @EnumSource void trailingBytesAreRefused(Kind kind) throws IOException {
        byte[] golden = kind.golden(), longer = Arrays.copyOf(golden, golden.length + 3);
        refused(kind, longer, kind.checksum == 4 ? "should be " + golden.length : "has 3 bytes too many");
        refused(kind, kind.signed(longer), "has 3 bytes too many");
    }

    /** Whatever is written into a small file with a right checksum: no big allocation, and one line that names the file. */
    @Tag("allocations")
    @ParameterizedTest
    @EnumSource void noForgeryAllocatesMuch(Kind kind) throws IOException {
        byte[] golden = kind.golden();
        var random = new SplittableRandom(kind.ordinal());
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] forged = golden.clone();
            for (int k = random.nextInt(1, 5); k > 0; k--)
                forged[random.nextInt(6, i % 2 == 0 ? 24 : golden.length)] = (byte) random.nextInt(256);
            Path file = Files.write(folder.resolve("forged"), kind.signed(forged));
            try {
                kind.read.from(file);
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(file + ": ").message().hasLineCount(1).hasSizeLessThan(400);
                refused++;
            }
            // what it loads, and a message that is put together for the first time, was the first reading's
            assertThat(allocatedBy(kind, file)).as("forgery %d", i).isLessThan(200_000);
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static long allocatedBy(Kind kind, Path file) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            kind.read.from(file);
        } catch (IOException e) {
            // is looked at by the first reading
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test void missingFilesAreNamedOnce() {
        assertThatThrownBy(() -> MemoryFile.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test void numbersInSevenBits() throws IOException {
        assertThat(input(0x7F).number("n")).isEqualTo(127);
        assertThat(input(0x80, 1).number("n")).isEqualTo(128);
        assertThatThrownBy(() -> input(0xFF, 0xFF, 0xFF, 0xFF, 0x7F).number("n")).hasMessage("n: a number above 2147483647");
        assertThatThrownBy(() -> input(0x80).number("n")).hasMessageStartingWith("ends too early: 1 × 1 bytes of n in 0");
        assertThatThrownBy(() -> new BinaryFormat(1, 1, "a thing").read(new ByteArrayInputStream(new byte[20]), in -> () -> 1))
                .hasMessage("is not a file of a thing");
    }

    private static BinaryFormat.Input input(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) buffer.put((byte) b);
        return new BinaryFormat.Input(buffer.flip());
    }
}
