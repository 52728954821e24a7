package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.diffusion.NetworkFile;
import org.tanhwg.core.memory.MemoryFile;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.TextData;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.io.ModelFileException;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.compare.CompareReader;
import org.tanhwg.training.evaluate.RawInputs;
import org.tanhwg.training.finished.FinishedRun;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchReader;
import org.tanhwg.training.settings.SettingsReader;

/**
 * Each kind of file that comes from outside, with a sound one and its reader. Whatever becomes of the file, the reader takes it or says in one line what is
 * wrong, in seconds of its thread and within 256 MB; and what a checksum covers is refused or answers as the sound one.
 */
enum OutsideFile {
    MODEL(Seeds.RUNS.resolve("train/model.zip"), OutsideFile::answer),
    MODEL_LAYERS("configuration.json"),
    MODEL_ARRAYS("coefficients.bin"),
    MODEL_STATE("updaterState.bin"),
    MODEL_MEANING("data.json"),
    MODEL_SUMS("gnn.json"),
    CHECKPOINT(Path.of("stopped/checkpoints/step-00000684.json"), OutsideFile::resume),
    COMPACT(Seeds.CORE.resolve("compact/golden-rows.compact"), Integer.BYTES, CompactFile::readModel),
    MAPS(Seeds.CORE.resolve("compact/golden-maps-8.compact"), Integer.BYTES, CompactFile::readModel),
    MEMORY(Seeds.CORE.resolve("memory/golden-general.bin"), Long.BYTES, MemoryFile::read),
    ATTRACTOR(Seeds.CORE.resolve("attractor/golden-bits.bin"), Long.BYTES, AttractorFile::read),
    DRIFT(Seeds.CORE.resolve("diffusion/golden.bin"), Long.BYTES, NetworkFile::read),
    SETTINGS(Seeds.RUNS.resolve("train/config.yaml"),
            file -> SettingsReader.read(Map.of(), Optional.of(ConfigFile.read(file, List.of())))),
    SEARCH(Seeds.RUNS.resolve("search/config.yaml"),
            file -> SearchReader.read(Map.of(), Map.of(), Optional.empty(), Optional.of(file))),
    SPACE(Path.of("../training/src/main/resources/spaces/default.yaml"),
            file -> SearchReader.read(Map.of(), Map.of(), Optional.of(file), Optional.empty())),
    COMPARISON(Seeds.RUNS.resolve("compare/config.yaml"), file -> CompareReader.read(new RunFolder(file.getParent()))),
    SHARING(Path.of("spark.yaml"), file -> Cluster.Sharing.read(new RunFolder(file.getParent()))),
    RESULT(Seeds.RUNS.resolve("train/result.json"), file -> FinishedRun.read(file.getParent())),
    IDX(Path.of("train-images.idx3-ubyte"), file -> read(file.getParent())),
    UNLABELLED(Path.of("train-images.idx3-ubyte"), file -> new RawInputs(Optional.empty(), 6, false).read(file)),
    NPZ(Path.of("../../datasets/src/test/resources/org/tanhwg/datasets/array/keras.npz"), OutsideFile::read),
    CSV(Path.of("table.csv"), OutsideFile::read),
    TEXT(Path.of("text.txt"), file -> TextData.read(file, 100_000)),
    WORDS(Path.of("text.txt"), file -> run(file.resolveSibling("out"), "memory", "--words", file.toString(), "--dim", "2",
            "--cues", "2", "--sweep", "0", "--updates", "3")),
    PNG(Path.of("train/a/1.png"), OutsideFile::readPictures),
    JPG(Path.of("train/a/1.jpg"), OutsideFile::readPictures),
    GIF(Path.of("train/a/1.gif"), OutsideFile::readPictures),
    BMP(Path.of("train/a/1.bmp"), OutsideFile::readPictures),
    TIF(Path.of("train/a/1.tif"), OutsideFile::readPictures),
    WEBP(Path.of("train/a/1.webp"), OutsideFile::readPictures);

    private static final long SECONDS = 10, BYTES = 256L << 20;
    /** 2 x 3 pixels; written by cwebp -lossless of libwebp. */
    private static final byte[] GREY_WEBP = Base64.getDecoder()
            .decode("UklGRiQAAABXRUJQVlA4TBcAAAAvAkAAAA9wBbsr2F3Bbv4DDzc4iOh/CAA=");

    private interface Seeds {
        Path RUNS = GoldenRuns.PACKED, CORE = Path.of("../../gnn-core/src/test/resources/org/tanhwg/core");
    }

    private interface Reader {
        Object read(Path file) throws IOException;
    }

