package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;

class TargetKeptTest {
    private static final int STEPS = 400;

    @ParameterizedTest
    @CsvSource({"0.3, 0.5", "0.1, 0.5", "0.05, 0.5", "0.1, 0"}) void trainingEndsAtTheAskedShare(double share, double kappa) {
        MultiLayerNetwork network = network(builder(share).kappa(kappa).build());
        fit(network, 0, STEPS);
        assertThat(kept(network) / share).isCloseTo(1, within(0.1)); // of 64 to 387 weights
        assertThat(network.score(batch(1000))).as("and what is left has learned").isLessThan(0.9);
    }

    /** A start that prunes far too much, or far too little, ends there too. */
    @ParameterizedTest
    @CsvSource({"1e-4", "0.3"}) void whereverBetaStarts(double beta) {
        MultiLayerNetwork network = network(builder(0.1).beta(beta).build());
        fit(network, 0, STEPS);
        assertThat(kept(network) / 0.1).isCloseTo(1, within(0.1));
        double reached = TargetKept.reached(network).orElseThrow();
        assertThat(reached).as("between what prunes too little and too much").isBetween(5e-4, 0.2);
    }

    /** Kernels at 18 positions cost more than they are. */
    @Test void multiplyAddsAreCountedWhereTheyAreThePrice() {
        TanHwg optimizer = builder(0.2).potentialCost(TanHwg.Cost.MULTIPLY_ADDS).build();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).updater(optimizer).list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(8).activation(Activation.RELU).build())
                .layer(new GeneralizedDense.Builder().nOut(20).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.convolutionalFlat(8, 5, 1))
                .build());
        network.init();
        fit(TanHwg.attach(network), 0, STEPS);
        double kernels = kept(network, "0_"), others = kept(network, "1_") + kept(network, "2_");
        double dense = 18 * 72 + 144 * 20 + 60;
        assertThat((18 * kernels + others) / dense / 0.2).isCloseTo(1, within(0.1));
        assertThat(Math.abs((kernels + others) / (72 + 2880 + 60) / 0.2 - 1)).as("not a share of the weights").isGreaterThan(0.1);
    }

    /** Without consolidation most of the pruning comes late: more is left than should be when the potential has grown. That gives the strength no push. */
    @Test void theEndOfTheRampPushesNothing() {
        var watched = new Watched(0.01);
        watched.leave(370);
        double grown = 0;
        for (int step = 0; step < 4800; step++) grown = watched.target.beta(step);
        for (int step = 4800; step < 4900; step++)
            assertThat(watched.target.beta(step) / grown).as("step %d", step).isBetween(1.0, 1.2);
        for (int step = 4900; step < 12_000; step++) watched.target.beta(step);
        assertThat(watched.target.beta(12_000) / grown).as("what is left draws it up all the same").isGreaterThan(2);
    }

    /** The count falls through the share between two comparisons, which are 24 steps apart. */
    @Test void nearTheShareItLooksAtEachStep() {
        var watched = new Watched(0.01);
        watched.leave(300);
        for (int step = 0; step <= 6000; step++) watched.target.beta(step);
        watched.leave(101);
        assertThat(watched.target.beta(6001)).isPositive();
        watched.leave(100);
        assertThat(watched.target.beta(6002)).isZero();
        assertThat(watched.target.met()).isTrue();
    }

    /** A layer of 10,000 weights whose count the test decides, in a run of 24,000 steps. */
    private static final class Watched {
        private final INDArray amplitude = Nd4j.zeros(DataType.FLOAT, 100, 100);
        private final TargetKept target;

        Watched(double share) {
            var settings = new StepSettings(24_000);
            settings.targetKept = share;
            settings.gamma = 0;
            target = new TargetKept(settings, FloatBuffer.allocate(TargetKept.STATE));
            target.add(new LayerViews("layer", Nd4j.zeros(DataType.FLOAT, 100, 100).addi(.01), amplitude,
                    Nd4j.zeros(DataType.FLOAT, 100, 100), Optional.empty(), Optional.empty(), Nd4j.zeros(DataType.FLOAT, 300), 3,
                    Optional.empty(), Optional.empty()), () -> 1);
        }

        void leave(int kept) {
            amplitude.assign(0);
            for (int k = 0; k < kept; k++) amplitude.putScalar(k / 100, k % 100, 1);
        }
    }

    @Test void trainingResumesBitForBit() throws IOException {
        MultiLayerNetwork whole = network(builder(0.1).build());
        fit(whole, 0, 171);
        var file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(whole, file, true);
        MultiLayerNetwork resumed = TanHwg
                .attach(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true));
        assertThat(((BaseLayer) resumed.getLayer(0).conf().getLayer()).getIUpdater()).isEqualTo(builder(0.1).build());
        fit(whole, 171, STEPS);
        fit(resumed, 171, STEPS);
        assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(TargetKept.reached(resumed)).isEqualTo(TargetKept.reached(whole)).isPresent();
        assertThat(TargetKept.reached(Networks.trained(new TanHwg.Builder(5).build(), 5))).isEmpty();
    }

    @Test void anotherScheduleHasATargetOfItsOwn() {
        MultiLayerNetwork network = network(builder(0.3).build());
        fit(network, 0, STEPS);
        TanHwg.goOn(network, builder(0.1).build());
        fit(network, STEPS, 2 * STEPS);
        assertThat(kept(network) / 0.1).isCloseTo(1, within(0.1));
    }

    @Test void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> builder(0.1).beta(0).build()).hasMessageContaining("beta = 0")
                .hasMessageContaining("targetKept");
        assertThatThrownBy(() -> builder(1.5).build()).hasMessageContaining("targetKept = 1.5");
        MultiLayerNetwork without = Networks.trained(new TanHwg.Builder(5).build(), 5);
        assertThatThrownBy(() -> TanHwg.goOn(without, builder(0.1).build())).hasMessageContaining("targetKept = 0.1");
    }

    private static TanHwg.Builder builder(double share) {
        return new TanHwg.Builder(STEPS).consolidateEvery(5).targetKept(share);
    }

    private static MultiLayerNetwork network(TanHwg optimizer) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).updater(optimizer).list()
                .layer(new GeneralizedDense.Builder().nOut(30).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(40)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        for (int i = from; i < to; i++) network.fit(batch(i));
    }

    /** The class is the largest of three sums of four inputs. */
    private static DataSet batch(long seed) {
        var random = new SplittableRandom(seed);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 30, 40);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 30, 3);
        for (int i = 0; i < 30; i++) {
            double[] sums = new double[3];
            for (int x = 0; x < 40; x++) {
                double value = random.nextDouble();
                features.putScalar(i, x, value);
                if (x < 12) sums[x % 3] += value;
            }
            labels.putScalar(i, sums[0] > sums[1] ? sums[0] > sums[2] ? 0 : 2 : sums[1] > sums[2] ? 1 : 2, 1);
        }
        return new DataSet(features, labels);
    }

    private static double kept(MultiLayerNetwork network) {
        return (kept(network, "0_") + kept(network, "1_")) / (40 * 30 + 30 * 3);
    }

    private static double kept(MultiLayerNetwork network, String layer) {
        return network.getParam(layer + "w").mul(network.getParam(layer + "m")).neq(0).castTo(DataType.INT32).sumNumber()
                .doubleValue();
    }
}
