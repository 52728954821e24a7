package org.tanhwg.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactModel;
import org.tanhwg.core.compact.CompactNetwork.Workspace;

/**
 * A pruned network behind HTTP. At run time it needs gnn-core and one file: no Deeplearning4j, no native code.
 *
 * <pre>
 * java -cp gnn-core.jar:gnn-examples.jar org.tanhwg.examples.CompactService fruit.compact 8080
 * curl --data 'weight=155&amp;length=7.0&amp;skin=smooth' http://localhost:8080/answer
 * </pre>
 *
 * A network of pictures is sent one byte for each sample: {@code curl --data-binary @digit.raw}. The answer is a line for each class or number.
 */
public final class CompactService {
    private static final int LARGEST_REQUEST = 1 << 20;

    private final CompactModel model; // immutable: one for all threads
    private final ThreadLocal<Workspace> workspaces; // memory for the sums: one for each thread

    private CompactService(CompactModel model) {
        this.model = model;
        workspaces = ThreadLocal.withInitial(() -> model.network().workspace(1));
    }

    /** @param args the compact file and the port, 0 for a free one */
    public static void main(String[] args) throws IOException {
        var service = new CompactService(CompactFile.readModel(Path.of(args[0]))); // checked against length and checksum
        HttpServer server = HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 0);
        server.createContext("/answer", service::answer);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.start();
        System.out.println("listening on port " + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
            int status = 200;
            String text;
            try {
                double[] answer = model.rows().isPresent() ? model.answer(row(request), workspaces.get())
                        : model.answer(request, workspaces.get());
                text = lines(answer);
            } catch (IllegalArgumentException e) { // a row or picture that does not fit; the message says why
                status = 400;
                text = e.getMessage() + "\n";
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Cells by the names of their columns, as forms send them: the network knows which are numbers. */
    private static Map<String, String> row(byte[] form) {
        var row = new HashMap<String, String>();
        for (String field : new String(form, StandardCharsets.US_ASCII).split("&")) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) row.put(decoded(parts[0]), decoded(parts[1]));
        }
        return row;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private String lines(double[] answer) {
        List<String> names = model.outputs().orElseThrow().names();
        var lines = new StringBuilder();
        for (int i = 0; i < answer.length; i++) lines.append(names.get(i)).append('=').append(answer[i]).append('\n');
        return lines.toString();
    }
}
