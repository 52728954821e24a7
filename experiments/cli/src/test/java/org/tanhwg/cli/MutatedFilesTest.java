package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.diffusion.NetworkFile;
import org.tanhwg.core.memory.MemoryFile;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.io.ModelFileException;
import org.tanhwg.training.finished.FinishedRun;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchReader;
import org.tanhwg.training.settings.SettingsReader;

/**
 * Whatever becomes of a file, its reader takes it or says in one line what is wrong, in seconds and within 256 MB. {@code -Dgnn.fuzz=N} changes each file
 * N times.
 */
class MutatedFilesTest {
    private static final int TIMES = Integer.getInteger("gnn.fuzz", 25);
    private static final long SECONDS = 10, BYTES = 256L << 20;
    private static final Path RUNS = Path.of("src/test/resources/golden/runs"), CORE = Path
            .of("../../gnn-core/src/test/resources/org/tanhwg/core");

    private interface Reader {
        void read(Path file) throws IOException;
    }

    /** Where the checksum of a file is, which whoever forges a file mends. */
    private enum Sum {
        NONE, INT, LONG
    }

    private enum Kind {
        MODEL(RUNS.resolve("train/model.zip"), Sum.NONE, ModelFile::load),
        COMPACT(CORE.resolve("compact/golden-rows.compact"), Sum.INT, CompactFile::readModel),
        MAPS(CORE.resolve("compact/golden-maps-8.compact"), Sum.INT, CompactFile::readModel),
        MEMORY(CORE.resolve("memory/golden-general.bin"), Sum.LONG, MemoryFile::read),
        ATTRACTOR(CORE.resolve("attractor/golden-bits.bin"), Sum.LONG, AttractorFile::read),
        DRIFT(CORE.resolve("diffusion/golden.bin"), Sum.LONG, NetworkFile::read),
        SETTINGS(RUNS.resolve("train/config.yaml"), Sum.NONE,
                file -> SettingsReader.read(Map.of(), Optional.of(ConfigFile.read(file, List.of())))),
        SEARCH(RUNS.resolve("search/config.yaml"), Sum.NONE,
                file -> SearchReader.read(Map.of(), Map.of(), Optional.empty(), Optional.of(file))),
        RESULT(RUNS.resolve("train/result.json"), Sum.NONE, file -> FinishedRun.read(file.getParent())),
        IDX(Path.of("train-images.idx3-ubyte"), Sum.NONE, MutatedFilesTest::readFolder),
        NPZ(Path.of("../../datasets/src/test/resources/org/tanhwg/datasets/array/keras.npz"), Sum.NONE, MutatedFilesTest::read),
        CSV(Path.of("table.csv"), Sum.NONE, MutatedFilesTest::read),
        PNG(Path.of("train/a/1.png"), Sum.NONE, MutatedFilesTest::readPictures),
        JPG(Path.of("train/a/1.jpg"), Sum.NONE, MutatedFilesTest::readPictures),
        GIF(Path.of("train/a/1.gif"), Sum.NONE, MutatedFilesTest::readPictures),
        BMP(Path.of("train/a/1.bmp"), Sum.NONE, MutatedFilesTest::readPictures);

        private final Path seed;
        private final Sum sum;
        private final Reader reader;

        Kind(Path seed, Sum sum, Reader reader) {
            this.seed = seed;
            this.sum = sum;
            this.reader = reader;
        }
    }

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource void isReadOrRefused(Kind kind) throws IOException {
        Path file = begin(kind);
        byte[] whole = Files.readAllBytes(file);
        kind.reader.read(file); // sound, and loads what the first use loads
        var random = new SplittableRandom(kind.ordinal());
        int refused = 0;
        for (int time = 0; time < TIMES; time++) {
            byte[] bytes = mutated(random, whole);
            if (time % 2 == 1) mend(kind.sum, bytes);
            Files.write(file, bytes);
            if (refuses(kind, file, time)) refused++;
        }
        assertThat(refused).as("refused of %d", TIMES).isPositive();
    }

