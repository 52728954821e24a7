package org.tanhwg.core;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A file of numbers, big-endian, to the bit: magic, version, content and last a CRC-32C of all that. Streams are buffered by the caller, and
 * stay open.
 *
 * @param name what such a file holds, as messages call it
 */
public record BinaryFormat(int magic, int version, String name) {
    /** Most things of one kind that a header may speak of. */
    private static final int MOST = 1 << 24;

    /** Writes content. */
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads content as numbers, so that their checksum can be tested before they are made something of. */
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** Makes something of what was read; may throw IllegalArgumentException. */
    public interface Maker<T, R> {
        R make(T content);
    }

    /** Writes a file. @throws IOException when the stream refuses */
    public void write(OutputStream stream, Writer content) throws IOException {
        var checked = new CheckedOutputStream(stream, new CRC32C());
        var out = new DataOutputStream(checked);
        out.writeInt(magic);
        out.writeShort(version);
        content.write(out);
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /** Reads a file. @throws IOException when the stream holds none, a damaged one, or one of another version; the message says which */
    public <T, R> R read(InputStream stream, Reader<T> content, Maker<T, R> maker) throws IOException {
        var checked = new CheckedInputStream(stream, new CRC32C());
        var in = new DataInputStream(checked);
        try {
            if (in.readInt() != magic) throw new IOException("is no file of a " + name);
            int found = in.readUnsignedShort();
            if (found != version)
                throw new IOException("is of format version " + found + "; this program reads version " + version);
            T read = content.read(in);
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) throw new IOException("does not match its checksum; it is damaged");
            return maker.make(read);
        } catch (EOFException e) {
            throw new IOException("ends too early; it is truncated or no file of a " + name, e);
        } catch (IllegalArgumentException e) {
            throw new IOException("holds no valid " + name + ": " + e.getMessage(), e);
        }
    }

    /** A number of things. @throws IOException when it cannot be right */
    public static int count(DataInputStream in, String what) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > MOST) throw new IOException("speaks of " + count + " " + what + "; it is damaged");
        return count;
    }

    /** Writes rows one after the other. */
    public static void write(DataOutputStream out, double[]... rows) throws IOException {
        for (double[] row : rows) for (double v : row) out.writeDouble(v);
    }

    /** Reads rows; grows with what is there, whatever the header says. */
    public static double[][] rows(DataInputStream in, long count, int length) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            double[] row = new double[length];
            for (int k = 0; k < length; k++) row[k] = in.readDouble();
            rows.add(row);
        }
        return rows.toArray(double[][]::new);
    }
}
