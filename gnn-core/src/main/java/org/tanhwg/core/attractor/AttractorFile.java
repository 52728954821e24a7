package org.tanhwg.core.attractor;

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
 * How an {@link AttractorNetwork} is written: numbers only, big-endian, to the bit.
 *
 * <p>Magic, version, parts (2 for phases, else 1), d, then θ and the rows of conj(J), real parts first; last a CRC-32C of all that. Both streams are buffered by the caller,
 * and stay open.
 */
public final class AttractorFile {
    private static final int MAGIC = 0x47415454; // "GATT"
    private static final int VERSION = 2;
    private static final int MOST_UNITS = 1 << 15;

    private AttractorFile() {}

    /** Writes a network. @throws IOException when the stream refuses */
    public static void write(AttractorNetwork network, OutputStream stream) throws IOException {
        var checked = new CheckedOutputStream(stream, new CRC32C());
        var out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeByte(network.states().parts());
        out.writeInt(network.units());
        write(network.biases(), out);
        for (int y = 0; y < network.units(); y++) write(network.weights(y), out);
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /** Reads a network. @throws IOException when the stream holds none, a damaged one, or one of another version; the message says which */
    public static AttractorNetwork read(InputStream stream) throws IOException {
        var checked = new CheckedInputStream(stream, new CRC32C());
        var in = new DataInputStream(checked);
        try {
            if (in.readInt() != MAGIC) throw new IOException("is no file of an attractor network");
            int version = in.readUnsignedShort();
            if (version != VERSION)
                throw new IOException("is of format version " + version + "; this program reads version " + VERSION);
            int parts = in.readUnsignedByte(), units = in.readInt();
            if (parts < 1 || parts > 2) throw new IOException("speaks of numbers of " + parts + " parts; it is damaged");
            if (units < 1 || units > MOST_UNITS) throw new IOException("speaks of " + units + " units; it is damaged");
            States states = parts == 1 ? States.BITS : States.PHASES;
            float[] biases = numbers(parts * units, in);
            List<float[]> weights = new ArrayList<>(); // grows with what is there, whatever the header says
            for (int y = 0; y < units; y++) weights.add(numbers(parts * units, in));
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) throw new IOException("does not match its checksum; it is damaged");
            return new AttractorNetwork(weights.toArray(float[][]::new), biases, states);
        } catch (EOFException e) {
            throw new IOException("ends too early; it is truncated or no file of an attractor network", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("holds no valid network: " + e.getMessage(), e);
        }
    }

    private static void write(float[] numbers, DataOutputStream out) throws IOException {
        for (float number : numbers) out.writeFloat(number);
    }

    private static float[] numbers(int count, DataInputStream in) throws IOException {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = in.readFloat();
        return numbers;
    }
}
