package org.tanhwg.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.CompactNetwork.Workspace;

/**
 * A pruned network behind HTTP. At run time it needs gnn-core and one file: no Deeplearning4j, no native code.
 *
 * <pre>
 * java -cp gnn-core.jar:gnn-examples.jar org.tanhwg.examples.CompactService digits.compact 8080
 * curl --data-binary @digit.raw http://localhost:8080/digit
 * </pre>
 *
 * {@code digit.raw} has one byte for each input, from dark to light; the answer is a line of probabilities.
 */
public final class CompactService {
    private final CompactNetwork network; // immutable: one for all threads
    private final ThreadLocal<Workspace> workspaces; // memory for the sums: one for each thread

    private CompactService(CompactNetwork network) {
        this.network = network;
        workspaces = ThreadLocal.withInitial(() -> network.workspace(1));
    }

    /** @param args the compact file and the port, 0 for a free one */
    public static void main(String[] args) throws IOException {
        var service = new CompactService(CompactFile.read(Path.of(args[0]))); // checked against length and checksum
        HttpServer server = HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 0);
        server.createContext("/digit", service::answer);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.start();
        System.out.println("listening on port " + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] pixels = exchange.getRequestBody().readNBytes(network.inputs() + 1); // one more than a digit has
            boolean digit = pixels.length == network.inputs();
            String text = digit ? Arrays.toString(probabilities(pixels)) + "\n" : "must have " + network.inputs() + " bytes\n";
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(digit ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private float[] probabilities(byte[] pixels) {
        var input = new float[pixels.length];
        for (int i = 0; i < input.length; i++) input[i] = Byte.toUnsignedInt(pixels[i]) / 255f; // as in training
        var probabilities = new float[network.outputs()];
        network.apply(input, probabilities, workspaces.get());
        return probabilities;
    }
}
