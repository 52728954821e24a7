package org.tanhwg.core.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.measure.Gaussian;

class GaussianFreeEnergyTest {

    /** Theory §4.4 on R: σ⁺ = (σ + √(σ² + 4τTA))/(2A), A = 1 + τc. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.3, 50}) void spreadOnTheLine(double tau) {
        double c = 0.8;
        double t = 0.25;
        double a = 1 + tau * c;
        for (double sigma : new double[] {0, 0.1, 3}) {
            Gaussian moved = new GaussianFreeEnergy(new double[][] {{c}}, t).prox(Gaussian.scalar(2, sigma), tau).to();
            double expected = (sigma + Math.sqrt(sigma * sigma + 4 * tau * t * a)) / (2 * a);
            assertThat(Math.sqrt(moved.variance())).isCloseTo(expected, within(1e-14 * expected));
            assertThat(moved.mean()[0]).isCloseTo(2 / a, within(1e-15));
        }
    }

    /** The isotropic complex law is the plane's: same σ⁺, with κ = 2 in energy and cost alike. */
    @Test void spreadOnThePlane() {
        GaussianFreeEnergy plane = new GaussianFreeEnergy(new double[][] {{0.8, 0}, {0, 0.8}}, 0.25);
        GaussianFreeEnergy line = new GaussianFreeEnergy(new double[][] {{0.8}}, 0.25);
        Gaussian start = new Gaussian(new double[2], new double[][] {{0.04, 0}, {0, 0.04}});
        double expected = line.prox(Gaussian.scalar(0, 0.2), 0.7).to().variance();
        assertThat(plane.prox(start, 0.7).to().variance()).isCloseTo(2 * expected, within(1e-15));
    }

    /** The equilibrium N(0, TQ⁻¹) is fixed for every τ (Prop A.1), from a singular start too it is reached. */
    @Test void equilibriumIsFixedForEveryStepSizeAndReachedFromADirac() {
        GaussianFreeEnergy energy = new GaussianFreeEnergy(new double[][] {{2, 0.7}, {0.7, 0.5}}, 0.8);
        Gaussian equilibrium = energy.equilibrium();
        for (double tau : new double[] {1e-3, 1, 1e3}) {
            assertThat(energy.space().distance(energy.prox(equilibrium, tau).to(), equilibrium)).isLessThan(1e-12);
        }
        Gaussian law = new Gaussian(new double[] {3, 3}, new double[2][2]);
        for (int k = 0; k < 60; k++) law = energy.prox(law, 5).to();
        assertThat(energy.space().distance(law, equilibrium)).isLessThan(1e-9);
    }

    @Test void refusesStepsWithoutAMinimiser() {
        GaussianFreeEnergy saddle = new GaussianFreeEnergy(new double[][] {{-0.5}}, 1);
        assertThat(saddle.prox(Gaussian.scalar(1, 1), 1.9).to().mean()[0]).isCloseTo(20, within(1e-12));
        assertThatThrownBy(() -> saddle.prox(Gaussian.scalar(1, 1), 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tau = 2.0");
        assertThatThrownBy(saddle::equilibrium).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-0.5");
        assertThatThrownBy(() -> new GaussianFreeEnergy(new double[][] {{1, 2}, {0, 1}}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("confinement[1][0] = 0.0");
    }
}
