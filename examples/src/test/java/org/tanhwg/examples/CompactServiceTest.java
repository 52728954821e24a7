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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.ColumnRule;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.PixelInputs;
import org.tanhwg.datasets.inputs.RowInputs;
import org.tanhwg.layers.convert.Conversion;

/** The service in a process whose class path is gnn-core and the example, nothing else. */
class CompactServiceTest {
    private static final List<String> DIGITS = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    @TempDir private Path folder;

    private interface Client {
        void ask(URI address) throws Exception;
    }

    @Test void rawPixelsGetTheAnswerOfTheNetwork() throws Exception {
        MultiLayerNetwork network = OwnNetwork.network(1);
        var pixels = new PixelInputs(new ImageShape(28, 28), 255, .5, false);
        serve(network, InputRecord.of(pixels, OutputRecord.of(Task.CLASSIFICATION, DIGITS), ""), address -> {
            byte[] picture = new byte[784];
            new Random(1).nextBytes(picture);
            INDArray input = Nd4j.zeros(1, 784);
            for (int i = 0; i < 784; i++) input.putScalar(0, i, Byte.toUnsignedInt(picture[i]) / 255f);
            assertSame(post(address, picture), network.output(input));
            assertThat(post(address, new byte[783]).body()).isEqualTo("783 numbers; a picture of 28 x 28 has 784\n");
            assertThat(post(address, new byte[785]).statusCode()).isEqualTo(400);
        });
    }

    @Test void rawRowsGetTheAnswerOfTheNetwork() throws Exception {
        MultiLayerNetwork network = OwnNetwork.network(1);
        List<String> names = IntStream.range(0, 782).mapToObj(Integer::toString).toList();
        var rows = new RowInputs(List.of(ColumnRule.number("größe", 10, 2, 4),
                ColumnRule.number("2", 0, 1, 1), ColumnRule.category("kind", names, Optional.empty())), true,
                RowInputs.Missing.REFUSE);
        serve(network, InputRecord.of(rows, OutputRecord.of(Task.CLASSIFICATION, DIGITS), ""), address -> {
            INDArray input = Nd4j.zeros(1, 784);
            input.putScalar(0, 0, (17.5 - 10 - 2) / 4);
            input.putScalar(0, 1, -3 - 1);
            input.putScalar(0, 2 + 7, 1);
            assertSame(post(address, "gr%C3%B6%C3%9Fe=17.5&2=-3&kind=7".getBytes(StandardCharsets.US_ASCII)),
                    network.output(input));
            HttpResponse<String> refusal = post(address, "gr%C3%B6%C3%9Fe=big&2=-3&kind=7".getBytes(StandardCharsets.US_ASCII));
            assertThat(refusal.statusCode()).isEqualTo(400);
            assertThat(refusal.body()).isEqualTo("column 'größe': 'big' must be a finite number\n");
        });
    }

    private void serve(MultiLayerNetwork network, InputRecord meaning, Client client) throws Exception {
        Path file = folder.resolve("network.compact");
        try (OutputStream out = Files.newOutputStream(file)) {
            CompactFile.write(meaning.shipped(Conversion.toCompact(network)), out);
        }
        String classPath = place(CompactNetwork.class) + System.getProperty("path.separator") + place(CompactService.class);
        Process service = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
                CompactService.class.getName(), file.toString(), "0").redirectError(folder.resolve("errors").toFile()).start();
        try (BufferedReader printed = service.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            assertThat(line).as(Files.readString(folder.resolve("errors"))).startsWith("listening on port ");
            client.ask(URI.create("http://localhost:" + line.replaceAll("\\D", "") + "/answer"));
        } finally {
            service.destroy();
        }
    }

    private static void assertSame(HttpResponse<String> answer, INDArray expected) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(10);
        for (int k = 0; k < 10; k++) {
            String[] parts = lines.get(k).split("=");
            assertThat(parts[0]).isEqualTo(DIGITS.get(k));
            assertThat(Double.parseDouble(parts[1])).isCloseTo(expected.getFloat(0, k), within(1e-5));
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
