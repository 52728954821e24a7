package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;

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

    private void assertSameAnswers(CompactNetwork network, int examples) throws IOException, OrtException {
        float[] given = numbers(examples * network.inputs());
        float[] expected = new float[examples * network.outputs()];
        network.apply(given, examples, expected, network.workspace(examples));
        var file = new ByteArrayOutputStream();
        OnnxFile.write(network, file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toByteArray());
                var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(given),
                        new long[] {examples, network.inputs()});
                var result = session.run(Map.of("input", input))) {
            var answer = (OnnxTensor) result.get("output").orElseThrow();
            assertThat(answer.getInfo().getShape()).containsExactly(examples, network.outputs());
            float[] found = new float[expected.length];
            answer.getFloatBuffer().get(found);
            assertThat(found).containsExactly(expected, within(1e-5f));
        }
    }
}
