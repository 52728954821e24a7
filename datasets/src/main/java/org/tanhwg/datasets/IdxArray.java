package org.tanhwg.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The contents of an IDX file of unsigned bytes: 00 00 08 rank, then one 32-bit big-endian length per dimension, then the bytes.
 *
 * @param name   what messages call the file
 * @param shape  lengths, slowest dimension first; each at least 1
 * @param values as many bytes as the product of the shape; unsigned
 * @param sha256 SHA-256 of the unpacked file in hexadecimal
 * @see <a href="http://yann.lecun.com/exdb/mnist/">Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database, "File formats"</a>
 */
public record IdxArray(String name, int[] shape, byte[] values, String sha256) {
    private static final int UNSIGNED_BYTES = 0x08;

    /**
     * Reads a file, gzipped or plain (told by its first bytes, not its name).
     *
     * @param rank number of dimensions the file must have: 3 for images, 1 for labels
     * @throws DataException if the file is missing, damaged, too short, too long, of another kind, or too large for the heap
     */
    public static IdxArray read(Path file, int rank) {
        DataException.requireFile(file, "an IDX file, gzipped or plain");
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in, rank, Files.size(file));
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    /** As above, from a stream; {@code name} is what errors call it, {@code stored} its bytes, packed or not. */
    static IdxArray read(String name, InputStream in, int rank, long stored) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        if (!DataFiles.gzipped(buffered)) return unpacked(name, buffered, rank, stored);
        try (var unzipped = new GzipCompressorInputStream(buffered, true)) { // true: refuses garbage after the last member
            return unpacked(name, unzipped, rank, stored);
        } catch (EOFException e) {
            throw new DataException(name, "gzip data is cut short; must be a whole gzip file", e);
        } catch (IOException e) {
            throw new DataException(name, "gzip data is damaged or cut short (" + e.getMessage() + "); must be a whole gzip file",
                    e);
        }
    }

    /** Reads the header. @return the shape, each length at least 1 */
    static int[] shape(String name, InputStream in, int rank) throws IOException {
        byte[] magic = in.readNBytes(4);
        byte[] right = {0, 0, UNSIGNED_BYTES, (byte) rank};
        if (!Arrays.equals(magic, right))
            throw new DataException(name, (magic.length == 0 ? "is empty" : "starts with " + hex(magic))
                    + "; an IDX file of unsigned bytes with " + rank + (rank == 1 ? " dimension" : " dimensions")
                    + " starts with " + hex(right));
        int[] shape = new int[rank];
        for (int d = 0; d < rank; d++) {
            shape[d] = bigEndian(name, in.readNBytes(4));
            if (shape[d] < 1)
                throw new DataException(name,
                        "dimension " + (d + 1) + " of the header is " + Integer.toUnsignedString(shape[d])
                                + "; must be in [1, 2147483647]");
        }
        return shape;
    }

    private static IdxArray unpacked(String name, InputStream in, int rank, long stored) throws IOException {
        MessageDigest digest = DataFiles.newSha256();
        var digested = new DigestInputStream(in, digest);
        int[] shape = shape(name, digested, rank);
        long size = 1;
        for (int length : shape) size = Math.min(size * length, Long.MAX_VALUE >> 31); // saturates: three lengths can exceed a long
        byte[] values = values(name, digested, shape, size, stored);
        if (digested.read() != -1)
            throw new DataException(name,
                    "goes on after the " + promise(shape, size) + " that its header promises; must end there");
        return new IdxArray(name, shape, values, HexFormat.of().formatHex(digest.digest()));
    }

    private static byte[] values(String name, InputStream in, int[] shape, long size, long stored) throws IOException {
        DataFiles.requireRoom(name, "header promises " + promise(shape, size), size);
        byte[] values = DataFiles.readUpTo(in, (int) size, stored);
        if (values.length < size)
            throw new DataException(name,
                    "is cut short: header promises " + promise(shape, size) + ", only " + DataFiles.grouped(values.length)
                            + " follow");
        return values;
    }

    private static int bigEndian(String name, byte[] four) {
        if (four.length < 4) throw new DataException(name, "is cut short within its header");
        return (four[0] & 0xff) << 24 | (four[1] & 0xff) << 16 | (four[2] & 0xff) << 8 | four[3] & 0xff;
    }

    private static String promise(int[] shape, long size) {
        return Arrays.stream(shape).mapToObj(DataFiles::grouped).collect(Collectors.joining(" x "))
                + " bytes" + (shape.length > 1 ? " (" + DataFiles.grouped(size) + ")" : "");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** Number of items along the first dimension: images or labels. */
    public int count() {
        return shape[0];
    }

    /** All values divided by 255: numbers in [0, 1]. */
    public float[] scaled() {
        return scaled(0, values.length);
    }

    /** The values of item {@code index} in [0, count), divided by 255. */
    float[] scaled(int index) {
        int width = values.length / count();
        return scaled(index * width, width);
    }

    private float[] scaled(int from, int length) {
        return scaled(values, from, length);
    }

    static float[] scaled(byte[] values, int from, int length) {
        float[] scaled = new float[length];
        for (int i = 0; i < length; i++) scaled[i] = (values[from + i] & 0xff) / 255f;
        return scaled;
    }

    /** The values as whole numbers in [0, 255]. */
    public int[] unsigned() {
        int[] unsigned = new int[values.length];
        for (int i = 0; i < unsigned.length; i++) unsigned[i] = values[i] & 0xff;
        return unsigned;
    }
}
