package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tanhwg.datasets.IdxFiles.gzip;
import static org.tanhwg.datasets.IdxFiles.idx;
import static org.tanhwg.datasets.IdxFiles.images;
import static org.tanhwg.datasets.IdxFiles.labels;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxArrayTest {
    @TempDir Path folder;

    private Path file(byte[] contents) throws IOException {
        return Files.write(folder.resolve("images"), contents);
    }

    @Test void plainAndGzippedHoldTheSame() throws IOException {
        IdxArray plain = IdxArray.read(file(images(43)), 3);
        IdxArray gzipped = IdxArray.read(file(gzip(images(43))), 3);
        assertThat(plain.shape()).containsExactly(43, 2, 3);
        assertThat(plain.unsigned()).startsWith(0, 1, 2).endsWith(255, 0, 1);
        assertThat(plain.scaled(42)).containsExactly(252 / 255f, 253 / 255f, 254 / 255f, 1f, 0f, 1 / 255f);
        assertThat(gzipped.values()).isEqualTo(plain.values());
        assertThat(gzipped.sha256()).isEqualTo(plain.sha256());
    }

    static Stream<Arguments> bad() {
        byte[] sound = images(4);
        byte[] packed = gzip(sound);
        byte[] flipped = packed.clone();
        flipped[packed.length / 2] ^= 0x55;
        int huge = Integer.MAX_VALUE;
        return Stream.of(
                Arguments.of("empty", new byte[0],
                        "is empty; an IDX file of unsigned bytes with 3 dimensions starts with 00 00 08 03"),
                Arguments.of("gzip of nothing", gzip(new byte[0]), "is empty"),
                Arguments.of("labels for images", labels(1, 2), "starts with 00 00 08 01; an IDX file"),
                Arguments.of("one byte", new byte[] {0}, "starts with 00;"),
                Arguments.of("cut in the header", Arrays.copyOf(sound, 9), "cut short within its header"),
                Arguments.of("cut in the values", Arrays.copyOf(sound, sound.length - 1),
                        "is cut short: header promises 4 x 2 x 3 bytes (24), only 23 follow"),
                Arguments.of("goes on", Arrays.copyOf(sound, sound.length + 1), "goes on after the 4 x 2 x 3 bytes (24)"),
                Arguments.of("goes on when unpacked", gzip(Arrays.copyOf(sound, 100_000_000)),
                        "goes on after the 4 x 2 x 3 bytes (24)"),
                Arguments.of("gzip damaged", flipped, "gzip data is damaged or cut short"),
                Arguments.of("gzip cut", Arrays.copyOf(packed, packed.length - 9), "gzip data is cut short; must be"),
                Arguments.of("gzip with garbage behind", Arrays.copyOf(packed, packed.length + 3),
                        "gzip data is damaged or cut short"),
                Arguments.of("no image", idx(new int[] {0, 2, 3}), "dimension 1 of the header is 0"),
                Arguments.of("negative", idx(new int[] {1, -1, 3}), "dimension 2 of the header is 4294967295"),
                Arguments.of("beyond every heap", idx(new int[] {huge, huge, huge}, 1), "header promises 2,147,483,647 x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad") void saysWhatIsWrong(String what, byte[] contents, String message) throws IOException {
        Path file = file(contents);
        assertThatThrownBy(() -> IdxArray.read(file, 3)).isInstanceOf(DataException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test void aLyingHeaderCostsNoMemory() throws IOException {
        Path file = file(gzip(idx(new int[] {100, 1000, 1000}, 1, 2, 3)));
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> IdxArray.read(file, 3)).hasMessageContaining("only 3 follow");
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }

    @Test void aFolderOrNothingIsNoFile() {
        assertThatThrownBy(() -> IdxArray.read(folder, 3)).isInstanceOf(DataException.class).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> IdxArray.read(folder.resolve("x"), 3)).isInstanceOf(DataException.class)
                .hasMessageContaining("no such file");
    }
}