    private final Path seed;
    private final Optional<String> entry;
    private final int sum;
    private final Reader reader;

    OutsideFile(Path seed, Reader reader) { this(seed, Optional.empty(), 0, reader); }

    OutsideFile(Path seed, int sum, Reader reader) { this(seed, Optional.empty(), sum, reader); }

    OutsideFile(String entry) { this(Seeds.RUNS.resolve("train/model.zip"), Optional.of(entry), 0, OutsideFile::answer); }

    /** @param entry of a zip, which is what changes @param sum bytes of the checksum at the end; 0 without one */
    OutsideFile(Path seed, Optional<String> entry, int sum, Reader reader) {
        this.seed = seed;
        this.entry = entry;
        this.sum = sum;
        this.reader = reader;
    }

    /** One that lies in a folder, with all that it takes to be read. */
    final class Placed {
        private final Path folder, file;
        private final byte[] sound;
        private final Object answer;

        /** Reads the sound file once, which loads what the first use loads. */
        Placed(Path folder) throws IOException {
            this.folder = folder;
            file = begin(folder);
            sound = entry.isPresent() ? entries().get(entry.get()) : Files.readAllBytes(file);
            answer = reader.read(file);
        }

        OutsideFile kind() { return OutsideFile.this; }

        /** What is to be changed. */
        byte[] sound() { return sound.clone(); }

        /**
         * Whether the reader refuses other content.
         *
         * @param forged whether its checksum is mended, as whoever forges a file does
         * @throws AssertionError when it does neither well
         */
        boolean refuses(byte[] content, boolean forged, String as) throws IOException {
            put(content, forged);
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes(), start = threads.getCurrentThreadCpuTime();
            boolean refused = refuses(!forged && isCovered() && !Arrays.equals(content, sound), as);
            if (threads.getCurrentThreadAllocatedBytes() - before > BYTES) { // of this, or of classes that it was the first to need
                before = threads.getCurrentThreadAllocatedBytes();
                refuses(false, as);
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(as).isLessThan(BYTES);
            }
            assertThat(threads.getCurrentThreadCpuTime() - start).as(as).isLessThan(TimeUnit.SECONDS.toNanos(SECONDS));
            return refused;
        }

        private boolean refuses(boolean covered, String as) {
            try {
                Object found = reader.read(file);
                if (covered) assertThat(found).as(as).isEqualTo(answer);
                return false;
            } catch (IOException | ModelFileException | DataException | UserError e) {
                assertThat(e.getMessage()).as(as).hasLineCount(1).hasSizeLessThan(1500 + 3 * folder.toString().length());
                return true;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(as + ": an exception that is not documented", e);
            }
        }

        private void put(byte[] content, boolean forged) throws IOException {
            if (entry.isEmpty()) {
                Files.write(file, forged ? mended(content) : content);
                return;
            }
            Map<String, byte[]> entries = entries();
            entries.put(entry.get(), content);
            if (forged) entries.remove(MODEL_SUMS.entry.get()); // as files of Deeplearning4j are
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                for (var one : entries.entrySet()) {
                    zip.putNextEntry(new ZipEntry(one.getKey()));
                    zip.write(one.getValue());
                }
            }
            Files.write(file, bytes.toByteArray());
        }

