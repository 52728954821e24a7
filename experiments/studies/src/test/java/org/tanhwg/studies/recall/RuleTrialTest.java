package org.tanhwg.studies.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.attractor.States;
import org.tanhwg.datasets.pattern.PatternSource.RandomPatterns;
import org.tanhwg.training.settings.RecordSettings;

/** What is measured of a rule, where the answer is known. */
class RuleTrialTest {
    private static RecallSettings settings(String loads, String sweep) {
        return RecordSettings.read(RecallSettings.class,
                Map.of("units", "60", "patterns", "4", "cues", "2", "loads", loads, "sweep", sweep, "flips", "0.1"),
                Optional.empty());
    }

    private static RecallResult.Rule result(RecallRule rule, String loads, AtomicInteger measured) {
        RecallSettings settings = settings(loads, "true");
        return RuleTrial.run(settings, new RandomPatterns(60, 1), rule, measured::incrementAndGet).found().result();
    }

    /** Hebb's rule holds about .14 patterns a unit, and fewer exactly; the pseudo-inverse holds what is linearly independent. */
    @Test void capacitiesAreInTheirKnownOrder() {
        var measured = new AtomicInteger();
        RecallResult.Rule hebb = result(RecallRule.HEBB, "0.05,0.15,0.3,0.45,0.6", measured);
        assertThat(measured.get()).as("each load, and the end").isEqualTo(hebb.sweeps().load().size() + 1);
        RecallResult.Rule inverse = result(RecallRule.PSEUDO_INVERSE, "0.05,0.15,0.3", new AtomicInteger());
        assertThat(hebb.capacity().load()).isBetween(.01, .2);
        assertThat(hebb.capacity().limited()).isFalse();
        assertThat(inverse.capacity().load()).isGreaterThan(hebb.capacity().load());
        assertThat(inverse.stable()).isEqualTo(1);
        assertThat(hebb.sweeps().load()).as("a rule that is lost is not measured at larger loads").hasSizeLessThan(5);
    }

    /** The more is disturbed the less comes back, and nothing comes back of what is gone. */
    @ParameterizedTest
    @EnumSource(value = RecallRule.class, names = {"HEBB", "TAN_HWG"}) void curvesFall(RecallRule rule) {
        RecallResult.Sweeps sweeps = result(rule, "0.05", new AtomicInteger()).sweeps();
        for (List<RecallResult.Point> curve : List.of(sweeps.flips(), sweeps.erase(), sweeps.damage())) {
            assertThat(curve).hasSize(10);
            assertThat(curve.get(0).at()).isZero();
            assertThat(curve.get(0).recovered()).isEqualTo(1);
            assertThat(curve.get(9).recovered()).isLessThanOrEqualTo(curve.get(0).recovered());
        }
        assertThat(sweeps.flips().get(9).recovered()).as("almost half of the bits wrong").isLessThan(1);
        assertThat(sweeps.sequential()).as("as many lots as patterns").hasSize(4);
    }

    @Test void withoutSweepsThereIsNoCapacity() {
        RuleTrial.Outcome outcome = RuleTrial.run(settings("0.1", "false"), new RandomPatterns(60, 1), RecallRule.HEBB, () -> {});
        assertThat(outcome.found().result().capacity()).isNull();
        assertThat(outcome.found().result().recovered()).isEqualTo(1);
        assertThat(outcome.found().name()).isEqualTo("hebb");
        assertThat(outcome.memory().holds(new RandomPatterns(60, 1).first(1)[0])).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0.1, 0, 10, 0", "0.25, 0.5, 25, 50", "1, 0, 100, 0", "0, 1, 0, 100",
            "0.004, 0.996, 0, 100"}) void cuesDifferByTheirShares(
                    double flips, double erase, int wrong, int unknown) {
        float[] pattern = new RandomPatterns(100, 7).first(1)[0];
        float[] cue = new Disturbance(flips, erase).cue(pattern, States.BITS, new SplittableRandom(1));
        int changed = 0, gone = 0;
        for (int y = 0; y < 100; y++) {
            if (cue[y] == -pattern[y]) changed++;
            else if (cue[y] == 0) gone++;
            else assertThat(cue[y]).isEqualTo(pattern[y]);
        }
        assertThat(changed).isEqualTo(wrong);
        assertThat(gone).isEqualTo(unknown);
    }

    @Test void phasesThatAreDrawnAnewStayOnTheCircle() {
        float[] pattern = new float[40];
        for (int y = 0; y < 20; y++) pattern[y] = 1;
        float[] cue = new Disturbance(.5, .25).cue(pattern, States.PHASES, new SplittableRandom(1));
        int anew = 0, gone = 0;
        for (int y = 0; y < 20; y++) {
            double modulus = Math.hypot(cue[y], cue[20 + y]);
            if (modulus == 0) gone++;
            else assertThat(modulus).isBetween(1 - 1e-6, 1 + 1e-6);
            if (modulus > 0 && cue[20 + y] != 0) anew++;
        }
        assertThat(anew).isEqualTo(10);
        assertThat(gone).isEqualTo(5);
    }
}
