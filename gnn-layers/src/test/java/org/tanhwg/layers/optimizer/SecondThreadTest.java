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
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Pass;

class SecondThreadTest {
    @BeforeAll static void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    @Test void twoThreadsTrainWhatOneDoes() {
        MultiLayerNetwork one = network(30);
        MultiLayerNetwork two = network(30);
        try (var second = SecondThread.help(two)) {
            for (int step = 0; step < 60; step++) {
                one.fit(batch(step, 30));
                two.fit(batch(step, 30));
            }
        }
        assertThat(two.params().distance2(one.params())).isLessThan(1e-4 * one.params().norm2Number().doubleValue());
        two.fit(batch(60, 30)); // alone again
        assertThat(two.score()).isFinite();
    }

    @Test void fewSynapsesAreTrainedAlikeToTheBit() {
        MultiLayerNetwork one = pruned();
        MultiLayerNetwork two = pruned();
        try (var second = SecondThread.help(two)) {
            for (int step = 0; step < 60; step++) {
                one.fit(batch(step, 400));
                two.fit(batch(step, 400));
            }
        }
        assertThat(((GeneralizedLayer) two.getLayer(0)).synapses().filled()).isInstanceOf(Pass.Sparse.class);
        assertThat(two.params().toFloatVector()).isEqualTo(one.params().toFloatVector());
    }

    /** One of 50 synapses of the first layer lives. */
    private static MultiLayerNetwork pruned() {
        MultiLayerNetwork network = network(400);
        INDArray w = network.getLayer(0).getParam(SynapticParameters.MASS);
        INDArray m = network.getLayer(0).getParam(SynapticParameters.AMPLITUDE);
        for (int x = 0; x < 400; x++)
            for (int y = 0; y < 41; y++) {
                boolean lives = (x + 3 * y) % 50 == 0;
                w.putScalar(x, y, lives ? 1 / 8f : 0);
                if (!lives) m.putScalar(x, y, 0);
            }
        return network;
    }

    @Test void everyUnitIsDoneOnce() {
        try (var second = SecondThread.help(network(30))) {
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
        try (var second = SecondThread.help(network(30))) {
            for (int failing = 0; failing < 2; failing++) {
                int bad = failing;
                assertThatThrownBy(() -> second.over(4, (half, from, to) -> {
                    if (half == bad) throw new ArithmeticException("half " + half);
                })).hasMessage("half " + bad);
            }
        }
    }

    private static MultiLayerNetwork network(int inputs) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7)
                .updater(new TanHwg.Builder(1000).eta(0.5).consolidateEvery(5).build()).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(41).build()).layer(new GeneralizedDense.Builder().nOut(1).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(inputs)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static DataSet batch(long seed, int inputs) {
        var random = new SplittableRandom(seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 20, 3);
        for (int i = 0; i < 20; i++) labels.putScalar(i, random.nextInt(3), 1);
        float[] values = new float[20 * inputs];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble();
        return new DataSet(Nd4j.createFromArray(values).reshape(20, inputs), labels);
    }
}
