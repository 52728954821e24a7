package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.energy.BoundedAmplitudes.Ball;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.PhaseEncoding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;

/** Mass that measured pressure moves, and bounded laws that let it prune without a potential (theory §4.8). */
class PressureTest {
    private static final TanHwg BOUNDED = bounded(Ball.AMPLITUDE).build();
    private static final TanHwg HALF = new TanHwg.Builder(200).beta(0.02).consolidateEvery(5).checkEvery(1)
            .mass(MassRule.PRESSURE).build();

    private static TanHwg.Builder bounded(Ball ball) {
        return new TanHwg.Builder(200).beta(0).consolidateEvery(5).checkEvery(1).mass(MassRule.PRESSURE)
                .bound(ball == Ball.MASS ? 8 : 4).ball(ball).quantum(0.3);
    }

    @ParameterizedTest
    @EnumSource(Ball.class) void boundedLawsPruneWithoutAPotential(Ball ball) {
        MultiLayerNetwork network = Networks.trained(bounded(ball).build(), 200);
        INDArray w = network.getParam("0_w"), m = network.getParam("0_m");
        assertThat(m.eq(0).castTo(m.dataType()).sumNumber().intValue()).isGreaterThan(5);
        assertThat(w.sum(0).sub(1).amaxNumber().doubleValue()).isLessThan(1e-4);
        assertThat(m.mul(w.eq(0).castTo(m.dataType())).amaxNumber().doubleValue()).as("no mass, no amplitude").isZero();
        assertThat(network.score(Networks.batch(0))).isLessThan(0.7);
        assertThat(TanHwg.takeEnergyDescent(network).checked()).isGreaterThan(1000);
    }

    /** Mass alone decides here: the same bound does not prune where mass follows the observable. */
    @Test void withoutPressureAndQuantumNothingIsPruned() {
        TanHwg control = bounded(Ball.AMPLITUDE).mass(MassRule.OBSERVABLE).quantum(0).build();
        INDArray m = Networks.trained(control, 200).getParam("0_m");
        assertThat(m.eq(0).castTo(m.dataType()).sumNumber().intValue()).isZero();
    }

    @Test void amplitudesStayInTheirBallUntilTheBoundEnds() {
        MultiLayerNetwork network = Networks.trained(BOUNDED, 118); // two steps after a consolidation
        assertThat(network.getParam("0_m").amaxNumber().doubleValue()).isLessThanOrEqualTo(4 * (1 + 1e-6));
        for (int step = 118; step < 200; step++) network.fit(Networks.batch(step));
        assertThat(network.getParam("0_m").amaxNumber().doubleValue()).isGreaterThan(4);
    }

    @Test void energyDescends() {
        for (TanHwg optimizer : new TanHwg[] {BOUNDED, HALF}) {
            DescentChecks descent = TanHwg.takeEnergyDescent(Networks.trained(optimizer, 200));
            assertThat(descent.checked()).isPositive();
            assertThat(descent.violated()).isZero();
        }
    }

    @Test void trainingResumesBitForBit() throws IOException {
        for (TanHwg optimizer : new TanHwg[] {BOUNDED, HALF}) {
            MultiLayerNetwork whole = Networks.trained(optimizer, 90), half = Networks.trained(optimizer, 43);
            var file = new ByteArrayOutputStream();
            ModelSerializer.writeModel(half, file, true);
            MultiLayerNetwork resumed = TanHwg
                    .attach(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray())));
            for (int i = 43; i < 90; i++) resumed.fit(Networks.batch(i));
            assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        }
    }

    /** Almost no fast step: mass goes half of the way to where pressure wants it, and the function stays. */
    @Test void gaussianAndComplexMassMovesByPressureAndTheFunctionStays() {
        TanHwg still = new TanHwg.Builder(100).eta(1e-30).gamma(.5).consolidateEvery(20).beta(0).mass(MassRule.PRESSURE)
                .build();
        var gaussian = new NeuralNetConfiguration.Builder().seed(7).updater(still).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(5).law(SynapticLaw.gaussian(.02)).transmission(Transmission.SAMPLED)
                        .build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build();
        var complex = new NeuralNetConfiguration.Builder().seed(7).updater(still).list().layer(new PhaseEncoding())
                .layer(new ComplexGeneralizedDense.Builder().nOut(5).activation(ComplexActivation.MODULUS).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build();
        for (var conf : List.of(gaussian, complex)) {
            var network = new MultiLayerNetwork(conf);
            network.init();
            TanHwg.attach(network);
            INDArray features = Networks.batch(3).getFeatures();
            INDArray before = network.output(features).dup();
            String w = network.getnLayers() == 2 ? "0_w" : "1_w";
            for (int step = 0; step < 20; step++) network.fit(Networks.batch(step));
            assertThat(network.getParam(w).stdNumber().doubleValue()).isGreaterThan(0.05);
            assertThat(network.getParam(w).sum(0).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
            assertThat(network.output(features).distance2(before)).isLessThan(1e-4);
        }
    }

    @Test void settingsAreChecked() {
        assertThatThrownBy(() -> bounded(Ball.MASS).bound(-1).build()).hasMessageContaining("bound = -1");
        assertThatThrownBy(() -> bounded(Ball.MASS).quantum(1).build()).hasMessageContaining("quantum = 1");
        assertThat(BOUNDED).isNotEqualTo(HALF).isNotEqualTo(bounded(Ball.MASS).build());
    }
}
