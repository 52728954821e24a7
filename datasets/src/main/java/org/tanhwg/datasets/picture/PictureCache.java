package org.tanhwg.datasets.picture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;

/**
 * Decoded pictures of one folder in one file, so that they need not be decoded again while no picture has another name, class, size or time.
 *
 * <p>The file is called by the folder's path, so a folder has one; what is in it is checked by its CRC-32 before it is used. Neither a damaged file nor a
 * place that cannot be written stops a run: a note says so.
 */
final class PictureCache {
    private static final int MAGIC = 0x474e4e31;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final byte[] key;

    /** The cache of some pictures in {@code place}. */
    PictureCache(Path place, Path folder, List<PictureTree.Entry> train, List<PictureTree.Entry> test, DataOptions options) {
        String path = folder.toAbsolutePath().normalize().toString();
        file = place.resolve(HexFormat.of().formatHex(DataFiles.newSha256().digest(path.getBytes(StandardCharsets.UTF_8)), 0, 12)
                + ".pictures");
        MessageDigest digest = DataFiles.newSha256();
        add(digest, path, options.size().map(ImageShape::toString).orElse("any"), Boolean.toString(options.skipBad()));
        for (List<PictureTree.Entry> side : List.of(train, test)) {
            add(digest, Integer.toString(side.size()));
            for (PictureTree.Entry entry : side)
                add(digest, entry.file().toString(), Integer.toString(entry.label()), Long.toString(entry.size()),
                        Long.toString(entry.modified()));
        }
        key = digest.digest();
    }

    private static void add(MessageDigest digest, String... texts) {
        for (String text : texts) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }

    /** What the file holds, if it is of these very pictures. */
    Optional<Decoding.Sides> read(List<String> notes) {
        if (!Files.isRegularFile(file)) return Optional.empty();
        var crc = new CRC32();
        try (var in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), crc))) {
            if (in.readInt() != MAGIC || !MessageDigest.isEqual(in.readNBytes(key.length), key)) return Optional.empty();
            ImageShape shape = new ImageShape(in.readInt(), in.readInt(), in.readInt());
            long stored = Files.size(file);
            Decoding train = side(in, shape, stored), test = side(in, shape, stored);
            long sum = crc.getValue();
            if (in.readLong() != sum || in.read() != -1) throw new IOException("its sum is another");
            return Optional.of(new Decoding.Sides(train, test));
        } catch (IOException | RuntimeException e) { // sizes in a damaged file may be anything
            notes.add(file + ": is damaged (" + e.getMessage() + "); the pictures are decoded again");
            return Optional.empty();
        }
    }

    private static Decoding side(DataInputStream in, ImageShape shape, long stored) throws IOException {
        int count = in.readInt();
        String bad = in.readUTF();
        long size = count * shape.size();
        if (count < 0 || size > Integer.MAX_VALUE - 8) throw new IOException("its sizes make no sense");
        byte[] labels = DataFiles.readUpTo(in, Math.multiplyExact(4, count), stored);
        byte[] samples = DataFiles.readUpTo(in, (int) size, stored);
        if (labels.length < 4 * count || samples.length < size) throw new IOException("it is cut short");
        int[] numbers = new int[count];
        ByteBuffer.wrap(labels).asIntBuffer().get(numbers);
        return new Decoding(shape, samples, numbers, bad.isEmpty() ? Optional.empty() : Optional.of(bad));
    }

    /** Writes the file, whole or not at all. */
    void write(Decoding.Sides sides, List<String> notes) {
        var crc = new CRC32();
        try {
            Files.createDirectories(file.getParent());
            Path begun = Files.createTempFile(file.getParent(), "decoded-", ".tmp");
            try {
                try (var out = new DataOutputStream(
                        new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(begun), BUFFER), crc))) {
                    write(out, sides);
                    out.writeLong(crc.getValue());
                }
                Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(begun);
            }
        } catch (IOException e) {
            notes.add(file + ": cannot be written (" + e.getMessage() + "); the next run decodes the pictures again");
        }
    }

    private void write(DataOutputStream out, Decoding.Sides sides) throws IOException {
        ImageShape shape = sides.train().shape();
        out.writeInt(MAGIC);
        out.write(key);
        out.writeInt(shape.height());
        out.writeInt(shape.width());
        out.writeInt(shape.channels());
        for (Decoding side : List.of(sides.train(), sides.test())) {
            out.writeInt(side.labels().length);
            out.writeUTF(side.bad().orElse(""));
            for (int label : side.labels()) out.writeInt(label);
            out.write(side.samples());
        }
    }
}
