package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.studies.lock.LockResult.Networked;

class NetworkTrialTest {

    /** A short run, so a larger error: loops learn most of the difference of frequencies, static synapses nothing of it. */
    @Test void onlyOscillatorsFollowAnotherFrequency() {
        List<Networked> networks = NetworkTrial.run(new LockSettings(6, 0, 4000, 0.05, 0.03, 16, 2.1, 1));
        Networked loops = networks.get(0);
        Networked none = networks.get(1);
        assertThat(none.locked()).isFalse();
        assertThat(none.driftPerStep()).as("the mismatch, whole").isCloseTo(-0.03, within(1e-3));
        assertThat(Math.abs(loops.driftPerStep())).isLessThan(0.01);
        assertThat(loops.phaseError()).isLessThan(none.phaseError() / 2);
        assertThat(loops.curve()).hasSize(10).last().satisfies(p -> assertThat(p.step()).isEqualTo(200));
        assertThat(loops.course()).hasSize(50);
    }
}
