package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.studies.lock.LockSettings.Situation;
import org.tanhwg.studies.lock.Rhythm.Moment;
import org.tanhwg.studies.lock.Rhythm.Oscillator;

/** What the unit hears, and what its oscillator makes of it. */
class RhythmTest {
    private static final LockSettings SETTINGS = new LockSettings(6, 2, 2000, 0, 0.05, 16, 2.1, 0.4, 1);

    /** arg(a b̄), in (−π, π]. */
    private static double between(Complex a, Complex b) {
        return Math.atan2(a.im() * b.re() - a.re() * b.im(), a.re() * b.re() + a.im() * b.im());
    }

    @Test void stableInputsKeepTheirOffsetAndOthersDoNot() {
        var rhythm = new Rhythm(SETTINGS, Situation.UNSTABLE, new SplittableRandom(2));
        assertThat(rhythm.stable()).isEqualTo(4);
        Moment first = rhythm.next();
        boolean[] moved = new boolean[6];
        for (int t = 0; t < 50; t++) {
            Moment moment = rhythm.next();
            assertThat(moment.inputs()).hasSize(6).allSatisfy(a -> assertThat(a.modulus()).isCloseTo(1, within(1e-12)));
            for (int x = 0; x < 6; x++) {
                double turned = between(moment.inputs().get(x), moment.feedback())
                        - between(first.inputs().get(x), first.feedback());
                if (Math.abs(Math.IEEEremainder(turned, 2 * Math.PI)) > 1e-9) moved[x] = true;
            }
        }
        assertThat(moved).containsExactly(false, false, false, false, true, true);
    }

    @Test void theFeedbackTurnsByTheMismatch() {
        var rhythm = new Rhythm(SETTINGS, Situation.MISMATCH, new SplittableRandom(2));
        Moment before = rhythm.next();
        for (int t = 0; t < 20; t++) {
            Moment now = rhythm.next();
            double turned = between(now.feedback(), now.inputs().get(0)) - between(before.feedback(), before.inputs().get(0));
            assertThat(Math.IEEEremainder(turned, 2 * Math.PI)).isCloseTo(.05, within(1e-12));
            before = now;
        }
    }

    @Test void jitterIsWhatSeparatesInputsFromTheirNominalPhase() {
        var noisy = new Rhythm(new LockSettings(4, 0, 2000, .2, .05, 16, 2.1, 0.4, 1), Situation.STABLE, new SplittableRandom(4));
        double sum = 0;
        for (int t = 0; t < 2000; t++) {
            Moment moment = noisy.next();
            for (int x = 0; x < 4; x++) sum += Math.pow(between(moment.inputs().get(x), moment.nominal().get(x)), 2);
        }
        assertThat(Math.sqrt(sum / 8000)).isCloseTo(.2, within(.01));
        Moment exact = new Rhythm(SETTINGS, Situation.STABLE, new SplittableRandom(4)).next();
        assertThat(exact.inputs()).isEqualTo(exact.nominal());
    }

    /** A memory that turns by what the oscillator lags behind pulls it to that frequency; at rest it stays. */
    @Test void theOscillatorEndsAtTheFrequencyOfWhatTurns() {
        Oscillator oscillator = Oscillator.SILENT;
        assertThat(oscillator.next(0)).isEqualTo(Oscillator.SILENT);
        for (int t = 0; t < 1000; t++) oscillator = oscillator.next(.3 - oscillator.frequency());
        assertThat(oscillator.frequency()).isCloseTo(.3, within(1e-6));
        assertThat(oscillator.phase()).isBetween(-Math.PI, Math.PI);
        assertThat(between(oscillator.next(0).wave(), oscillator.wave())).isCloseTo(.3, within(1e-6));
    }

    /** Every step descends, w stays on the simplex, and inputs that say nothing lose all their mass when the support is frozen. */
    @Test void theUnitDropsWhatSaysNothing() {
        var random = new SplittableRandom(5);
        var rhythm = new Rhythm(SETTINGS, Situation.UNSTABLE, random);
        var unit = new LockingUnit(6, random);
        for (int t = 0; t < 1500; t++) {
            Moment moment = rhythm.next();
            StepResult<?> step = unit.learn(moment.inputs(), moment.feedback());
            assertThat(step.slack()).isGreaterThanOrEqualTo(-1e-9);
        }
        unit.freeze();
        double[] weights = unit.state().weights();
        double sum = 0;
        for (double weight : weights) sum += weight;
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(weights[4] + weights[5]).isZero();
        for (int x = 0; x < 4; x++) assertThat(weights[x]).isPositive();
        assertThat(unit.memory().laws()).hasSize(6);
    }
}
