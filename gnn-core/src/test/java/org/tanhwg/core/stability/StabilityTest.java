package org.tanhwg.core.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.Alignment;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.FieldEnergy;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.energy.InteractionEnergy;
import org.tanhwg.core.energy.InteractionEnergy.Smooth;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.energy.MappedEnergy;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.transport.AmplitudeSpace;

class StabilityTest {
    private static final GaussianFreeEnergy FREE = new GaussianFreeEnergy(new double[][] {{2, 0.7}, {0.7, 0.5}}, 0.8);

    /** Theory §7: at N(0, TQ⁻¹) the Wasserstein Hessian has the spectrum {q_i} ∪ {q_i + q_j : i ≤ j}. */
    @Test void spectrumOfAGaussianFreeEnergy() {
        double[] exact = Spectrum.atEquilibrium(FREE).eigenvalues();
        assertThat(exact).hasSize(5);
        double trace = 2.5; // of Q
        assertThat(Arrays.stream(exact).sum()).isCloseTo(trace + 3 * trace, within(1e-12));
        Spectrum numerical = Spectrum.numerical(FREE, NormalCoordinates.gaussian(FREE.equilibrium()), 1e-3);
        assertThat(numerical.eigenvalues()).containsExactly(exact, within(1e-4));
    }

    /** A.3 and theory §7: small deviations shrink by 1/(1 + τλ) in a step; n steps of size 1/n approach e^{−λ}. */
    @Test void stepsAndFlowContractAsTheSpectrumSays() {
        GaussianFreeEnergy line = new GaussianFreeEnergy(new double[][] {{0.6}}, 0.5);
        Spectrum spectrum = Spectrum.atEquilibrium(line);
        assertThat(spectrum.eigenvalues()).containsExactly(0.6, 1.2);
        double sigma = Math.sqrt(line.equilibrium().variance());
        double small = 1e-6;
        for (double tau : new double[] {0.01, 0.5, 4}) {
            Gaussian moved = line.prox(Gaussian.scalar(small, sigma + small), tau).to();
            assertThat(moved.mean()[0] / small).isCloseTo(spectrum.stepFactors(tau)[0], within(1e-9));
            assertThat((Math.sqrt(moved.variance()) - sigma) / small).isCloseTo(spectrum.stepFactors(tau)[1], within(1e-5));
        }
        Gaussian law = Gaussian.scalar(small, sigma + small);
        int steps = 4000;
        for (int k = 0; k < steps; k++) law = line.prox(law, 1.0 / steps).to();
        assertThat(law.mean()[0] / small).isCloseTo(spectrum.flowFactors(1)[0], within(1e-3));
        assertThat((Math.sqrt(law.variance()) - sigma) / small).isCloseTo(spectrum.flowFactors(1)[1], within(1e-3));
    }

    /** A unit hears one direction of its synapses; all others are neutral. */
    @Test void directionsThatTheEnergyDoesNotSeeAreNeutral() {
        AmplitudeSpace space = new AmplitudeSpace(new double[] {0.2, 0.5, 0.3});
        List<Complex> a = List.of(new Complex(1, 0), new Complex(0, 1), new Complex(1, 1));
        MappedEnergy energy = new MappedEnergy(space, a, Alignment.linear(new Complex(1, 0)));
        List<Complex> means = List.of(Complex.ZERO, Complex.ZERO, Complex.ZERO);
        Spectrum spectrum = Spectrum.numerical(energy, NormalCoordinates.amplitudes(space, means), 1e-3);
        assertThat(spectrum.split(1e-6)).isEqualTo(new Spectrum.Split(2, 4, 0));
        assertThat(spectrum.eigenvalues()[5]).isCloseTo(0.2 + 0.5 + 0.3 * 2, within(1e-6)); // S = Σ w|a|², twice (re, im)
        assertThat(spectrum.effectiveDimension(0)).isEqualTo(6);
        assertThat(spectrum.effectiveDimension(1e3)).isCloseTo(4, within(1e-2));
    }

    /** Repulsion against confinement: the atoms' common motion is stable, their splitting is not. */
    @Test void repulsionMakesADirectionUnstable() {
        InteractionEnergy energy = new InteractionEnergy(1, Smooth.quadratic(1), Smooth.quadratic(-1.5));
        DiscreteMeasure<double[]> together = DiscreteMeasure.uniform(List.of(new double[] {0}, new double[] {0}));
        Spectrum spectrum = Spectrum.numerical(energy, NormalCoordinates.atoms(together), 1e-3);
        assertThat(spectrum.eigenvalues()).containsExactly(new double[] {-0.5, 1}, within(1e-6));
        assertThat(spectrum.split(1e-3)).isEqualTo(new Spectrum.Split(1, 0, 1));
        assertThat(spectrum.stepFactors(1)).containsExactly(new double[] {2, 0.5}, within(1e-5));
        assertThatThrownBy(() -> spectrum.stepFactors(2.1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 + tau");
    }

    /**
     * The chart of a field is orthonormal for D: an attraction of rate λ has all its eigenvalues λ whatever the reference
     * measure.
     */
    @Test void chartsOfFieldsAreOrthonormal() {
        MemoryField<double[]> field = new MemoryField<>(List.of(new double[] {1, 2}, new double[] {0, 0}), new double[] {0.3, 4});
        Energy<MemoryField<double[]>> energy = new FieldEnergy<>(field.reference(), List.of(
                new Attraction<>(new Euclidean(2), new double[] {0, 1}, new Quadratic(2)),
                new Attraction<>(new Euclidean(2), new double[] {1, 1}, new Quadratic(2))));
        Spectrum spectrum = Spectrum.numerical(energy, NormalCoordinates.field(field, NormalCoordinates::euclidean), 1e-3);
        assertThat(spectrum.eigenvalues()).containsExactly(new double[] {2, 2, 2, 2}, within(1e-5));
    }

    /**
     * Prop A.1: where the scheme comes to rest does not depend on τ; two units that mirror each other's signal as
     * self-consistency.
     */
    @Test void fixedPointsDoNotDependOnTau() {
        Gaussian start = new Gaussian(new double[] {2, -1}, new double[][] {{1, 0}, {0, 1}});
        for (double tau : new double[] {0.05, 1, 40}) {
            FixedPoint<Gaussian> found = FixedPoint.find((k, s) -> FREE, start, tau, 1e-10, 20_000);
            assertThat(found.converged()).isTrue();
            assertThat(FREE.space().distance(found.state(), FREE.equilibrium())).isLessThan(1e-8);
        }
    }

    /** The signal of a self-consistent state is made by the state: s(p) = cos p has the fixed point of the cosine. */
    @Test void fixedPointsAreSelfConsistent() {
        for (double tau : new double[] {0.2, 5}) {
            FixedPoint<double[]> found = FixedPoint.find(
                    (k, p) -> new Attraction<>(new Euclidean(1), new double[] {Math.cos(p[0])}, new Quadratic(1)),
                    new double[] {0}, tau, 1e-13, 1000);
            assertThat(found.converged()).isTrue();
            assertThat(found.state()[0]).isCloseTo(0.7390851332151607, within(1e-12));
        }
    }

    @Test void saysWhenThereIsNoFixedPoint() {
        FixedPoint<double[]> chase = FixedPoint.find(
                (k, p) -> new Attraction<>(new Euclidean(1), new double[] {p[0] + 1}, new Quadratic(1)), new double[] {0}, 1,
                1e-6, 50);
        assertThat(chase.converged()).isFalse();
        assertThat(chase.steps()).isEqualTo(50);
        assertThat(chase.speed()).isCloseTo(0.5, within(1e-12));
    }
}
