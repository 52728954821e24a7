package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.baseline.StructuralDescent;

class ConsolidationsTest {
    private static final TanHwg SPARSE = new TanHwg.Builder(200).beta(0.02).consolidateEvery(5).build();

    /** Apart from rounding: the step of training moves amplitudes and mass in one update. */
    @Test void heldMassThatIsMovedWhenDueIsOrdinaryTraining() {
        MultiLayerNetwork ordinary = Networks.trained(SPARSE, 60);
        MultiLayerNetwork apart = Networks.trained(SPARSE, 0);
        Consolidations.hold(apart);
        for (int i = 0; i < 60; i++) {
            INDArray mass = apart.getParam("0_w").dup();
            apart.fit(Networks.batch(i));
            assertThat(apart.getParam("0_w")).as("held").isEqualTo(mass);
            if (i % 5 == 4) Consolidations.catchUp(apart, i - 4, i + 1);
        }
        assertThat(apart.getParam("0_w").sub(ordinary.getParam("0_w")).normmaxNumber().doubleValue()).isLessThan(1e-4);
        assertThat(apart.params().sub(ordinary.params()).norm2Number().doubleValue())
                .isLessThan(1e-3 * ordinary.params().norm2Number().doubleValue());
    }

    /** O stays, so the target does, and moves by γ add up to one by 1 − (1−γ)^c. */
    @Test void severalAreOne() {
        MultiLayerNetwork each = Networks.trained(SPARSE, 62);
        MultiLayerNetwork once = Networks.trained(SPARSE, 62);
        INDArray before = observable(each);
        for (int from = 0; from < 20; from += 5) Consolidations.catchUp(each, from, from + 5);
        Consolidations.catchUp(once, 0, 20);
        assertThat(once.getParam("0_w").sub(each.getParam("0_w")).normmaxNumber().doubleValue()).isLessThan(1e-6);
        assertThat(observable(once).sub(before).normmaxNumber().doubleValue()).isLessThan(1e-6);
        assertThat(once.getParam("0_w").sum(0).sub(1).normmaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
        INDArray rested = once.params().dup();
        Consolidations.catchUp(once, 0, 4);
        assertThat(once.params()).as("nothing was due").isEqualTo(rested);
    }

    private static INDArray observable(MultiLayerNetwork network) {
        return network.getParam("0_w").mul(network.getParam("0_m"));
    }

    @Test void mirrorDescentCannotWait() {
        MultiLayerConfiguration mirror = Networks.classifier(new StructuralDescent(SPARSE, MirrorDescent.ENTROPIC, 0.2));
        var network = new MultiLayerNetwork(mirror);
        network.init();
        SteppingUpdater.attach(network);
        assertThatThrownBy(() -> Consolidations.catchUp(network, 0, 5)).hasMessageContaining("cannot wait");
    }

    /** What training goes on from, without what belongs to nobody any more. */
    @Test void theLivingStateIsAllThatCounts() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 150);
        LivingState state = LivingState.of(network, true);
        INDArray mass = network.getParam("0_w");
        int dead = 0;
        for (int i = 0; i < mass.length(); i++) {
            if (state.parameters()[i] != 0) continue;
            dead++;
            assertThat(state.parameters()[(int) mass.length() + i]).isZero();
            assertThat(state.optimizer()[i]).isZero();
        }
        assertThat(dead).isGreaterThan(5);
        var copy = new MultiLayerNetwork(Networks.classifier(SPARSE));
        copy.init();
        state.into(copy, true);
        copy.setIterationCount(150);
        TanHwg.attach(copy);
        for (int i = 150; i < 170; i++) {
            copy.fit(Networks.batch(i));
            network.fit(Networks.batch(i));
        }
        assertThat(copy.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    @Test void heldMassNeedNotTravel() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 50);
        INDArray before = network.params().dup();
        LivingState state = LivingState.of(network, false);
        assertThat(state.parameters()[0]).isZero();
        state.into(network, false);
        assertThat(network.params()).isEqualTo(before);
    }
}