    private boolean refuses(Kind kind, Path file, int time) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes(), start = System.nanoTime();
        boolean refused = false;
        try {
            kind.reader.read(file);
        } catch (IOException | ModelFileException | DataException | UserError e) {
            assertThat(e.getMessage()).as("%s %d", kind, time).hasLineCount(1)
                    .hasSizeLessThan(1500 + 3 * folder.toString().length());
            refused = true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(kind + ", change " + time + ": an exception that is not documented", e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("%s %d", kind, time).isLessThan(BYTES);
        assertThat(System.nanoTime() - start).as("%s %d", kind, time).isLessThan(TimeUnit.SECONDS.toNanos(SECONDS));
        return refused;
    }

    /** Bits flipped, a byte set to an extreme, a part cut out, doubled or exchanged, the end missing: one to four of them. */
    private static byte[] mutated(SplittableRandom random, byte[] whole) {
        byte[] bytes = whole.clone();
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

    private static void mend(Sum sum, byte[] bytes) {
        int length = sum == Sum.INT ? Integer.BYTES : Long.BYTES;
        if (sum == Sum.NONE || bytes.length < 11 + length) return;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (sum == Sum.INT) buffer.putInt(7, bytes.length);
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - length);
        if (sum == Sum.INT) buffer.putInt(bytes.length - length, (int) crc.getValue());
        else buffer.putLong(bytes.length - length, crc.getValue());
    }

    private static void read(Path file) {
        DataSource.open(file, DataOptions.DEFAULTS).dataset();
    }

    private static void readFolder(Path file) {
        read(file.getParent());
    }

    private static void readPictures(Path file) {
        read(file.getParent().getParent().getParent());
    }

    /** The file that is changed, with all that it takes to be read. */
    private Path begin(Kind kind) throws IOException {
        Path file = folder.resolve(kind.seed.getFileName());
        if (Files.exists(kind.seed)) {
            Files.copy(kind.seed, file);
            if (file.toString().endsWith("yaml")) Files.writeString(file, Files.readString(file).replace("@/", folder + "/"));
            if (kind == Kind.RESULT) {
                Path config = Files.copy(RUNS.resolve("train/config.yaml"), folder.resolve("config.yaml"));
                Files.writeString(config, Files.readString(config).replace("@/", folder + "/"));
                String sum = Provenance.sha256(Files.readAllBytes(config));
                Files.writeString(file, Files.readString(file).replaceFirst("(\"configSha256\"\\s*:\\s*\")\\w*", "$1" + sum));
            }
            return file;
        }
        file = folder.resolve("data").resolve(kind.seed);
        Files.createDirectories(file.getParent());
        switch (kind) {
            case IDX -> {
                for (String side : new String[] {"train", "t10k"}) {
                    ByteBuffer images = ByteBuffer.allocate(16 + 6 * 6).putInt(0x803).putInt(6).putInt(2).putInt(3)
                            .put((byte) 9);
                    Files.write(file.resolveSibling(side + "-images.idx3-ubyte"), images.array());
                    ByteBuffer labels = ByteBuffer.allocate(8 + 6).putInt(0x801).putInt(6).put(new byte[] {0, 1, 2, 0, 1, 2});
                    Files.write(file.resolveSibling(side + "-labels.idx1-ubyte"), labels.array());
                }
            }
            case CSV ->
                Files.writeString(file, "x,\"colour, of it\",label\n" + "1.5,red,a\n-2e3,\"blue\",b\n7,red,a\n".repeat(9),
                        StandardCharsets.UTF_8);
            default -> {
                String ending = kind.name().toLowerCase(Locale.ROOT);
                for (String side : List.of("train", "test"))
                    for (String other : List.of("a", "b"))
                        for (String name : Stream.of("1", "2").map(name -> name + "." + ending).toList()) {
                            Path picture = folder.resolve("data").resolve(side).resolve(other).resolve(name);
                            Files.createDirectories(picture.getParent());
                            var image = new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB);
                            image.setRGB(3, 2, other.equals("a") ? 0xFFFFFF : 0x808080);
                            assertThat(ImageIO.write(image, ending, picture.toFile())).isTrue();
                        }
            }
        }
        return file;
    }
}
