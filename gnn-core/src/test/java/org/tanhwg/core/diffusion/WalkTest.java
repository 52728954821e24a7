package org.tanhwg.core.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.diffusion.Walk.Integrator;

class WalkTest {
    /** dz = −z dt + σ dB on the line. */
    private record Decay(double sigma) implements ItoProcess {
        @Override public int dimension() {
            return 1;
        }

        @Override public int noises() {
            return 1;
        }

        @Override public void drift(double[] z, double[] drift) {
            drift[0] = -z[0];
        }

        @Override public void diffusion(double[] z, double[] diffusion) {
            diffusion[0] = sigma;
        }
    }

    /** Halving the step divides the error of e⁻¹ by 2^order. */
    @ParameterizedTest
    @CsvSource({"EULER_MARUYAMA, 1", "HEUN, 2"}) void errorsFallWithTheOrder(Integrator integrator, int order) {
        assertThat(error(integrator, 20) / error(integrator, 40)).isCloseTo(1 << order, within(0.1 * (1 << order)));
    }

    private static double error(Integrator integrator, int steps) {
        var walk = new Walk(new Decay(0), integrator, 1.0 / steps, new double[] {1}, new SplittableRandom(1));
        for (int t = 0; t < steps; t++) walk.step();
        return Math.abs(walk.state()[0] - Math.exp(-1));
    }

    /** The stationary variances of the two recursions for σ = 1 and a coarse step are known in closed form. */
    @ParameterizedTest
    @CsvSource({"EULER_MARUYAMA", "HEUN"}) void stationaryVarianceIsThatOfTheRecursion(Integrator integrator) {
        double dt = 0.5, factor = integrator == Integrator.HEUN ? 1 - dt + dt * dt / 2 : 1 - dt;
        double kick = integrator == Integrator.HEUN ? 1 - dt / 2 : 1;
        double expected = kick * kick * dt / (1 - factor * factor);
        var walk = new Walk(new Decay(1), integrator, dt, new double[1], new SplittableRandom(2));
        double sum = 0;
        int steps = 200_000;
        for (int t = 0; t < steps; t++) {
            walk.step();
            sum += walk.state()[0] * walk.state()[0];
        }
        assertThat(sum / steps).isCloseTo(expected, within(0.02 * expected));
    }
}
