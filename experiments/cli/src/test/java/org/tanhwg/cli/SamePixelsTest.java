package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One data set as IDX files, as .npz, as a table of pixels and as pictures called by their index gives the same parameters, bit for bit. */
class SamePixelsTest {
    private static final int SIDE = 6;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 3;

    /** One side of the data. */
    private record Side(String name, String idxName, byte[][] pictures) {
        private static Side of(String name, String idxName, int count, long seed) {
            var random = new Random(seed);
            byte[][] pictures = new byte[count][PIXELS];
            for (byte[] picture : pictures) random.nextBytes(picture);
            for (int i = 0; i < count; i++) pictures[i][label(i)] = -1;
            return new Side(name, idxName, pictures);
        }

        private static int label(int index) { return index * 7 % CLASSES; }
    }

    @TempDir private Path folder;
    private final List<Side> sides = List.of(Side.of("train", "train", 70, 1), Side.of("test", "t10k", 20, 2));

    @Test void everyFormGivesTheSameParameters() throws IOException {
        long idx = parameters("idx", idx());
        assertThat(parameters("npz", npz())).isEqualTo(idx);
        assertThat(parameters("table", table(), "--size", SIDE + "x" + SIDE)).isEqualTo(idx);
        assertThat(parameters("pictures", pictures())).isEqualTo(idx);
    }

    /** CRC-32 of the parameters of a short training. */
    private long parameters(String run, Path data, String... more) throws IOException {
        Path out = folder.resolve("run-" + run);
        var line = new ArrayList<>(List.of("train", "--data", data.toString(), "--layers", "8,5", "--epochs", "2", "--batch",
                "9", "--out", out.toString()));
        line.addAll(List.of(more));
        GnnTest.Outcome outcome = gnn(line.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        try (var zip = new ZipFile(out.resolve("model.zip").toFile())) {
            return zip.getEntry("coefficients.bin").getCrc();
        }
    }

    private Path idx() throws IOException {
        Path data = Files.createDirectory(folder.resolve("idx"));
        for (Side side : sides) {
            try (var out = new DataOutputStream(Files.newOutputStream(data.resolve(side.idxName + "-images-idx3-ubyte")))) {
                for (int number : new int[] {0x0803, side.pictures.length, SIDE, SIDE}) out.writeInt(number);
                for (byte[] picture : side.pictures) out.write(picture);
            }
            try (var out = new DataOutputStream(Files.newOutputStream(data.resolve(side.idxName + "-labels-idx1-ubyte")))) {
                out.writeInt(0x0801);
                out.writeInt(side.pictures.length);
                for (int i = 0; i < side.pictures.length; i++) out.writeByte(Side.label(i));
            }
        }
        return data;
    }

    private Path npz() throws IOException {
        Path file = folder.resolve("data.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Side side : sides) {
                header(zip, "x_" + side.name, "(" + side.pictures.length + ", " + SIDE + ", " + SIDE + ")");
                for (byte[] picture : side.pictures) zip.write(picture);
                header(zip, "y_" + side.name, "(" + side.pictures.length + ",)");
                for (int i = 0; i < side.pictures.length; i++) zip.write(Side.label(i));
            }
        }
        return file;
    }

    private static void header(ZipOutputStream zip, String name, String shape) throws IOException {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        zip.write(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path table() throws IOException {
        Path data = Files.createDirectory(folder.resolve("table"));
        for (Side side : sides) {
            var rows = new StringBuilder("label");
            IntStream.range(0, PIXELS).forEach(i -> rows.append(",pixel").append(i));
            for (int i = 0; i < side.pictures.length; i++) {
                rows.append('\n').append(Side.label(i));
                for (byte pixel : side.pictures[i]) rows.append(',').append(pixel & 0xff);
            }
            Files.writeString(data.resolve(side.name + ".csv"), rows + "\n");
        }
        return data;
    }

    private Path pictures() throws IOException {
        Path data = folder.resolve("pictures");
        for (Side side : sides)
            for (int i = 0; i < side.pictures.length; i++) {
                Path file = data.resolve(side.name).resolve(Side.label(i) + "").resolve(i + ".png");
                Files.createDirectories(file.getParent());
                var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                image.getRaster().setDataElements(0, 0, SIDE, SIDE, side.pictures[i]);
                ImageIO.write(image, "png", file.toFile());
            }
        return data;
    }
}
