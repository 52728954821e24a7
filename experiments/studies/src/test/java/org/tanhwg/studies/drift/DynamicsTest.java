package org.tanhwg.studies.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.diffusion.Walk;
import org.tanhwg.core.diffusion.Walk.Integrator;
import org.tanhwg.datasets.sde.Systems.DoubleWell;
import org.tanhwg.datasets.sde.Systems.Lorenz;
import org.tanhwg.datasets.sde.Systems.OrnsteinUhlenbeck;

class DynamicsTest {
    /** Quadrature against the mean over simulated passages. */
    @Test void passageTimesAreThoseOfPaths() {
        var wells = new DoubleWell(0.8);
        double total = 0;
        int passages = 600;
        var random = new SplittableRandom(1);
        for (int p = 0; p < passages; p++) {
            var walk = new Walk(wells, Integrator.HEUN, 0.002, new double[] {-1}, random.split());
            while (walk.state()[0] < 1) {
                walk.step();
                total += 0.002;
            }
        }
        double mean = PassageTime.mean(wells, 0.8, -3, -1, 1);
        assertThat(total / passages).isCloseTo(mean, within(4 * mean / Math.sqrt(passages)));
    }

    /** Sprott, Chaos and Time-Series Analysis, 2003: 0.9056; −θ for a linear contraction. */
    @Test void lyapunovExponentsAreTheKnownOnes() {
        assertThat(Lyapunov.largest(new Lorenz(0), new double[] {1, 1, 20}, 0.01, 60_000)).isCloseTo(0.9056, within(0.04));
        assertThat(Lyapunov.largest(new OrnsteinUhlenbeck(1, 2, 0), new double[] {1, 1}, 0.01, 1000)).isCloseTo(-1, within(1e-5));
    }
}
