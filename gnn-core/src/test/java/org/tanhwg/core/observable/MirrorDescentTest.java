package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MirrorDescentTest {

    /** Prop 5.20: the moving average towards the signal is the mirror-descent iterate, for every admissible η; below the bound s leaves Δ. */
    @ParameterizedTest
    @EnumSource void isAMovingAverageTowardsASignalAndTheBoundIsTight(MirrorDescent method) {
        Random random = new Random(11);
        for (int trial = 0; trial < 2000; trial++) {
            double[] p = randomState(random, 2 + random.nextInt(6));
            double[] gradient = random.doubles(p.length, -2, 2).toArray();
            double[] next = method.step(p, gradient, 0.3);
            double least = MirrorDescent.admissibleEta(p, next);
            assertThat(least).isBetween(0.0, 1.0 + 1e-12).isCloseTo(bothKinds(p, next), within(1e-9));
            for (double eta : new double[] {Math.min(1, least * (1 + 1e-9) + 1e-12), (1 + least) / 2, 1}) {
                double[] s = MirrorDescent.signal(p, next, eta);
                assertThat(new MovingAverage(eta).next(p, s)).containsExactly(next, within(1e-12));
                assertThat(Arrays.stream(s).min().orElseThrow()).isGreaterThanOrEqualTo(-1e-12);
                assertThat(Arrays.stream(s).sum()).isCloseTo(1, within(1e-9));
            }
            if (least > 1e-3) {
                double[] outside = MirrorDescent.signal(p, next, least * 0.999);
                assertThat(Arrays.stream(outside).anyMatch(s -> s < 0 || s > 1)).isTrue();
            }
        }
    }

    /** A whole trajectory of mirror descent is one trajectory of the Tan–HWG observable scheme. */
    @Test void trajectoriesCoincide() {
        double[] target = {0.7, 0.2, 0.1};
        double[] descent = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        double[] observable = descent.clone();
        double eta = MirrorDescent.sufficientEta(0.5, 1);
        for (int k = 0; k < 50; k++) {
            double[] gradient = new double[3];
            for (int x = 0; x < 3; x++) gradient[x] = descent[x] - target[x];
            double[] next = MirrorDescent.ENTROPIC.step(descent, gradient, 0.5);
            observable = new MovingAverage(eta).next(observable, MirrorDescent.signal(descent, next, eta));
            descent = next;
            assertThat(observable).containsExactly(descent, within(1e-12));
        }
    }

    /** 1 − e^{−2αG} suffices always, and extreme gradients on a nearly pure state come as near to it as you like. */
    @Test void sufficientEtaSufficesAndIsTight() {
        Random random = new Random(5);
        double bound = MirrorDescent.sufficientEta(0.4, 1.5);
        for (int trial = 0; trial < 5000; trial++) {
            double[] p = randomState(random, 2 + random.nextInt(5));
            double[] next = MirrorDescent.ENTROPIC.step(p, random.doubles(p.length, -1.5, 1.5).toArray(), 0.4);
            assertThat(MirrorDescent.admissibleEta(p, next)).isLessThanOrEqualTo(bound + 1e-12);
        }
        double[] pure = {1e-9, 1 - 1e-9};
        double[] next = MirrorDescent.ENTROPIC.step(pure, new double[] {1.5, -1.5}, 0.4);
        assertThat(MirrorDescent.admissibleEta(pure, next)).isCloseTo(bound, within(1e-8));
    }

    @Test void entropicStepSurvivesHugeGradientsAndKeepsZeros() {
        assertThat(MirrorDescent.ENTROPIC.step(new double[] {0.5, 0.5, 0}, new double[] {1e6, -1e6, -1e9}, 1)).containsExactly(0,
                1, 0);
    }

    @Test void euclideanStepIsTheProjectedGradient() {
        assertThat(MirrorDescent.EUCLIDEAN.step(new double[] {0.5, 0.5}, new double[] {-1, 1}, 0.25))
                .containsExactly(new double[] {0.75, 0.25}, within(1e-15));
    }

    @Test void refusesWhatIsOffTheSimplex() {
        double[] p = {0.5, 0.5};
        assertThatThrownBy(() -> MirrorDescent.ENTROPIC.step(new double[] {0.5, 0.6}, p, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p sums to 1.1");
        assertThatThrownBy(() -> MirrorDescent.ENTROPIC.step(p, new double[] {0, Double.NaN}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gradient[1] = NaN");
        assertThatThrownBy(() -> MirrorDescent.signal(p, p, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eta = 0.0");
    }

    /** The bound with both of its conditions, s ≥ 0 and s ≤ 1. */
    private static double bothKinds(double[] p, double[] next) {
        double eta = 0;
        for (int x = 0; x < p.length; x++) {
            double change = next[x] - p[x];
            eta = Math.max(eta, change < 0 ? -change / p[x] : change / (1 - p[x]));
        }
        return eta;
    }

    private static double[] randomState(Random random, int n) {
        double[] p = random.doubles(n, 0.001, 1).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }
}
