package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.studies.lock.LockResult.Held;

class OffsetsTrialTest {

    /** Sixteen atoms hold both offsets and their shares; a normal law has one mode, far from one of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2}) void atomsHoldTwoOffsetsAndANormalLawCannot(long seed) {
        var outcome = OffsetsTrial.run(new LockSettings(24, 8, 12_800, 0.15, 0.02, 16, 2.1, 0.4, seed));
        Held atoms = outcome.held().get(0);
        Held normal = outcome.held().get(1);
        assertThat(atoms.held()).as("%s", atoms).isTrue();
        assertThat(atoms.modes()).isEqualTo(2);
        assertThat(normal.held()).isFalse();
        assertThat(normal.modes()).isEqualTo(1);
        assertThat(normal.phaseError()).isGreaterThan(1);
    }
}
