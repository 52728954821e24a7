package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files changed at random, and those on which a reader once failed or which led a fuzzer further: folder {@code fuzz} of the resources.
 * {@code -Dgnn.fuzz=N} changes each file N times, from {@code -Dgnn.fuzz.seed}.
 */
class MutatedFilesTest {
    private static final int TIMES = Integer.getInteger("gnn.fuzz", 20);
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource void isReadOrRefused(OutsideFile kind) throws IOException {
        OutsideFile.Placed file = kind.new Placed(folder);
        var random = new SplittableRandom(kind.name().hashCode() + Long.getLong("gnn.fuzz.seed", 0));
        int refused = 0;
        for (int time = 0; time < TIMES; time++) {
            byte[] bytes = mutated(random, file.sound());
            if (file.refuses(bytes, time % 2 == 1, kind + ", change " + time)) refused++;
        }
        assertThat(refused).as("refused of %d", TIMES).isPositive();
        for (Path one : corpus(kind)) file.refuses(Files.readAllBytes(one), true, one.toString());
    }

    /** Files of that kind that are kept. */
    static List<Path> corpus(OutsideFile kind) throws IOException {
        if (!Files.isDirectory(CORPUS.resolve(kind.name()))) return List.of();
        try (Stream<Path> files = Files.list(CORPUS.resolve(kind.name()))) {
            return files.sorted().toList();
        }
    }

    /** Bits flipped, a byte set to an extreme, a part cut out, doubled or exchanged, the end missing: one to four of them. */
    private static byte[] mutated(SplittableRandom random, byte[] whole) {
        byte[] bytes = whole;
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 1; changes--) {
            // every second change is where headers are
            int at = random.nextInt(random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length);
            int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = new byte[] {0, -1, 127, -128, '9', '-', '"', '\n'}[random.nextInt(8)];
                case 2 -> bytes = joined(bytes, 0, at, at + length, bytes.length);
                case 3 -> bytes = joined(bytes, 0, at + length, at, bytes.length);
                case 4 -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int from, int to, int again, int end) {
        return ByteBuffer.allocate(to - from + end - again).put(bytes, from, to - from).put(bytes, again, end - again).array();
    }
}
