package org.tanhwg.core.diffusion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.tanhwg.core.BinaryFormat;

/** How a {@link DriftNetwork} is written: N, k, m; M and r0; B and b; the readout of the noise. */
public final class NetworkFile {
    private static final BinaryFormat FORMAT = new BinaryFormat(0x47445246, 1, "a drift network"); // "GDRF"

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

    /** Reads a network from a file. @throws IOException as {@link BinaryFormat#read(Path, BinaryFormat.Reader)} */
    public static DriftNetwork read(Path file) throws IOException {
        return FORMAT.read(file, NetworkFile::content);
    }

    /** Reads a network. @throws IOException as {@link BinaryFormat#read(InputStream, BinaryFormat.Reader)} */
    public static DriftNetwork read(InputStream stream) throws IOException {
        return FORMAT.read(stream, NetworkFile::content);
    }

    private static Supplier<DriftNetwork> content(BinaryFormat.Input in) throws IOException {
        int n = in.count("neurons"), k = in.count("dimensions"), m = in.count("noises");
        double[][] map = in.rows("M", n, k), rest = in.rows("r0", 1, n);
        double[][] drift = in.rows("B", k, n), constant = in.rows("b", 1, k);
        double[][] noise = in.rows("weights of the noise", (long) k * m, n), bias = in.rows("bias of the noise", 1, (long) k * m);
        return () -> new DriftNetwork(new LatentMap(map, rest[0]), new Readout(drift, constant[0]), new Readout(noise, bias[0]));
    }
}
