package org.tanhwg.core.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tanhwg.core.BinaryFormat;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.GaussianMemory.Structure;

/**
 * How a {@link GaussianMemory} is written: structure, β, N, d; then for shared axes U (if COMMUTING) and N vectors, for GENERAL N means, each
 * with its covariance.
 */
public final class MemoryFile {
    private static final BinaryFormat FORMAT = new BinaryFormat(0x474D454D, 1, "a Gaussian memory"); // "GMEM"

    private MemoryFile() {}

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

    /** Reads a memory from a file. @throws IOException as {@link BinaryFormat#read(Path, BinaryFormat.Reader)} */
    public static GaussianMemory read(Path file) throws IOException {
        return FORMAT.read(file, MemoryFile::content);
    }

    /** Reads a memory. @throws IOException as {@link BinaryFormat#read(InputStream, BinaryFormat.Reader)} */
    public static GaussianMemory read(InputStream stream) throws IOException {
        return FORMAT.read(stream, MemoryFile::content);
    }

    private static Supplier<GaussianMemory> content(BinaryFormat.Input in) throws IOException {
        int kind = in.unsignedShort("structure");
        if (kind >= Structure.values().length)
            throw new IOException("names structure " + kind + ", which does not exist; it is damaged");
        Structure structure = Structure.values()[kind];
        double beta = in.real("beta");
        int n = in.count("patterns"), d = in.count("dimensions");
        double[][] axes = in.rows("axes", structure == Structure.COMMUTING ? d : 0, d);
        double[][] rows = structure == Structure.GENERAL ? in.rows("means and covariances", n * (d + 1L), d)
                : in.rows("patterns", n, structure == Structure.SPHERICAL ? d + 1L : 2L * d);
        return () -> switch (structure) {
            case SPHERICAL -> GaussianMemory.of(Eigenbasis.spherical(d), rows, beta);
            case DIAGONAL -> GaussianMemory.of(Eigenbasis.diagonal(d), rows, beta);
            case COMMUTING -> GaussianMemory.of(Eigenbasis.of(axes), rows, beta);
            case GENERAL -> GaussianMemory.general(IntStream.range(0, n).map(i -> i * (d + 1))
                    .mapToObj(i -> new Gaussian(rows[i], Arrays.copyOfRange(rows, i + 1, i + 1 + d))).toList(), beta);
        };
    }
}
