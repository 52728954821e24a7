package org.tanhwg.layers.attractor;

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
 * <p>Magic, version, d, then for each unit θ_y and the row J_y; last a CRC-32C of all that. Both streams are buffered by the caller,
 * and stay open.
 */
public final class AttractorFile {
    private static final int MAGIC = 0x47415454; // "GATT"
    private static final int VERSION = 1;
    private static final int MOST_UNITS = 1 << 15;

    private AttractorFile() {}

    /** Writes a network. @throws IOException when the stream refuses */
    public static void write(AttractorNetwork network, OutputStream stream) throws IOException {
        var checked = new CheckedOutputStream(stream, new CRC32C());
        var out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeInt(network.units());
        for (int y = 0; y < network.units(); y++) {
            out.writeFloat(network.bias(y));
            for (float weight : network.weights(y)) out.writeFloat(weight);
        }
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
            int units = in.readInt();
            if (units < 1 || units > MOST_UNITS) throw new IOException("speaks of " + units + " units; it is damaged");
            float[] biases = new float[units];
            List<float[]> weights = new ArrayList<>(); // grows with what is there, whatever the header says
            for (int y = 0; y < units; y++) {
                biases[y] = in.readFloat();
                float[] row = new float[units];
                for (int x = 0; x < units; x++) row[x] = in.readFloat();
                weights.add(row);
            }
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) throw new IOException("does not match its checksum; it is damaged");
            return new AttractorNetwork(weights.toArray(float[][]::new), biases);
        } catch (EOFException e) {
            throw new IOException("ends too early; it is truncated or no file of an attractor network", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("holds no valid network: " + e.getMessage(), e);
        }
    }
}
