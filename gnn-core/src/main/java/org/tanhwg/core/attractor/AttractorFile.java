package org.tanhwg.core.attractor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.tanhwg.core.BinaryFormat;

/** How an {@link AttractorNetwork} is written: parts (2 for phases, else 1), d, then θ and the rows of conj(J), real parts first. */
public final class AttractorFile {
    private static final BinaryFormat FORMAT = new BinaryFormat(0x47415454, 2, "an attractor network"); // "GATT"

    private AttractorFile() {}

    /** Writes a network. @throws IOException when the stream refuses */
    public static void write(AttractorNetwork network, OutputStream stream) throws IOException {
        FORMAT.write(stream, out -> {
            out.writeByte(network.states().parts());
            out.writeInt(network.units());
            write(network.biases(), out);
            for (int y = 0; y < network.units(); y++) write(network.weights(y), out);
        });
    }

    private static void write(float[] numbers, DataOutputStream out) throws IOException {
        for (float number : numbers) out.writeFloat(number);
    }

    /** Reads a network from a file. @throws IOException as {@link BinaryFormat#read(Path, BinaryFormat.Reader)} */
    public static AttractorNetwork read(Path file) throws IOException {
        return FORMAT.read(file, AttractorFile::content);
    }

    /** Reads a network. @throws IOException as {@link BinaryFormat#read(InputStream, BinaryFormat.Reader)} */
    public static AttractorNetwork read(InputStream stream) throws IOException {
        return FORMAT.read(stream, AttractorFile::content);
    }

    private static Supplier<AttractorNetwork> content(BinaryFormat.Input in) throws IOException {
        int parts = in.signedByte("parts");
        if (parts < 1 || parts > 2) throw new IOException("speaks of numbers of " + parts + " parts; it is damaged");
        int units = in.count("units");
        float[] biases = in.floats("biases", (long) parts * units);
        in.require("weights", units, (long) parts * units * Float.BYTES);
        float[][] weights = new float[units][];
        for (int y = 0; y < units; y++) weights[y] = in.floats("weights", (long) parts * units);
        return () -> new AttractorNetwork(weights, biases, parts == 1 ? States.BITS : States.PHASES);
    }
}
