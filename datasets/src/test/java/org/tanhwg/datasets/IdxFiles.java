package org.tanhwg.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files. */
final class IdxFiles {
    static final int[] TRAIN_LABELS = {2, 0, 1, 2, 1};
    static final int[] TEST_LABELS = {0, 3};

    private IdxFiles() {}

    static byte[] idx(int[] shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length).putInt(0x0800 | shape.length);
        for (int length : shape) bytes.putInt(length);
        for (int value : values) bytes.put((byte) value);
        return bytes.array();
    }

    /** Images of 2 × 3 pixels with the values 0, 1, 2, … */
    static byte[] images(int count) {
        int[] values = new int[count * 6];
        for (int i = 0; i < values.length; i++) values[i] = i;
        return idx(new int[] {count, 2, 3}, values);
    }

    static byte[] labels(int... labels) {
        return idx(new int[] {labels.length}, labels);
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** A sound data set of 5 and 2 examples: training files gzipped, test files plain. */
    static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(IdxFolder.Part.TRAIN_IMAGES.gzipped()), gzip(images(TRAIN_LABELS.length)));
        Files.write(folder.resolve(IdxFolder.Part.TRAIN_LABELS.gzipped()), gzip(labels(TRAIN_LABELS)));
        Files.write(folder.resolve(IdxFolder.Part.TEST_IMAGES.file), images(TEST_LABELS.length));
        Files.write(folder.resolve(IdxFolder.Part.TEST_LABELS.file), labels(TEST_LABELS));
        return folder;
    }
}
