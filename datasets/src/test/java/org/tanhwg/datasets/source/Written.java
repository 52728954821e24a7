package org.tanhwg.datasets.source;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.tanhwg.datasets.Examples;

/** Writes examples of grey pictures in the ways that are read. */
final class Written {
    private Written() {}

    /** Bytes of the pictures from {@code from} up to {@code to}. */
    static byte[] pixels(Examples examples, int from, int to) {
        float[] rows = examples.rows(from, to);
        byte[] bytes = new byte[rows.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(rows[i] * 255);
        return bytes;
    }

    static byte[] labels(Examples examples) {
        byte[] labels = new byte[examples.count()];
        for (int i = 0; i < labels.length; i++) labels[i] = (byte) examples.labels()[i];
        return labels;
    }

    static Path idx(Path folder, Examples train, Examples test) throws IOException {
        Files.createDirectories(folder);
        for (Examples side : new Examples[] {train, test}) {
            String name = side == train ? "train" : "t10k";
            ByteBuffer images = ByteBuffer.allocate(16 + side.count() * 784).putInt(0x803).putInt(side.count()).putInt(28)
                    .putInt(28);
            Files.write(folder.resolve(name + "-images.idx3-ubyte"), images.put(pixels(side, 0, side.count())).array());
            ByteBuffer labels = ByteBuffer.allocate(8 + side.count()).putInt(0x801).putInt(side.count());
            Files.write(folder.resolve(name + "-labels.idx1-ubyte"), labels.put(labels(side)).array());
        }
        return folder;
    }

    static byte[] npy(String descr, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return bytes.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data).array();
    }

    static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    static Path npz(Path file, Examples train, Examples test) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Examples side : new Examples[] {train, test}) {
            String name = side == train ? "train" : "test";
            entries.put("x_" + name + ".npy", npy("|u1", side.count() + ", 28, 28", pixels(side, 0, side.count())));
            entries.put("y_" + name + ".npy", npy("|u1", side.count() + ",", labels(side)));
        }
        return zip(file, entries);
    }

    static Path csv(Path folder, Examples train, Examples test) throws IOException {
        Files.createDirectories(folder);
        for (Examples side : new Examples[] {train, test}) {
            var text = new StringBuilder("label");
            for (int i = 0; i < 784; i++) text.append(",pixel").append(i);
            for (int i = 0; i < side.count(); i++) {
                text.append('\n').append(side.labels()[i]);
                for (byte pixel : pixels(side, i, i + 1)) text.append(',').append(pixel & 0xff);
            }
            Files.writeString(folder.resolve(side == train ? "train.csv" : "test.csv"), text);
        }
        return folder;
    }

    static Path png(Path folder, Examples train, Examples test) throws IOException {
        for (Examples side : new Examples[] {train, test})
            for (int i = 0; i < side.count(); i++) {
                Path place = folder.resolve(side == train ? "train" : "test").resolve(Integer.toString(side.labels()[i]));
                Files.createDirectories(place);
                picture(place.resolve(i + ".png"), 28, 28, pixels(side, i, i + 1));
            }
        return folder;
    }

    /** A grey picture; the ending of the file's name says in which format. */
    static Path picture(Path file, int height, int width, byte[] grey) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, grey);
        String name = file.toString();
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        return file;
    }
}
