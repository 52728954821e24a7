package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.space.Complex;
import org.tanhwg.studies.lock.LockResult.Networked;
import org.tanhwg.studies.lock.NetworkTrial.Task;

/** Short runs, so larger errors. */
class NetworkTrialTest {
    private int turns;

    /** Loops learn most of the difference of frequencies, static synapses nothing of it. With so few inputs and steps one seed of four, the first, learns none of it. */
    @Test void onlyOscillatorsFollowAnotherFrequency() {
        List<Networked> networks = NetworkTrial.run(new LockSettings(6, 0, 4000, 0.05, 0.03, 16, 2.1, 0.4, 2), Task.FREQUENCY,
                () -> turns++);
        Networked loops = networks.get(0);
        Networked none = networks.get(1);
        assertThat(none.locked()).isFalse();
        assertThat(none.driftPerStep()).as("the mismatch, whole").isCloseTo(-0.03, within(1e-3));
        assertThat(Math.abs(loops.driftPerStep())).isLessThan(0.01);
        assertThat(loops.phaseError()).isLessThan(none.phaseError() / 2);
        assertThat(loops.curve()).hasSize(10).last().satisfies(p -> assertThat(p.step()).isEqualTo(200));
        assertThat(loops.course()).hasSize(50);
        assertThat(turns).isEqualTo(NetworkTrial.TURNS);
    }

    /** Of three frequencies, static synapses follow that of their inputs alone; the others run away on both sides. */
    @Test void eachLabelHasItsFrequency() {
        List<Networked> networks = NetworkTrial.run(new LockSettings(6, 0, 4000, 0.05, 0.03, 16, 2.1, 0.4, 1), Task.FREQUENCIES,
                () -> {});
        assertThat(networks).extracting(Networked::name).containsExactly("oscillators", "oscillators", "oscillators",
                "no loops", "no loops", "no loops");
        assertThat(networks).extracting(Networked::mismatch).startsWith(0.03, 0.0, -0.03);
        List<Networked> none = networks.subList(3, 6);
        assertThat(none).extracting(Networked::locked).containsExactly(false, true, false);
        for (Networked label : none) assertThat(label.driftPerStep()).isCloseTo(-label.mismatch(), within(1e-3));
        for (int k : new int[] {0, 2}) {
            assertThat(Math.abs(networks.get(k).driftPerStep())).as("%s", networks.get(k)).isLessThan(0.01);
            assertThat(networks.get(k).phaseError()).isLessThan(none.get(k).phaseError() / 2);
        }
    }

    /** Noise is heard: without loops the error is that of one step's inputs on top of the mismatch, which goes on growing. */
    @Test void noiseSetsALimitToWhatOneStepTells() {
        Networked none = NetworkTrial.run(new LockSettings(12, 0, 2000, 0.1, 0.02, 16, 2.1, 0.5, 1), Task.NOISE, () -> {}).get(1);
        assertThat(none.driftPerStep()).isCloseTo(-0.02, within(2e-3));
        double least = none.limits().oneStep();
        // mean of |d + N(0, s²)| over the drift of .02 (t − 24.5), s from the limit
        double s = least * Math.sqrt(Math.PI / 2), expected = 0;
        var random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) expected += Math.abs(0.02 * (i % 50 - 24.5) + s * random.nextGaussian()) / 100_000;
        assertThat(none.phaseError()).isBetween(0.95 * expected, 1.15 * expected);
    }

    /** The limits are what the best estimate reaches that knows offsets and frequencies: the phase of the mean of all turned back. */
    @Test void limitsAreThoseOfTheBestEstimate() {
        var random = new SplittableRandom(7);
        int inputs = 24, tries = 4000;
        double oneStep = 0, soFar = 0;
        for (int i = 0; i < tries; i++) {
            Complex sum = Complex.ZERO;
            for (int t = 0; t < 50; t++) {
                Complex step = Complex.ZERO;
                for (int x = 0; x < inputs; x++) {
                    step = step.plus(Complex.polar(1, 0.15 * random.nextGaussian()))
                            .plus(new Complex(0.4 * random.nextGaussian(), 0.4 * random.nextGaussian()));
                }
                sum = sum.plus(step);
                oneStep += Math.abs(step.phase()) / tries / 50;
                soFar += Math.abs(sum.phase()) / tries / 50;
            }
        }
        Networked.Limits limits = NetworkTrial.limits(Math.hypot(0.4, 0.15), inputs);
        assertThat(limits.oneStep()).isCloseTo(oneStep, within(0.03 * oneStep));
        assertThat(limits.soFar()).isCloseTo(soFar, within(0.03 * soFar));
    }
}
