package org.tanhwg.layers.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.kernel.sparse.Halves;
import org.tanhwg.layers.optimizer.TanHwg;

class NonZeroInputsTest {
    @Property(tries = 200) void productsAreThoseOverAllInputs(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @IntRange(min = 1, max = 9) int units, @ForAll @IntRange(min = 1, max = 17) int batch,
            @ForAll @DoubleRange(max = 1) double share) {
        var random = new SplittableRandom(seed);
        INDArray a = matrix(batch, n, 'c', random);
        for (int x = 0; x < n; x++) if (random.nextDouble() >= share) a.getColumn(x).assign(0);
        INDArray w = matrix(n, units, 'f', random), m = matrix(n, units, 'f', random), error = matrix(batch, units, 'c', random);
        INDArray z = matrix(batch, units, 'c', random), view = matrix(n, units, 'f', random);
        INDArray expected = z.add(a.mmul(w.mul(m)));
        var inputs = new NonZeroInputs(n, units, true);
        assertThat(inputs.choose(a)).isTrue();
        inputs.transmit(w, m, 1, z, Halves.WHOLE);
        inputs.gradient(error, 0.5, view, Halves.WHOLE);
        assertThat(z.distance2(expected)).isLessThan(1e-4);
        assertThat(view.distance2(a.transpose().mmul(error).mul(0.5))).isLessThan(1e-4);
        inputs.transmitVariance(w, m, z, Halves.WHOLE);
        inputs.varianceGradient(error, 0.5, view, Halves.WHOLE);
        INDArray squares = a.mul(a), deviations = w.mul(m);
        assertThat(z.distance2(squares.mmul(deviations.mul(deviations)))).isLessThan(1e-4);
        assertThat(view.distance2(squares.transpose().mmul(error).mul(0.5))).isLessThan(1e-4);
    }

    static Stream<SynapticLaw> laws() { return Stream.of(SynapticLaw.dirac(), SynapticLaw.gaussian(0.02)); }

    @ParameterizedTest
    @MethodSource("laws") void trainingIsThatOverAllInputs(SynapticLaw law) {
        MultiLayerNetwork some = network(law, false);
        MultiLayerNetwork all = network(law, true); // whose gradient needs them
        for (int step = 0; step < 20; step++) {
            some.fit(batch(step));
            all.fit(batch(step));
            assertThat(Math.abs(some.score() - all.score())).isLessThan(1e-5);
        }
        assertThat(new NonZeroInputs(200, 60, false).choose(batch(0).getFeatures())).isTrue();
        assertThat(some.params().distance2(all.params())).isLessThan(1e-4 * all.params().norm2Number().doubleValue());
    }

    @Test void batchesInOtherLayoutsAndLitThroughoutArePassedAsTheyAre() {
        var inputs = new NonZeroInputs(200, 60, false);
        assertThat(inputs.choose(batch(0).getFeatures().dup('f'))).isFalse();
        assertThat(inputs.choose(batch(0).getFeatures().add(1))).isFalse();
    }

    @Test void notANumberIsNotTakenForDark() {
        INDArray a = Nd4j.zeros(DataType.FLOAT, 2, 3).putScalar(1, 1, Float.NaN);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 3, 1), z = Nd4j.zeros(DataType.FLOAT, 2, 1);
        var inputs = new NonZeroInputs(3, 1, true);
        inputs.choose(a);
        inputs.transmit(ones, ones, 0, z, Halves.WHOLE);
        assertThat(z.getFloat(1)).isNaN();
    }

    private static MultiLayerNetwork network(SynapticLaw law, boolean inputGradient) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7)
                .updater(new TanHwg.Builder(1000).beta(0).temperature(1e-4).consolidateEvery(5).build())
                .activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(60).law(law).transmission(Transmission.SAMPLED)
                        .inputGradient(inputGradient).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(200)).build());
        network.init();
        return TanHwg.attach(network);
    }

    /** Every other input is 0 throughout. */
    private static DataSet batch(int seed) {
        var random = new SplittableRandom(seed);
        INDArray a = matrix(50, 200, 'c', random), labels = Nd4j.zeros(DataType.FLOAT, 50, 3);
        for (int x = seed % 2; x < 200; x += 2) a.getColumn(x).assign(0);
        for (int b = 0; b < 50; b++) labels.putScalar(b, random.nextInt(3), 1);
        return new DataSet(a, labels);
    }

    private static INDArray matrix(int rows, int columns, char order, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble(-1, 1);
        return Nd4j.createFromArray(values).reshape(order, rows, columns);
    }
}
