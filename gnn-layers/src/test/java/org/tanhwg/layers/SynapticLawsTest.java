package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;

/** Layers whose synapses have a width. */
class SynapticLawsTest {
    private static final int DRAWS = 100_000;

    @TempDir Path folder;

    @AfterEach void singlePrecision() { Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT); }

    static SynapticLaw[] wide() { return new SynapticLaw[] {SynapticLaw.gaussian(0.2), SynapticLaw.quantiles(5, 0.2)}; }

    @ParameterizedTest
    @MethodSource("wide") void configurationsSurviveJson(SynapticLaw law) {
        MultiLayerConfiguration before = conf(new TanHwg.Builder(10).temperature(0.1).confinement(2).widthStepFactor(7).build(),
                law,
                Transmission.SAMPLED);
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(((GeneralizedDense) after.getConf(0).getLayer()).getEmbedding().law()).isEqualTo(law);
    }

    @ParameterizedTest
    @EnumSource(Transmission.class) void gradientsAreExact(Transmission transmission) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        SynapticLaw law = SynapticLaw.gaussian(0.3);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).list()
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).law(law).transmission(transmission).build())
                .layer(new GeneralizedOutput.Builder().nIn(3).nOut(2).law(law).transmission(transmission).build()).build());
        network.init();
        INDArray features = Nd4j.rand(DataType.DOUBLE, 5, 4);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 5, 2);
        for (int i = 0; i < 5; i++) labels.putScalar(i, i % 2, 1);
        assertThat(GradientCheckUtil.checkGradients(network, 1e-6, 1e-5, 1e-9, false, true, features, labels)).isTrue();
    }

    /** Mean and variance of 10⁵ draws of one pre-activation, each within five of its standard errors of the closed form (theory §4.4). */
    @ParameterizedTest
    @MethodSource("wide") void drawsHaveTheLawTheyShould(SynapticLaw law) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).list()
                .layer(new GeneralizedDense.Builder().nIn(3).nOut(2).activation(Activation.IDENTITY).law(law).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nIn(2).nOut(1).activation(Activation.IDENTITY).build())
                .build());
        network.init();
        INDArray example = Nd4j.createFromArray(new float[][] {{.5f, -1, 2}});
        INDArray expected = network.feedForward(example).get(1);
        ((GeneralizedLayer) network.getLayer(0)).synapses().transmit(Inference.sampled(11));
        INDArray draws = network.feedForward(Nd4j.tile(example, DRAWS, 1)).get(1).castTo(DataType.DOUBLE);
        double variance = 0.2 * 0.2 * (.25 + 1 + 4);
        for (int unit = 0; unit < 2; unit++) {
            INDArray column = draws.getColumn(unit);
            double mean = column.meanNumber().doubleValue();
            assertThat(mean).isCloseTo(expected.getDouble(0, unit), within(5 * Math.sqrt(variance / DRAWS)));
            assertThat(column.varNumber().doubleValue()).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / DRAWS)));
        }
        INDArray other = network.feedForward(example).get(1);
        assertThat(other).isNotEqualTo(network.feedForward(example).get(1));
    }

    @ParameterizedTest
    @MethodSource("wide") void trainingResumesBitForBit(SynapticLaw law) throws IOException {
        TanHwg optimizer = new TanHwg.Builder(60).beta(0.02).temperature(1e-3).build();
        MultiLayerNetwork straight = network(optimizer, law, Transmission.SAMPLED);
        MultiLayerNetwork first = network(optimizer, law, Transmission.SAMPLED);
        for (int i = 0; i < 60; i++) straight.fit(Networks.batch(i));
        for (int i = 0; i < 23; i++) first.fit(Networks.batch(i));
        ModelFile.save(first, folder.resolve("model.zip"));
        MultiLayerNetwork second = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("model.zip")));
        for (int i = 23; i < 60; i++) second.fit(Networks.batch(i));
        assertThat(second.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
    }

    @ParameterizedTest
    @MethodSource("wide") void theyLearnAndWhatVanishesHasNoWidth(SynapticLaw law) {
        for (Transmission transmission : Transmission.values()) {
            MultiLayerNetwork network = network(new TanHwg.Builder(300).beta(0.02).temperature(1e-4).build(), law, transmission);
            double before = network.score(Networks.batch(0));
            for (int i = 0; i < 300; i++) network.fit(Networks.batch(i));
            assertThat(network.score(Networks.batch(0))).isLessThan(0.7 * before);
            String key = law.kind() == SynapticLaw.Kind.GAUSSIAN ? "0_s" : "0_q";
            INDArray w = network.getParam("0_w");
            INDArray width = network.getParam(key);
            INDArray gone = w.eq(0);
            assertThat(gone.castTo(DataType.INT32).sumNumber().intValue()).isPositive();
            for (int unit = 0; unit < w.columns(); unit++) {
                for (int i = 0; i < width.rows(); i++) {
                    if (w.getFloat(i % 6, unit) == 0) assertThat(width.getFloat(i, unit)).isZero();
                    else if (law.kind() == SynapticLaw.Kind.GAUSSIAN) assertThat(width.getFloat(i, unit)).isPositive();
                }
            }
        }
    }

    /** With the clock of calibrated networks, which is that of spreads, atoms ran away within twenty steps. */
    @Test void atomsKeepToTheLongestClockThatTheirStepBears() {
        INDArray[] ends = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            MultiLayerNetwork network = network(
                    new TanHwg.Builder(60).beta(0).temperature(1e-6).widthStepFactor(i == 0 ? 1 : 600).build(),
                    SynapticLaw.quantiles(4, 0.2), Transmission.SAMPLED);
            for (int step = 0; step < 60; step++) network.fit(Networks.batch(step));
            ends[i] = network.params();
        }
        assertThat(ends[1]).isEqualTo(ends[0]);
    }

    @Test void expectationsFeelNoWidthUnlessItCountsAsPressure() {
        TanHwg optimizer = new TanHwg.Builder(50).beta(0).temperature(1e-3).build();
        MultiLayerNetwork narrow = network(optimizer, SynapticLaw.dirac(), Transmission.EXPECTED);
        MultiLayerNetwork wide = network(optimizer, SynapticLaw.gaussian(0.2), Transmission.EXPECTED);
        for (int i = 0; i < 50; i++) {
            narrow.fit(Networks.batch(i));
            wide.fit(Networks.batch(i));
        }
        for (String key : new String[] {"0_w", "0_m", "0_b", "1_w", "1_m", "1_b"}) {
            assertThat(wide.getParam(key).ravel().toFloatVector()).isEqualTo(narrow.getParam(key).ravel().toFloatVector());
        }
    }

    /** A synapse whose input is never active ends at the prior width s₀ if the clock gives it the time, as the noise of unseen inputs. */
    @Test void unusedSynapsesReachTheConfinementWithinTheRun() {
        INDArray dark = Networks.batch(0).getFeatures().dup();
        dark.getColumn(2).assign(0);
        for (double clock : new double[] {0.05, 50}) {
            MultiLayerNetwork network = network(
                    new TanHwg.Builder(200).kappa(0).beta(0).gamma(0).temperature(0.01).confinement(0.3).widthStepFactor(clock)
                            .build(),
                    SynapticLaw.gaussian(0.02), Transmission.SAMPLED);
            for (int i = 0; i < 200; i++) network.fit(new DataSet(dark, Networks.batch(0).getLabels()));
            INDArray spread = network.getParam("0_s").mul(network.getParam("0_w"));
            double prior = spread.getRow(2).maxNumber().doubleValue();
            if (clock < 1) assertThat(prior).isLessThan(0.25);
            else assertThat(prior).isCloseTo(0.3, within(1e-3));
            assertThat(spread.getRow(2).minNumber().doubleValue()).isCloseTo(prior, within(1e-5));
            assertThat(spread.getRow(1).meanNumber().doubleValue()).isLessThan(prior);
        }
    }

    /** The spread of an input that is never active goes through the closed form at temperature T(1 − ρ): it stays as it is in the first step. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5}) void theTemperatureRisesAsStepsShrink(double kappa) {
        int steps = 40;
        double heat = 0.01, prior = 0.3, clock = 4, eta = 0.5;
        INDArray dark = Networks.batch(0).getFeatures().dup();
        dark.getColumn(2).assign(0);
        MultiLayerNetwork network = network(new TanHwg.Builder(steps).eta(eta).kappa(kappa).beta(0).gamma(0).temperature(heat)
                .confinement(prior).widthStepFactor(clock).build(), SynapticLaw.gaussian(0.02), Transmission.SAMPLED);
        double spread = 0.02;
        for (int i = 0; i < steps; i++) {
            double share = 0.5 * (1 + Math.cos(Math.PI * i / steps));
            network.fit(new DataSet(dark, Networks.batch(0).getLabels()));
            double found = network.getParam("0_s").getDouble(2, 0) / 6;
            if (kappa == 0 || i == 0) {
                spread = stepped(spread, clock * eta * share, heat * (1 - share), prior);
                assertThat(found).isCloseTo(spread, within(1e-5 * spread));
            } else assertThat(found).isGreaterThan(spread);
        }
    }

    /** Theory §4.4 in units of the observable, for a synapse that the data do not curve. */
    private static double stepped(double spread, double rate, double temperature, double prior) {
        double a = 1 + rate * temperature / (prior * prior);
        return (spread + Math.sqrt(spread * spread + 4 * rate * temperature * a)) / (2 * a);
    }

    @Test void realLayersOfAComplexNetworkHaveTheLawOnTheLine() {
        assertThat(SynapticLaw.atoms(4, 0.1).real()).isEqualTo(SynapticLaw.quantiles(4, 0.1));
        assertThat(SynapticLaw.covariance(0.1).real()).isEqualTo(SynapticLaw.gaussian(0.1));
        assertThat(SynapticLaw.gaussian(0.1).real()).isEqualTo(SynapticLaw.gaussian(0.1));
    }

    @Test void impossibleLawsAreNamed() {
        assertThatThrownBy(() -> SynapticLaw.gaussian(-1)).hasMessageContaining("spread = -1");
        assertThatThrownBy(() -> SynapticLaw.quantiles(0, 1)).hasMessageContaining("atoms = 0");
        assertThatThrownBy(() -> new SynapticLaw(SynapticLaw.Kind.DIRAC, 1, 0.1)).hasMessageContaining("spread = 0.1");
    }

    private static MultiLayerNetwork network(TanHwg optimizer, SynapticLaw law, Transmission transmission) {
        MultiLayerNetwork network = new MultiLayerNetwork(conf(optimizer, law, transmission));
        network.init();
        return TanHwg.attach(network);
    }

    private static MultiLayerConfiguration conf(IUpdater updater, SynapticLaw law, Transmission transmission) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nIn(6).nOut(5).law(law).transmission(transmission).build())
                .layer(new GeneralizedOutput.Builder().nIn(5).nOut(3).law(law).transmission(transmission).build()).build();
    }
}
