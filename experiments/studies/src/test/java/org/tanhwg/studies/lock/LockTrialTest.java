package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.studies.lock.LockResult.Case;
import org.tanhwg.studies.lock.LockSettings.Situation;

class LockTrialTest {
    private static final LockSettings SHORT = new LockSettings(12, 4, 6000, 0.15, 0.02, 16, 2.1, 0.4, 3);

    /** What the paper says of each situation, on several seeds; shorter runs than the default, so a larger error. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2}) void locksWhereItShould(long seed) {
        var settings = new LockSettings(12, 4, 6000, 0.15, 0.02, 16, 2.1, 0.4, seed);
        for (Situation situation : Situation.values()) {
            Case c = LockTrial.run(settings, situation).result();
            assertThat(c.name()).isEqualTo(situation.label());
            assertThat(c.orderParameter()).as("the order parameter alone does not tell").isBetween(0.999, 1.0);
            assertThat(c.offsetError()).isLessThan(0.02);
            assertThat(c.exactZerosStable()).isZero();
            assertThat(c.exactZerosUnstable()).isEqualTo(c.unstableInputs()).isEqualTo(situation == Situation.STABLE ? 0 : 4);
            assertThat(c.massOnStable()).isEqualTo(1);
            assertThat(c.locked()).isEqualTo(situation != Situation.MISMATCH);
            assertThat(c.driftPerStep()).isCloseTo(situation == Situation.MISMATCH ? 0.02 : 0, within(1e-4));
            assertThat(c.energyDescent().checked()).isEqualTo(6000);
            assertThat(c.energyDescent().violated()).isZero();
            assertThat(c.curve().get(c.curve().size() - 1).step()).isEqualTo(6000);
        }
    }

    /** Nothing tells the oscillator the mismatch; a fast one, which the memory alone cannot even follow, is found too. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.02, 1}) void theOscillatorFindsTheFrequency(double mismatch) {
        Case c = LockTrial.run(new LockSettings(12, 4, 4000, 0.15, mismatch, 16, 2.1, 0.4, 1), Situation.OSCILLATOR).result();
        assertThat(c.oscillatorFrequency()).isCloseTo(mismatch, within(3e-3));
        assertThat(c.locked()).isTrue();
    }

    /** A locked memory keeps one phase for each input, one that follows a mismatch has been everywhere. */
    @Test void theMemoryIsSharpOrRound() {
        var locked = LockTrial.run(SHORT, Situation.STABLE).memory();
        var turning = LockTrial.run(SHORT, Situation.MISMATCH).memory();
        assertThat(locked.laws()).hasSize(12).allMatch(law -> law.resultantLength() > 0.99);
        assertThat(turning.laws().subList(0, 8)).allMatch(law -> law.resultantLength() < 0.1);
        assertThat(Arrays.stream(turning.weights()).sum()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource void isAFunctionOfItsSettings(Situation situation) {
        var settings = new LockSettings(6, 2, 1000, 0.15, 0.02, 16, 2.1, 0.4, 7);
        assertThat(LockTrial.run(settings, situation).result()).isEqualTo(LockTrial.run(settings, situation).result());
    }

    @Test void oneInputAndNoNoise() {
        Case c = LockTrial.run(new LockSettings(1, 0, 2000, 0, 0.02, 16, 2.1, 0.4, 5), Situation.UNSTABLE).result();
        assertThat(c.locked()).isTrue();
        assertThat(c.offsetError()).isLessThan(1e-9);
    }

    /** Mostly noise: the verdict says that it does not lock. */
    @Test void tooManyUnstableInputs() {
        Case c = LockTrial.run(new LockSettings(12, 11, 2000, 0.15, 0.02, 16, 2.1, 0.4, 5), Situation.UNSTABLE).result();
        assertThat(c.orderParameter()).isLessThan(0.9);
        assertThat(c.locked()).isFalse();
    }

    @Test void refusesWhatCannotBeMeasured() {
        assertThatThrownBy(() -> new LockSettings(4, 4, 2000, 0, 0.02, 16, 2.1, 0.4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unstable = 4");
        assertThatThrownBy(() -> new LockSettings(4, 0, 2000, 0, 0.0001, 16, 2.1, 0.4, 1))
                .hasMessageContaining("mismatch = 1.0E-4");
        assertThatThrownBy(() -> new LockSettings(4, 0, 999, 0, 0.1, 16, 2.1, 0.4, 1)).hasMessageContaining("steps = 999");
    }
}