        private byte[] mended(byte[] content) {
            byte[] bytes = content.clone();
            if (sum == 0 || bytes.length < 11 + sum) return bytes;
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (sum == Integer.BYTES) buffer.putInt(7, bytes.length);
            var crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - sum);
            if (sum == Integer.BYTES) buffer.putInt(bytes.length - sum, (int) crc.getValue());
            else buffer.putLong(bytes.length - sum, crc.getValue());
            return bytes;
        }
    }

    /** Whether sums say that any part was changed. */
    private boolean isCovered() {
        return sum > 0 || entry.isPresent() && this != MODEL_SUMS || this == MODEL || this == CHECKPOINT;
    }

    private Map<String, byte[]> entries() throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipFile(seed.toFile())) {
            for (ZipEntry one : zip.stream().toList())
                entries.put(one.getName(), zip.getInputStream(one).readAllBytes());
        }
        return entries;
    }

    private record Answer(String configuration, List<Float> parameters, List<Float> outputs) {}

    /** A network that loads must answer: what native code is shown is what the file says. */
    private static Object answer(Path file) {
        Model model = ModelFile.load(file);
        ModelFile.meaning(file);
        if (!(model instanceof MultiLayerNetwork network) || network.params() == null) return model;
        var input = Nd4j.ones(DataType.FLOAT, 1, 16);
        return new Answer(network.getLayerWiseConfigurations().toJson(), floats(network.params().ravel().toFloatVector()),
                network.layerInputSize(0) == 16 ? floats(network.output(input).ravel().toFloatVector()) : List.of());
    }

    private static List<Float> floats(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    private static Object read(Path file) { return DataSource.open(file, DataOptions.DEFAULTS).dataset(); }

    private static Object readPictures(Path file) { return read(file.getParent().getParent().getParent()); }

    /** Resumes a copy, since the run ends and takes its checkpoints away. */
    private static Object resume(Path file) throws IOException {
        Path run = file.getParent().getParent(), again = run.resolveSibling("again");
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path one : tree.toList()) Files.copy(one, again.resolve(run.relativize(one).toString()));
        }
        return run(again, "train", "--resume", again.toString());
    }

    /** What a command leaves in a folder, which is removed. */
    private static Object run(Path out, String... arguments) throws IOException {
        try {
            GnnTest.Outcome outcome = gnn(arguments[0].equals("train") ? arguments
                    : Stream.concat(Stream.of(arguments), Stream.of("--out", out.toString())).toArray(String[]::new));
            if (outcome.code() == 2) throw new UserError(outcome.err().strip());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            return arguments[0].equals("train") ? KilledRunTest.result(out) : outcome;
        } finally {
            if (Files.exists(out)) try (Stream<Path> tree = Files.walk(out)) {
                tree.sorted(Comparator.reverseOrder()).forEach(OutsideFile::delete);
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path begin(Path folder) throws IOException {
        if (this == CHECKPOINT) {
            GoldenRuns.unpack(folder);
            return folder.resolve(seed);
        }
        Path file = folder.resolve(seed.getFileName());
        if (Files.exists(seed)) {
            Files.copy(seed, file);
            if (file.toString().endsWith("yaml")) Files.writeString(file, Files.readString(file).replace("@/", folder + "/"));
            if (this == RESULT) {
                Path config = Files.copy(Seeds.RUNS.resolve("train/config.yaml"), folder.resolve("config.yaml"));
                Files.writeString(config, Files.readString(config).replace("@/", folder + "/"));
                String configSum = Provenance.sha256(Files.readAllBytes(config));
                Files.writeString(file,
                        Files.readString(file).replaceFirst("(\"configSha256\"\\s*:\\s*\")\\w*", "$1" + configSum));
            }
            return file;
        }
        file = folder.resolve("data").resolve(seed);
        Files.createDirectories(file.getParent());
        switch (this) {
            case IDX, UNLABELLED -> {
                for (String side : new String[] {"train", "t10k"}) {
                    ByteBuffer images = ByteBuffer.allocate(16 + 6 * 6).putInt(0x803).putInt(6).putInt(2).putInt(3).put((byte) 9);
                    Files.write(file.resolveSibling(side + "-images.idx3-ubyte"), images.array());
                    ByteBuffer labels = ByteBuffer.allocate(8 + 6).putInt(0x801).putInt(6).put(new byte[] {0, 1, 2, 0, 1, 2});
                    Files.write(file.resolveSibling(side + "-labels.idx1-ubyte"), labels.array());
                }
            }
            case CSV ->
                Files.writeString(file, "x,\"colour, of it\",label\n" + "1.5,red,a\n-2e3,\"blue\",b\n7,red,a\n".repeat(9));
            case TEXT, WORDS ->
                Files.writeString(file, "One sees; two see: \u201cthree\u201d \u2013 f\u00fcnf \ud83d\ude42.\r\n".repeat(400));
            case SHARING -> Files.writeString(file, "partitions: 2\nround-steps: 7\ndata-uri: file:///x\n");
            default -> pictures(folder.resolve("data"));
        }
        return file;
    }

    private void pictures(Path data) throws IOException {
        String ending = name().toLowerCase(Locale.ROOT);
        for (String side : List.of("train", "test"))
            for (String label : List.of("a", "b"))
                for (String name : List.of("1.", "2.")) {
                    Path picture = Files.createDirectories(data.resolve(side).resolve(label)).resolve(name + ending);
                    var image = this == WEBP ? new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY)
                            : new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB);
                    image.setRGB(2, 1, label.equals("a") ? 0xFFFFFF : 0x808080);
                    if (this != WEBP) assertThat(ImageIO.write(image, ending, picture.toFile())).isTrue();
                    else if (label.equals("a")) Files.write(picture, GREY_WEBP);
                    else assertThat(ImageIO.write(image, "png", picture.resolveSibling(name + "png").toFile())).isTrue();
                }
    }
}
