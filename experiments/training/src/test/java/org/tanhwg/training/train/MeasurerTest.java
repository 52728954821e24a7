package org.tanhwg.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;

class MeasurerTest {
    private static final Dataset DATA = TinyRuns.data();

    @Test void numbersThatAreNoneAreFoundEvenWhereActivationsHideThem() {
        TrainSettings settings = TinyRuns.settings();
        MultiLayerNetwork network = Networks.create(settings, DATA.train(), 36);
        var measurer = new Measurer(settings, DATA.test(), DATA.name(), DATA.sha256());
        assertThat(measurer.evaluate(network)).isInstanceOfSatisfying(Evaluation.class,
                found -> assertThat(found.predictions()).hasSize(30));
        network.getParam("0_b").putScalar(0, Float.NaN);
        assertThatThrownBy(() -> measurer.evaluate(network)).isInstanceOf(Divergence.class)
                .hasMessageStartingWith("after step 0: ").hasMessageContaining("NaN").hasMessageEndingWith(Steps.hint(settings));
    }

    @Test void anEpochIsHandedOnByTheThreadThatAsks() throws InterruptedException {
        var handed = new ArrayList<Measurer.Epoch>();
        var askers = new ArrayList<Thread>();
        var go = new CountDownLatch(1);
        try (var beside = new Measurer.Beside(epoch -> {
            handed.add(epoch);
            askers.add(Thread.currentThread());
        })) {
            beside.poll();
            beside.await();
            beside.begin(() -> {
                go.await();
                return new Measurer.Epoch(null, null);
            });
            beside.poll();
            assertThat(handed).isEmpty();
            go.countDown();
            beside.await();
            beside.await();
        }
        assertThat(handed).hasSize(1);
        assertThat(askers).containsExactly(Thread.currentThread());
    }

    @Test void whatStoppedAMeasurementComesOutAsItIs() {
        try (var beside = new Measurer.Beside(epoch -> {})) {
            beside.begin(() -> {
                throw new Divergence("after step 7: NaN", null);
            });
            assertThatThrownBy(beside::await).isInstanceOf(Divergence.class).hasMessage("after step 7: NaN");
        }
    }

    @Test void closingLetsTheMeasurementUnderWayEnd() {
        var ended = new AtomicBoolean();
        try (var beside = new Measurer.Beside(epoch -> {})) {
            beside.begin(() -> {
                Thread.sleep(50);
                ended.set(true);
                return null;
            });
        }
        assertThat(ended).isTrue();
    }
}
