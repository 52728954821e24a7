package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;

class OnnxFileTest {
    private final SplittableRandom random = new SplittableRandom(1);

    /** A network that has lost inputs and units, run by ONNX Runtime. */
    @ParameterizedTest
    @EnumSource(names = "SOFTMAX", mode = EnumSource.Mode.EXCLUDE) void onnxRuntimeGivesTheSameAnswers(Activation activation)
            throws Exception {
        CompactNetwork network = CompactNetwork
                .of(List.of(layer(40, 20, activation), layer(20, 15, activation), layer(15, 4, Activation.SOFTMAX)));
        assertThat(network.liveInputs()).hasSizeBetween(10, 39);
        assertSameAnswers(network, 7);
        assertSameAnswers(CompactNetwork.of(List.of(layer(3, 2, activation))), 1);
    }

    @Test void constantsToo() throws Exception {
        var dead = new LayerWeights(3, 2, new float[6], new float[] {1, -2}, Activation.SIGMOID);
        assertSameAnswers(CompactNetwork.of(List.of(dead, layer(2, 3, Activation.SOFTMAX))), 2);
    }

    /** Kernels, borders and both poolings; the first of three channels is dead, and so are some of those between. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void convolutionsToo(boolean poolingFirst) throws Exception {
        List<PictureLayer> pictures = new ArrayList<>();
        if (poolingFirst) pictures.add(new Pooling(window(3, 9, 8, 1, 1, 0, 9, 8), Pooling.Kind.MAX));
        LayerWeights kernel = layer(3 * 9, 8, Activation.RELU);
        for (int y = 0; y < 8; y++) for (int x = 0; x < 9; x++) kernel.weights()[y * 27 + x] = 0;
        pictures.add(new Convolution(window(3, 9, 8, 3, 1, 1, 9, 8), kernel));
        pictures.add(new Pooling(window(8, 9, 8, 3, 2, 1, 5, 4), Pooling.Kind.AVERAGE));
        pictures.add(new Convolution(window(8, 5, 4, 2, 1, 0, 4, 3), layer(8 * 4, 6, Activation.TANH)));
        pictures.add(new Pooling(window(6, 4, 3, 2, 2, 0, 2, 1), Pooling.Kind.MAX));
        CompactNetwork network = CompactNetwork.of(pictures,
                List.of(layer(12, 10, Activation.RELU), layer(10, 4, Activation.SOFTMAX)));
        assertThat(network.liveInputs()).hasSizeLessThan(3 * 72);
        assertSameAnswers(network, 3, 3, 9, 8);
    }

    /** A branch that goes on from the pictures, one from the first kernel, and their sums. */
    @Test void branchesToo() throws Exception {
        PictureWindow size = PictureWindow.point(5, 6, 6);
        List<PictureLayer> pictures = List.of(new Convolution(window(2, 6, 6, 3, 1, 1, 6, 6), layer(18, 5, Activation.RELU)),
                new Convolution(window(5, 6, 6, 3, 1, 1, 6, 6), layer(45, 5, Activation.IDENTITY)),
                new Junction(size, 1, true, Activation.RELU),
                new Junction(PictureWindow.point(2, 6, 6), 0, false, Activation.IDENTITY),
                new Convolution(PictureWindow.point(2, 6, 6), layer(2, 5, Activation.TANH)),
                new Junction(size, 3, true, Activation.IDENTITY),
                new Pooling(PictureWindow.whole(5, 6, 6), Pooling.Kind.AVERAGE));
        assertSameAnswers(CompactNetwork.of(pictures, List.of(layer(5, 4, Activation.SOFTMAX))), 3, 2, 6, 6);
    }

    private static PictureWindow window(int channels, int height, int width, int kernel, int stride, int before, int outHeight,
            int outWidth) {
        return new PictureWindow(channels, height, width, kernel, kernel, stride, stride, before, before, 1, 1, outHeight,
                outWidth);
    }

    private LayerWeights layer(int inputs, int units, Activation activation) {
        float[] weights = new float[inputs * units];
        for (int i = 0; i < weights.length; i++) if (random.nextInt(10) == 0) weights[i] = (float) random.nextGaussian();
        return new LayerWeights(inputs, units, weights, numbers(units), activation);
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
        return numbers;
    }

    private void assertSameAnswers(CompactNetwork network, int examples, int... picture) throws IOException, OrtException {
        float[] given = numbers(examples * network.inputs());
        float[] expected = new float[examples * network.outputs()];
        network.apply(given, examples, expected, network.workspace(examples));
        var file = new ByteArrayOutputStream();
        OnnxFile.write(network, file);
        long[] shape = LongStream.concat(LongStream.of(examples),
                picture.length == 0 ? LongStream.of(network.inputs()) : Arrays.stream(picture).asLongStream()).toArray();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toByteArray());
                var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(given), shape);
                var result = session.run(Map.of("input", input))) {
            var answer = (OnnxTensor) result.get("output").orElseThrow();
            assertThat(answer.getInfo().getShape()).containsExactly(examples, network.outputs());
            float[] found = new float[expected.length];
            answer.getFloatBuffer().get(found);
            assertThat(found).containsExactly(expected, within(1e-5f));
        }
    }
}
