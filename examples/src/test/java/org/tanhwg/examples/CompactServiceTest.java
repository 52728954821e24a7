package org.tanhwg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.convert.Conversion;

/** The service in a process whose class path is gnn-core and the example, nothing else. */
class CompactServiceTest {
    @Test void answersAsTheNetworkDoesWithGnnCoreAlone(@TempDir Path folder) throws Exception {
        MultiLayerNetwork network = OwnNetwork.network(1);
        Path file = folder.resolve("digits.compact");
        try (OutputStream out = Files.newOutputStream(file)) {
            CompactFile.write(Conversion.toCompact(network), out);
        }
        String classPath = place(CompactNetwork.class) + System.getProperty("path.separator") + place(CompactService.class);
        Process service = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
                CompactService.class.getName(), file.toString(), "0").redirectError(folder.resolve("errors").toFile()).start();
        try (BufferedReader printed = service.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            assertThat(line).as(Files.readString(folder.resolve("errors"))).startsWith("listening on port ");
            URI address = URI.create("http://localhost:" + line.replaceAll("\\D", "") + "/digit");

            byte[] pixels = new byte[784];
            new Random(1).nextBytes(pixels);
            HttpResponse<String> answer = post(address, pixels);
            assertThat(answer.statusCode()).isEqualTo(200);
            String[] probabilities = answer.body().strip().replaceAll("[\\[\\]]", "").split(", ");
            assertThat(probabilities).hasSize(10);
            INDArray input = Nd4j.zeros(1, 784);
            for (int i = 0; i < 784; i++) input.putScalar(0, i, Byte.toUnsignedInt(pixels[i]) / 255f);
            INDArray expected = network.output(input);
            for (int k = 0; k < 10; k++)
                assertThat(Float.parseFloat(probabilities[k])).isCloseTo(expected.getFloat(0, k), within(1e-5f));

            assertThat(post(address, new byte[783]).statusCode()).isEqualTo(400);
            assertThat(post(address, new byte[785]).statusCode()).isEqualTo(400);
        } finally {
            service.destroy();
        }
    }

    private static HttpResponse<String> post(URI address, byte[] body) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
