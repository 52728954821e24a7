package org.tanhwg.core;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A file of numbers, big-endian, to the bit: magic, version, content and, right at the end, a CRC-32C of all that. Streams that are
 * written are buffered by the caller, and stay open. A file has less than 2³¹ bytes.
 *
 * @param name what such a file holds, as messages call it
 */
public record BinaryFormat(int magic, int version, String name) {
    private static final int HEADER = Integer.BYTES + Short.BYTES;

    /** Writes content. */
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads content as numbers; what is made of them is made once the checksum is known to be right, and may throw IllegalArgumentException. */
    public interface Reader<R> {
        Supplier<R> read(Input in) throws IOException;
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

    /** Reads a file. @throws IOException as {@link #read(InputStream, Reader)}, naming the file */
    public <R> R read(Path file, Reader<R> content) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try (stream) {
            return read(stream, content);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file to its end.
     *
     * @throws IOException when the stream does not hold one, a damaged one, more than one, or one of another version; the message says which
     */
    public <R> R read(InputStream stream, Reader<R> content) throws IOException {
        var checksum = new CRC32C();
        byte[] head = stream.readNBytes(HEADER);
        Input header = new Input(ByteBuffer.wrap(head));
        if (header.integer("magic") != magic) throw new IOException("is not a file of " + name);
        int found = header.unsignedShort("version");
        if (found != version)
            throw new IOException("is of format version " + found + "; this program reads version " + version);
        byte[] body = stream.readAllBytes();
        int length = body.length - Long.BYTES;
        Input in = new Input(ByteBuffer.wrap(body, 0, Math.max(0, length)));
        Supplier<R> made = content.read(in);
        in.requireEnd();
        checksum.update(head);
        checksum.update(body, 0, length);
        if (ByteBuffer.wrap(body).getLong(length) != checksum.getValue())
            throw new IOException("does not match its checksum; it is damaged");
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IOException("does not hold " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes rows one after the other. */
    public static void write(DataOutputStream out, double[]... rows) throws IOException {
        for (double[] row : rows) for (double v : row) out.writeDouble(v);
    }

    /** Writes a whole number ≥ 0 as {@link Input#number} reads it. */
    public static void writeNumber(DataOutputStream out, int value) throws IOException {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) out.writeByte(rest & 0x7F | 0x80);
        out.writeByte(rest);
    }

    /**
     * The content of a file, read field after field. No count makes it allocate more than the bytes that are left could fill, and what is
     * wrong is an IOException that names the field.
     */
    public static final class Input {
        private final ByteBuffer bytes;

        public Input(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        public int left() { return bytes.remaining(); }

        /** @throws IOException when something is left */
        public void requireEnd() throws IOException {
            if (left() > 0) throw new IOException("has " + left() + " bytes too many");
        }

        public byte signedByte(String field) throws IOException {
            require(field, 1, Byte.BYTES);
            return bytes.get();
        }

        public int unsignedShort(String field) throws IOException {
            require(field, 1, Short.BYTES);
            return Short.toUnsignedInt(bytes.getShort());
        }

        public int integer(String field) throws IOException {
            require(field, 1, Integer.BYTES);
            return bytes.getInt();
        }

        public float single(String field) throws IOException {
            require(field, 1, Float.BYTES);
            return bytes.getFloat();
        }

        public double real(String field) throws IOException {
            require(field, 1, Double.BYTES);
            return bytes.getDouble();
        }

        /** A number of things, at least 1. */
        public int count(String of) throws IOException {
            int count = integer(of);
            if (count < 1) throw new IOException("speaks of " + count + " " + of + "; it is damaged");
            return count;
        }

        /** A whole number in seven bits per byte, the lowest first; the highest bit says that more follow. */
        public int number(String field) throws IOException {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int next = signedByte(field);
                value |= (next & 0x7FL) << shift;
                if (next >= 0 && value <= Integer.MAX_VALUE) return (int) value;
                if (next >= 0) break;
            }
            throw new IOException(field + ": a number above " + Integer.MAX_VALUE);
        }

        /** A text in UTF-8 after the {@link #number} of its bytes. */
        public String text(String field) throws IOException {
            byte[] utf8 = new byte[number(field, Byte.BYTES)];
            bytes.get(utf8);
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            } catch (CharacterCodingException e) {
                throw new IOException(field + ": is not UTF-8", e);
            }
        }

        /** A {@link #number} of things that take at least {@code size} bytes each. */
        public int number(String of, int size) throws IOException {
            int number = number(of);
            require(of, number, size);
            return number;
        }

        public float[] floats(String field, long count) throws IOException {
            require(field, count, Float.BYTES);
            float[] values = new float[(int) count];
            bytes.asFloatBuffer().get(values);
            bytes.position(bytes.position() + values.length * Float.BYTES);
            return values;
        }

        /** {@code count} rows of {@code length ≥ 1} numbers. */
        public double[][] rows(String field, long count, long length) throws IOException {
            require(field, count, Math.multiplyExact(length, Double.BYTES));
            double[][] rows = new double[(int) count][(int) length];
            for (double[] row : rows) for (int k = 0; k < row.length; k++) row[k] = bytes.getDouble();
            return rows;
        }

        /** @throws IOException when fewer than {@code count × size} bytes are left for the field */
        public void require(String field, long count, long size) throws IOException {
            if (count > left() / size)
                throw new IOException("ends too early: " + count + " × " + size + " bytes of " + field
                        + " in " + left() + "; it is truncated or damaged");
        }
    }
}
