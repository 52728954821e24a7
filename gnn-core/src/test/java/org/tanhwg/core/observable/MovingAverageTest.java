package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;

class MovingAverageTest {

    @Test void closedFormIsTheRecurrence() {
        Random random = new Random(3);
        MovingAverage average = new MovingAverage(0.3);
        double[] start = {0.2, 0.8};
        double[] p = start;
        List<double[]> signals = new ArrayList<>();
        assertThat(average.closedForm(start, signals)).containsExactly(start);
        for (int k = 0; k < 60; k++) {
            double s = random.nextDouble();
            signals.add(new double[] {s, 1 - s});
            p = average.next(p, signals.get(k));
            assertThat(average.closedForm(start, signals)).containsExactly(p, within(1e-14));
        }
    }

    /** Order 1 in τ: with η = τλ/(1+τλ) the error against p' = λ(s − p) halves with τ. */
    @Test void convergesToTheFlowWithOrderOne() {
        double[] start = {1, 0};
        double[] signal = {0.25, 0.75};
        double[] exact = MovingAverage.flow(start, signal, 2, 1);
        double previous = Double.NaN;
        for (int steps = 64; steps <= 4096; steps *= 2) {
            MovingAverage average = new MovingAverage(new Quadratic(2).contraction(1.0 / steps));
            double[] p = start;
            for (int k = 0; k < steps; k++) p = average.next(p, signal);
            double error = Math.abs(p[0] - exact[0]);
            if (steps > 64) assertThat(previous / error).isCloseTo(2, within(0.05));
            previous = error;
        }
    }

    @Test void flowStartsAtTheStateAndEndsAtTheSignal() {
        assertThat(MovingAverage.flow(new double[] {1, 0}, new double[] {0, 1}, 1, 0)).containsExactly(1, 0);
        assertThat(MovingAverage.flow(new double[] {1, 0}, new double[] {0, 1}, 1, 1e3)).containsExactly(0, 1);
    }

    @Test void refusesFactorsOutsideTheUnitInterval() {
        assertThatThrownBy(() -> new MovingAverage(1.5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eta = 1.5");
        assertThatThrownBy(() -> new MovingAverage(0.5).next(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signal.length = 3");
    }
}
