package org.tanhwg.core.memory;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.core.BinaryFormat;
import org.tanhwg.core.measure.Gaussian;

/**
 * How a {@link GaussianMemory} is written: structure, β, N, d; then for shared axes U (if COMMUTING) and N vectors, for GENERAL N means, each
 * with its covariance.
 */
public final class MemoryFile {
    private static final BinaryFormat FORMAT = new BinaryFormat(0x474D454D, 1, "Gaussian memory"); // "GMEM"

    private MemoryFile() {}

    private record Content(Structure structure, double beta, int patterns, int dimension, double[][] axes, double[][] rows) {}

    /** Writes a memory. @throws IOException when the stream refuses */
    public static void write(GaussianMemory memory, OutputStream stream) throws IOException {
        FORMAT.write(stream, out -> {
            out.writeShort(memory.structure().ordinal());
            out.writeDouble(memory.beta());
            out.writeInt(memory.size());
            out.writeInt(memory.space().dimension());
            if (memory.structure() == Structure.COMMUTING) BinaryFormat.write(out, memory.basis().orElseThrow().axes());
            for (int i = 0; i < memory.size(); i++) {
                if (memory.structure() != Structure.GENERAL) {
                    BinaryFormat.write(out, memory.vectors().orElseThrow().pattern(i));
                } else {
                    BinaryFormat.write(out, memory.pattern(i).mean());
                    BinaryFormat.write(out, memory.pattern(i).covariance());
                }
            }
        });
    }

    /** Reads a memory. @throws IOException when the stream holds none, a damaged one, or one of another version; the message says which */
    public static GaussianMemory read(InputStream stream) throws IOException {
        return FORMAT.read(stream, MemoryFile::content, MemoryFile::memory);
    }

    private static Content content(DataInputStream in) throws IOException {
        int kind = in.readUnsignedShort();
        if (kind >= Structure.values().length)
            throw new IOException("names structure " + kind + ", which does not exist; it is damaged");
        Structure structure = Structure.values()[kind];
        double beta = in.readDouble();
        int n = BinaryFormat.count(in, "patterns"), d = BinaryFormat.count(in, "dimensions");
        boolean general = structure == Structure.GENERAL;
        double[][] axes = BinaryFormat.rows(in, structure == Structure.COMMUTING ? d : 0, d);
        return new Content(structure, beta, n, d, axes, general ? BinaryFormat.rows(in, n * (d + 1L), d)
                : BinaryFormat.rows(in, n, structure == Structure.SPHERICAL ? d + 1 : 2 * d));
    }

    private static GaussianMemory memory(Content c) {
        double[][] rows = c.rows;
        int d = c.dimension;
        return switch (c.structure) {
            case SPHERICAL -> GaussianMemory.of(Eigenbasis.spherical(d), rows, c.beta);
            case DIAGONAL -> GaussianMemory.of(Eigenbasis.diagonal(d), rows, c.beta);
            case COMMUTING -> GaussianMemory.of(Eigenbasis.of(c.axes), rows, c.beta);
            case GENERAL -> GaussianMemory.general(IntStream.range(0, c.patterns).mapToObj(i -> i * (d + 1))
                    .map(i -> new Gaussian(rows[i], Arrays.copyOfRange(rows, i + 1, i + 1 + d))).toList(), c.beta);
        };
    }
}
