package org.tanhwg.core.diffusion;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.tanhwg.core.BinaryFormat;

/** How a {@link DriftNetwork} is written: N, k, m; M and r0; B and b; the readout of the noise. */
public final class NetworkFile {
    private static final BinaryFormat FORMAT = new BinaryFormat(0x47445246, 1, "drift network"); // "GDRF"

    private NetworkFile() {}

    /** Writes a network. @throws IOException when the stream refuses */
    public static void write(DriftNetwork network, OutputStream stream) throws IOException {
        LatentMap map = network.map();
        FORMAT.write(stream, out -> {
            out.writeInt(map.neurons());
            out.writeInt(map.dimension());
            out.writeInt(network.noise().bias().length / map.dimension());
            BinaryFormat.write(out, map.m());
            BinaryFormat.write(out, map.r0());
            for (Readout readout : new Readout[] {network.drift(), network.noise()}) {
                BinaryFormat.write(out, readout.weights());
                BinaryFormat.write(out, readout.bias());
            }
        });
    }

    /** Reads a network. @throws IOException when the stream holds none, a damaged one, or one of another version; the message says which */
    public static DriftNetwork read(InputStream stream) throws IOException {
        return FORMAT.read(stream, NetworkFile::content, content -> new DriftNetwork(new LatentMap(content[0], content[1][0]),
                new Readout(content[2], content[3][0]), new Readout(content[4], content[5][0])));
    }

    private static double[][][] content(DataInputStream in) throws IOException {
        int n = BinaryFormat.count(in, "neurons"), k = BinaryFormat.count(in, "dimensions"),
                m = BinaryFormat.count(in, "noises");
        return new double[][][] {BinaryFormat.rows(in, n, k), BinaryFormat.rows(in, 1, n), BinaryFormat.rows(in, k, n),
                BinaryFormat.rows(in, 1, k), BinaryFormat.rows(in, (long) k * m, n),
                BinaryFormat.rows(in, 1, Math.multiplyExact(k, m))};
    }
}
