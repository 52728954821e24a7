package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;

/** Networks that are made, trained and asked side by side in one process come out as one after the other, to the bit. {@code -Dgnn.stress=N} makes N rounds. */
class ThreadsTest {
    private static final int ROUNDS = Integer.getInteger("gnn.stress", 1);
    private static final int STEPS = 20;

    @BeforeAll static void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /** What differs between threads: generators, workspaces, the second thread of a step, caches of native code. */
    private static List<Callable<String>> jobs() {
        return List.of(() -> trained(SynapticLaw.dirac(), 1, false), () -> trained(SynapticLaw.gaussian(.4), 2, false),
                () -> trained(SynapticLaw.quantiles(3, .4), 3, false), () -> trained(SynapticLaw.dirac(), 4, true),
                ThreadsTest::convolution);
    }

    @Test void sideBySideAsOneAfterTheOther() throws Exception {
        var alone = new ArrayList<String>();
        for (Callable<String> job : jobs()) alone.add(job.call());
        assertThat(alone).doesNotHaveDuplicates();
        for (int round = 0; round < ROUNDS; round++) assertThat(together(jobs())).isEqualTo(alone);
    }

    private static List<String> together(List<Callable<String>> jobs) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
        try {
            var start = new CyclicBarrier(jobs.size());
            List<Future<String>> ends = new ArrayList<>();
            for (Callable<String> job : jobs)
                ends.add(threads.submit(() -> {
                    start.await();
                    return job.call();
                }));
            var results = new ArrayList<String>();
            for (Future<String> end : ends) results.add(end.get(100, TimeUnit.SECONDS));
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** All that training and sampling from the result come to. */
    private static String trained(SynapticLaw law, int seed, boolean second) {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().seed(seed).updater(new TanHwg.Builder(STEPS).beta(1e-2).build()).list()
                        .layer(new GeneralizedDense.Builder().nOut(second ? 600 : 12).law(law).transmission(Transmission.SAMPLED)
                                .activation(Activation.RELU).dropOut(new ReleaseNoise(.2, STEPS, 5)).build())
                        .layer(new GeneralizedOutput.Builder().nOut(3).law(law).build())
                        .setInputType(InputType.feedForward(6)).build());
        network.init();
        TanHwg.attach(network);
        if (second)
            try (var help = SecondThread.help(network)) {
                fit(network, seed);
            }
        else
            fit(network, seed);
        List<Prediction> predictions = PosteriorPredictive.sampled(network, 20, seed).predict(Networks.batch(99).getFeatures());
        return said(network) + predictions.stream().map(Prediction::probabilities).map(Arrays::toString).toList();
    }

    private static void fit(MultiLayerNetwork network, int seed) {
        for (int step = 0; step < STEPS; step++) network.fit(Networks.batch(100 * seed + step));
    }

    private static String convolution() {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().seed(6).updater(new TanHwg.Builder(STEPS).beta(1e-3).build()).list()
                        .layer(new GeneralizedConvolution.Builder(3).nOut(4).activation(Activation.RELU).build())
                        .layer(new MaxPooling.Builder(2).build())
                        .layer(new GeneralizedOutput.Builder().nOut(3).build())
                        .setInputType(InputType.convolutionalFlat(8, 8, 1)).build());
        network.init();
        TanHwg.attach(network);
        for (int step = 0; step < STEPS; step++) {
            DataSet batch = Networks.batch(step);
            network.fit(Nd4j.hstack(Nd4j.tile(batch.getFeatures(), 1, 10), Nd4j.zeros(20, 4)), batch.getLabels());
        }
        return said(network);
    }

    private static String said(MultiLayerNetwork network) {
        return Arrays.toString(network.params().toFloatVector())
                + Arrays.toString(network.getUpdater().getStateViewArray().toFloatVector());
    }
}
