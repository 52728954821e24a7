package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/** Models saved in November 2026, half-way through training: whatever is renamed since, they load, answer and train on as they did. */
class GoldenModelTest {
    static Stream<Arguments> models() {
        return Stream.of(
                // Gaussian and quantile laws, release noise, codes as targets, mass-weighted potential, assemblies
                arguments("dense", ramp(8, 6), classes(8), new float[] {0.25716943f, 0.40864527f, 0.33418533f},
                        new float[] {0.3264771f, 0.37920228f, 0.29432067f}),
                // Fourier encoding, modReLU, mirror descent
                arguments("complex", ramp(8, 25), classes(8), new float[] {0.36035147f, 0.37277022f, 0.2668783f},
                        new float[] {0.37658396f, 0.36383206f, 0.25958398f}),
                // residual activations, feedback alignment, a signal of this step
                arguments("recurrent", ramp(4, 3, 7), sequences(), new float[] {0.2904218f, 0.33389294f, 0.24852f},
                        new float[] {0.28863308f, 0.3295471f, 0.24456897f}));
    }

    @ParameterizedTest
    @MethodSource("models") void loadsAndTrainsOn(String name, INDArray features, INDArray labels, float[] answer, float[] then)
            throws Exception {
        Path file = Path.of(GoldenModelTest.class.getResource("/org/tanhwg/layers/golden/" + name + ".zip").toURI());
        var network = (MultiLayerNetwork) SteppingUpdater.attach(ModelFile.load(file));
        assertThat(first(network.output(features))).containsExactly(answer, within(1e-5f));
        network.fit(new DataSet(features, labels));
        assertThat(first(network.output(features))).containsExactly(then, within(1e-5f));
    }

    private static float[] first(INDArray output) {
        return Arrays.copyOf(output.dup('c').data().asFloat(), 3);
    }

    private static INDArray ramp(long... shape) {
        INDArray values = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < values.length(); i++) values.putScalar(i, i * 37 % 64 / 64f);
        return values;
    }

    private static INDArray classes(int rows) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, 3);
        for (int i = 0; i < rows; i++) labels.putScalar(i, i % 3, 1);
        return labels;
    }

    private static INDArray sequences() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 3, 7);
        for (int i = 0; i < 4; i++) for (int t = 0; t < 7; t++) labels.putScalar(new int[] {i, (i + t) % 3, t}, 1);
        return labels;
    }
}
