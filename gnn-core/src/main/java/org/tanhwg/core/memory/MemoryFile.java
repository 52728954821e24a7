package org.tanhwg.core.memory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.tanhwg.core.measure.Gaussian;

/**
 * How a {@link GaussianMemory} is written: numbers only, big-endian, to the bit.
 *
 * <p>Magic, version, structure, β, N, d; then for shared axes U (if COMMUTING) and N vectors, for GENERAL N means, each with its
 * covariance; last a CRC-32C of all that. Both streams are buffered by the caller, and stay open.
 */
public final class MemoryFile {
    private static final int MAGIC = 0x474D454D; // "GMEM"
    private static final int VERSION = 1;
    /** Most patterns or dimensions. */
    private static final int MOST = 1 << 24;

    private MemoryFile() {}

    /** Writes a memory. @throws IOException when the stream refuses */
    public static void write(GaussianMemory memory, OutputStream stream) throws IOException {
        var checked = new CheckedOutputStream(stream, new CRC32C());
        var out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeShort(memory.structure().ordinal());
        out.writeDouble(memory.beta());
        out.writeInt(memory.size());
        out.writeInt(memory.space().dimension());
        if (memory.structure() == Structure.COMMUTING) write(out, memory.basis().orElseThrow().axes());
        for (int i = 0; i < memory.size(); i++) {
            if (memory.structure() != Structure.GENERAL) {
                write(out, memory.vectors().orElseThrow().pattern(i));
            } else {
                write(out, memory.pattern(i).mean());
                write(out, memory.pattern(i).covariance());
            }
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /** Reads a memory. @throws IOException when the stream holds none, a damaged one, or one of another version; the message says which */
    public static GaussianMemory read(InputStream stream) throws IOException {
        var checked = new CheckedInputStream(stream, new CRC32C());
        var in = new DataInputStream(checked);
        try {
            if (in.readInt() != MAGIC) throw new IOException("is no file of a Gaussian memory");
            int version = in.readUnsignedShort();
            if (version != VERSION)
                throw new IOException("is of format version " + version + "; this program reads version " + VERSION);
            return read(in, checked);
        } catch (EOFException e) {
            throw new IOException("ends too early; it is truncated or no file of a Gaussian memory", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("holds no valid memory: " + e.getMessage(), e);
        }
    }

    private static GaussianMemory read(DataInputStream in, CheckedInputStream checked) throws IOException {
        int kind = in.readUnsignedShort();
        if (kind >= Structure.values().length)
            throw new IOException("names structure " + kind + ", which does not exist; it is damaged");
        Structure structure = Structure.values()[kind];
        double beta = in.readDouble();
        int n = count(in, "patterns"), d = count(in, "dimensions");
        boolean general = structure == Structure.GENERAL;
        double[][] axes = rows(in, structure == Structure.COMMUTING ? d : 0, d);
        double[][] rows = general ? rows(in, n * (d + 1L), d) : rows(in, n, structure == Structure.SPHERICAL ? d + 1 : 2 * d);
        long sum = checked.getChecksum().getValue();
        if (in.readLong() != sum) throw new IOException("does not match its checksum; it is damaged");
        return switch (structure) {
            case SPHERICAL -> GaussianMemory.of(Eigenbasis.spherical(d), rows, beta);
            case DIAGONAL -> GaussianMemory.of(Eigenbasis.diagonal(d), rows, beta);
            case COMMUTING -> GaussianMemory.of(Eigenbasis.of(axes), rows, beta);
            case GENERAL -> GaussianMemory.general(IntStream.range(0, n).mapToObj(i -> i * (d + 1))
                    .map(i -> new Gaussian(rows[i], Arrays.copyOfRange(rows, i + 1, i + 1 + d))).toList(), beta);
        };
    }

    private static int count(DataInputStream in, String what) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > MOST) throw new IOException("speaks of " + count + " " + what + "; it is damaged");
        return count;
    }

    private static void write(DataOutputStream out, double[]... rows) throws IOException {
        for (double[] row : rows) for (double v : row) out.writeDouble(v);
    }

    /** Grows with what is there, whatever the header says. */
    private static double[][] rows(DataInputStream in, long count, int length) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            double[] row = new double[length];
            for (int k = 0; k < length; k++) row[k] = in.readDouble();
            rows.add(row);
        }
        return rows.toArray(double[][]::new);
    }
}
