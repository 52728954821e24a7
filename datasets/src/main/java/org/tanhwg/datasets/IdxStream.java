package org.tanhwg.datasets;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** An IDX file of unsigned bytes, gzipped or plain, item after item: for files that are not to be held whole. */
public final class IdxStream implements Closeable {
    private final String name;
    private final DigestInputStream in;
    private final int[] shape;
    private final int width;
    private long position;

    /**
     * Reads the header.
     *
     * @param name what errors call the file
     * @param rank number of dimensions it must have: 3 for images, 1 for labels
     * @throws DataException if it is of another kind
     */
    public IdxStream(String name, InputStream file, int rank) throws IOException {
        this.name = name;
        var buffered = new BufferedInputStream(file, 1 << 16);
        in = new DigestInputStream(DataFiles.gzipped(buffered) ? new GzipCompressorInputStream(buffered, true) : buffered,
                DataFiles.newSha256());
        shape = IdxArray.shape(name, in, rank);
        int product = 1;
        for (int d = 1; d < rank; d++) product = Math.multiplyExact(product, shape[d]);
        width = product;
    }

    /** A file of a data set that comes with this program, such as mnist. @param file its name without .gz */
    public static InputStream bundled(String data, String file) {
        String resource = data + "/" + file + ".gz";
        InputStream in = IdxStream.class.getResourceAsStream(resource);
        if (in == null) throw new DataException(resource, "missing from this program; build it again");
        return in;
    }

    /** Number of items. */
    public int count() {
        return shape[0];
    }

    /** Numbers of an item: 1 for labels. */
    public int width() {
        return width;
    }

    /** Height and width of an item; of images only. */
    public ImageShape image() {
        return new ImageShape(shape[1], shape[2]);
    }

    /** Goes to an item that lies ahead. */
    public void skipTo(long item) throws IOException {
        try {
            in.skipNBytes((item - position) * width);
        } catch (EOFException e) {
            throw cutShort(e);
        }
        position = item;
    }

    /** The next items as they are, one after the other. @throws DataException if the file ends before */
    public byte[] next(int items) throws IOException {
        byte[] bytes = in.readNBytes(Math.multiplyExact(items, width));
        if (bytes.length < items * width) throw cutShort(null);
        position += items;
        return bytes;
    }

    /** The next items divided by 255: numbers in [0, 1]. */
    public float[] scaled(int items) throws IOException {
        byte[] bytes = next(items);
        return IdxArray.scaled(bytes, 0, bytes.length);
    }

    /** Reads to the end, from the beginning. @return SHA-256 of the unpacked file in hexadecimal */
    public String sha256() throws IOException {
        long left = (long) count() * width;
        for (byte[] buffer = new byte[1 << 16]; left > 0;) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) throw cutShort(null);
            left -= read;
        }
        if (in.read() != -1) throw new DataException(name, "goes on after what its header promises; must end there");
        MessageDigest digest = in.getMessageDigest();
        return HexFormat.of().formatHex(digest.digest());
    }

    private DataException cutShort(IOException cause) {
        return new DataException(name, "is cut short: header promises " + DataFiles.grouped(count()) + " items of "
                + DataFiles.grouped(width) + " bytes", cause);
    }

    @Override public void close() throws IOException {
        in.close();
    }
}
