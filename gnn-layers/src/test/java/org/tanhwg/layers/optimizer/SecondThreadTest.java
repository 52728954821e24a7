package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;

class SecondThreadTest {
    @BeforeAll static void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    @Test void twoThreadsTrainWhatOneDoes() {
        MultiLayerNetwork one = network();
        MultiLayerNetwork two = network();
        try (var second = SecondThread.help(two)) {
            for (int step = 0; step < 60; step++) {
                one.fit(batch(step));
                two.fit(batch(step));
            }
        }
        assertThat(two.params().distance2(one.params())).isLessThan(1e-4 * one.params().norm2Number().doubleValue());
        two.fit(batch(60)); // alone again
        assertThat(two.score()).isFinite();
    }

    @Test void everyUnitIsDoneOnce() {
        try (var second = SecondThread.help(network())) {
            for (int units = 1; units < 2000; units++) {
                var done = new AtomicIntegerArray(units);
                second.over(units, (half, from, to) -> {
                    for (int unit = from; unit < to; unit++) done.incrementAndGet(unit);
                });
                for (int unit = 0; unit < units; unit++) assertThat(done.get(unit)).isOne();
            }
        }
    }

    @Test void whatFailsOnEitherThreadReachesTheCaller() {
        try (var second = SecondThread.help(network())) {
            for (int failing = 0; failing < 2; failing++) {
                int bad = failing;
                assertThatThrownBy(() -> second.over(4, (half, from, to) -> {
                    if (half == bad) throw new ArithmeticException("half " + half);
                })).hasMessage("half " + bad);
            }
        }
    }

    private static MultiLayerNetwork network() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7)
                .updater(new TanHwg.Builder(1000).eta(0.5).consolidateEvery(5).build()).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(41).build()).layer(new GeneralizedDense.Builder().nOut(1).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(30)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static DataSet batch(long seed) {
        var random = new SplittableRandom(seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 20, 3);
        for (int i = 0; i < 20; i++) labels.putScalar(i, random.nextInt(3), 1);
        float[] values = new float[20 * 30];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble();
        return new DataSet(Nd4j.createFromArray(values).reshape(20, 30), labels);
    }
}
