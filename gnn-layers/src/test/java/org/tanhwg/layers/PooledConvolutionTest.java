package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.TanHwg;

/** Kernel, rectifier and pool in one pass over few synapses give what one layer after the other gives over all. */
class PooledConvolutionTest {
    private static final int SIDE = 16;

    @BeforeEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /** Pools of 3 leave rows and columns out. */
    @ParameterizedTest
    @CsvSource({"3, 1, 0, 1, 2", "3, 1, 1, 1, 2", "2, 2, 1, 1, 2", "3, 1, 2, 2, 2", "3, 1, 0, 1, 3", "3, 2, 1, 1, 1",
            "3, 2, 3, 2, 3"}) void aStepOverFewSynapsesIsThatOfAll(
                    int kernel, int stride, int padding, int dilation, int pool) {
        MultiLayerNetwork few = network(kernel, stride, padding, dilation, pool, 0.5);
        MultiLayerNetwork all = few.clone();
        TanHwg.attach(all);
        Networks.layers(all).forEach(layer -> layer.synapses().neverSparse());
        for (int step = 0; step < 8; step++) {
            few.fit(batch(step));
            all.fit(batch(step));
            assertThat(few.score()).isCloseTo(all.score(), within(1e-4));
        }
        assertThat(Networks.layers(few).limit(2))
                .allSatisfy(layer -> assertThat(layer.synapses().filled()).isInstanceOf(Pass.Sparse.class));
        assertThat(few.params().distance2(all.params())).isLessThan(1e-4 * all.params().norm2Number().doubleValue());
        assertThat(few.output(batch(0).getFeatures()).distance2(all.output(batch(0).getFeatures()))).isLessThan(1e-3);
    }

    /** Whoever sees what a layer gives sees all of it, and nothing changes by that. */
    @Test void listenersSeeTheMapsThatThePoolTakes() {
        MultiLayerNetwork quiet = network(3, 1, 1, 1, 2, 0.5);
        MultiLayerNetwork watched = quiet.clone();
        TanHwg.attach(watched);
        List<INDArray> seen = new ArrayList<>();
        watched.setListeners(new BaseTrainingListener() {
            @Override public void onForwardPass(Model model, List<INDArray> activations) {
                activations.forEach(array -> seen.add(array.detach()));
            }
        });
        for (int step = 0; step < 4; step++) {
            quiet.fit(batch(step));
            watched.fit(batch(step));
        }
        assertThat(watched.params().distance2(quiet.params())).isLessThan(1e-4 * quiet.params().norm2Number().doubleValue());
        assertThat(seen).isNotEmpty().allSatisfy(array -> assertThat(array.isNaN().any()).isFalse());
        assertThat(quiet.feedForward(batch(0).getFeatures(), true))
                .allSatisfy(array -> assertThat(array.isNaN().any()).isFalse());
    }

    @Test void aSecondThreadChangesNothing() {
        MultiLayerNetwork one = network(3, 1, 1, 1, 2, 0);
        MultiLayerNetwork two = one.clone();
        TanHwg.attach(two);
        try (SecondThread help = SecondThread.help(two)) {
            for (int step = 0; step < 8; step++) {
                one.fit(batch(step));
                two.fit(batch(step));
            }
        }
        assertThat(two.params()).isEqualTo(one.params());
    }

    /** One unit is silent and one that nobody reads: on a step of all synapses they come to the same. */
    private static MultiLayerNetwork network(int kernel, int stride, int padding, int dilation, int pool, double kappa) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                .updater(new TanHwg.Builder(40).beta(1e-3).kappa(kappa).build()).activation(Activation.RELU).list()
                .layer(new GeneralizedConvolution.Builder(kernel).nOut(6).stride(stride).padding(padding).dilation(dilation)
                        .build())
                .layer(new MaxPooling.Builder(pool).build())
                .layer(new GeneralizedConvolution.Builder(2).nOut(8).dropOut(new ReleaseNoise(0.2, 30, 4)).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(SIDE, SIDE, 2))
                .build());
        network.init();
        Networks.layers(network).limit(2).forEach(PooledConvolutionTest::prune);
        INDArray silent = network.getLayer(0).getParam("m").getColumn(1);
        silent.assign(0);
        return TanHwg.attach(network);
    }

    private static void prune(GeneralizedLayer layer) {
        INDArray w = layer.getParam("w");
        INDArray m = layer.getParam("m");
        for (long y = 0; y < w.size(1); y++) {
            for (long x = 0; x < w.size(0); x++) {
                boolean unread = w.size(0) == 24 && x / 4 == 2;
                if (x == y % 3 || (7 * x + 3 * y) % 5 == 0 && !unread) continue;
                m.putScalar(x, y, 0);
                w.putScalar(x, y, 0);
            }
            w.getColumn(y).divi(w.getColumn(y).sumNumber());
        }
    }

    /** Every other batch has rows of zeros, which take no part. */
    private static DataSet batch(long seed) {
        DataSet batch = GeneralizedConvolutionTest.pictures(seed, 2, SIDE, CNN2DFormat.NCHW);
        if (seed % 2 == 1)
            batch.getFeatures().get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 5)).assign(0);
        return batch;
    }
}
