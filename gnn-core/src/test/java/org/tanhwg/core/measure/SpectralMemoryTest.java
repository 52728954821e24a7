package org.tanhwg.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;

class SpectralMemoryTest {
    private static final Complex ONE = new Complex(1, 0);

    /** The arcs of a projected normal are the integral of its density, however narrow it is and wherever the arcs are cut. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 3, 30, 900, 1e7}) void histogramOfAProjectedNormal(double ratio) {
        for (double preferred : new double[] {-Math.PI, -1, 0, 2.5}) {
            PhaseLaw law = new PhaseLaw.ProjectedNormal(preferred, ratio);
            double[] histogram = law.histogram(7);
            assertThat(Arrays.stream(histogram).sum()).isCloseTo(1, within(1e-12));
            for (int k = 0; k < 7 && ratio < 1e7; k++) {
                double from = -Math.PI + 2 * Math.PI * k / 7;
                assertThat(histogram[k]).isCloseTo(integral((PhaseLaw.ProjectedNormal) law, from, from + 2 * Math.PI / 7),
                        within(1e-9));
            }
        }
        assertThat(new PhaseLaw.ProjectedNormal(2.5, 1e7).histogram(7)[6]).isEqualTo(1);
        assertThat(new PhaseLaw.ProjectedNormal(2.5, ratio).histogram(1)).containsExactly(new double[] {1}, within(1e-12));
    }

    @Test void histogramOfAtoms() {
        PhaseLaw law = new PhaseLaw.Atoms(
                new DiscreteMeasure<>(List.of(-Math.PI, Math.PI, 0.0, 1.6), new double[] {0.1, 0.2, 0.3, 0.4}));
        assertThat(law.histogram(4)).containsExactly(new double[] {0.3, 0, 0.3, 0.4}, within(1e-15));
        assertThatThrownBy(() -> law.histogram(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bins = 0");
    }

    @Test void circularMeanAndLength() {
        PhaseLaw law = PhaseLaw.of(DiscreteMeasure.uniform(List.of(Complex.polar(1, 3), Complex.polar(5, -3))));
        assertThat(Math.abs(law.circularMean())).isCloseTo(Math.PI, within(1e-12));
        assertThat(law.resultantLength()).isCloseTo(Math.cos(Math.PI - 3), within(1e-12));
        assertThat(PhaseLaw.of(new ComplexGaussian(Complex.polar(0.2, 1), 0)).circularMean()).isCloseTo(1, within(1e-15));
        assertThat(PhaseLaw.of(new ComplexGaussian(Complex.ZERO, 0)).resultantLength()).isCloseTo(0, within(1e-15));
    }

    /** The input's phases compensate those of the memory: R = 1. Half the mass in opposition: 0. A silent synapse agrees with none. */
    @Test void orderParameter() {
        SpectralMemory memory = memory(new double[] {0.25, 0.25, 0.5}, 0.3, -2, 1);
        List<Complex> compensating = List.of(Complex.polar(2, 0.7 - 0.3), Complex.polar(0.1, 0.7 + 2), Complex.polar(1, 0.7 - 1));
        assertThat(memory.order(compensating).minus(Complex.polar(1, 0.7)).modulus()).isLessThan(1e-15);
        assertThat(memory(new double[] {0.5, 0.5}, 0, Math.PI).order(List.of(ONE, ONE)).modulus()).isLessThan(1e-15);
        SynapticMeasure<Complex> halfSilent = new SynapticMeasure<>(new double[] {0.25, 0.75},
                List.of(new ComplexGaussian(ONE, 0), new ComplexGaussian(Complex.ZERO, 0)));
        assertThat(SpectralMemory.of(halfSilent).order(List.of(ONE, ONE)).modulus()).isCloseTo(0.25, within(1e-15));
        assertThatThrownBy(() -> memory.order(List.of(ONE))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("activations.size() = 1: must be 3");
    }

    /** The spread of a synapse's law enters with its resultant length. */
    @Test void spreadLowersTheOrder() {
        ComplexGaussian law = new ComplexGaussian(Complex.polar(0.6, 1), 0.5);
        SpectralMemory memory = SpectralMemory.of(new SynapticMeasure<>(new double[] {1}, List.of(law)));
        assertThat(memory.order(List.of(ONE)).modulus()).isCloseTo(PhaseLaw.of(law).resultantLength(), within(1e-15));
    }

    /** A rotation of all phases is a turn, also across ±π; the turn is weighted by mass. */
    @Test void turns() {
        SpectralMemory before = memory(new double[] {0.25, 0.75}, 3.1, -1);
        assertThat(memory(new double[] {0.25, 0.75}, 3.1 + 0.2 - 2 * Math.PI, -0.8).turnSince(before)).isCloseTo(0.2,
                within(1e-14));
        assertThat(memory(new double[] {0, 1}, 0, -1.3).turnSince(before)).isCloseTo(-0.3, within(1e-14));
        assertThatThrownBy(() -> memory(new double[] {1}, 0).turnSince(before)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SpectralMemory memory(double[] weights, double... phases) {
        List<VectorLaw<Complex>> laws = Arrays.stream(phases)
                .<VectorLaw<Complex>>mapToObj(p -> new ComplexGaussian(Complex.polar(3, p), 0)).toList();
        return SpectralMemory.of(new SynapticMeasure<>(weights, laws));
    }

    private static double integral(PhaseLaw.ProjectedNormal law, double from, double to) {
        int n = 20_000;
        double sum = 0;
        for (int k = 0; k < n; k++) sum += law.density(from + (k + 0.5) * (to - from) / n);
        return sum * (to - from) / n;
    }
}
