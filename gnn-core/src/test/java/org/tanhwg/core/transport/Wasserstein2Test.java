package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.space.Complex;

/** Each family of laws by its closed form (theory §4.4, §5, §6), and means alone in the fast regime (§4.1). */
class Wasserstein2Test {
    private final Gaussian normal = Gaussian.scalar(1, .5), otherNormal = Gaussian.scalar(4, 1.5);
    private final QuantileLaw quantiles = QuantileLaw.of(0, 1, 5), otherQuantiles = QuantileLaw.of(1, 1, 9);

    @Test void normalLawsAndQuantileLaws() {
        assertThat(Wasserstein2.squared(normal, otherNormal)).isCloseTo(9 + 1, within(1e-12));
        assertThat(Wasserstein2.squared(quantiles, otherQuantiles)).isCloseTo((1 + 0 + 16) / 3., within(1e-12));
        Gaussian between = (Gaussian) Wasserstein2.interpolate(normal, otherNormal, .25);
        assertThat(between.mean()[0]).isCloseTo(1.75, within(1e-12));
        assertThat(between.covariance()[0][0]).isCloseTo(.75 * .75, within(1e-12));
        QuantileLaw quarter = (QuantileLaw) Wasserstein2.interpolate(quantiles, otherQuantiles, .25);
        assertThat(Wasserstein2.squared(quarter, QuantileLaw.of(.25, 1, 6))).isLessThan(1e-24);
    }

    @Test void isotropicLawsInThePlane() {
        var p = new ComplexGaussian(new Complex(1, 2), .5);
        var q = new ComplexGaussian(new Complex(4, 6), 1.5);
        assertThat(Wasserstein2.squared(p, q)).isCloseTo(25 + 2, within(1e-12));
        assertThat(Wasserstein2.interpolate(p, q, .25)).isEqualTo(new ComplexGaussian(new Complex(1.75, 3), .75));
    }

    @Test void lawsOfTwoFamiliesAreRefused() {
        var blurred = new ComplexGaussian(new Complex(1, 2), .5);
        var atoms = new ComplexAtoms(List.of(new Complex(1, 2)));
        assertThatThrownBy(() -> Wasserstein2.squared(blurred, atoms)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ComplexGaussian and a ComplexAtoms: both laws must be of one family");
        assertThatThrownBy(() -> Wasserstein2.interpolate(atoms, blurred, .5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a ComplexAtoms and a ComplexGaussian");
    }

    @Test void meansMoveByTheirWeights() {
        var space = new AmplitudeSpace(new double[] {.25, .75, 0});
        List<Complex> p = List.of(new Complex(1, 0), new Complex(0, 1), new Complex(7, 7)),
                q = List.of(new Complex(3, 0), new Complex(0, 5), new Complex(-7, 0));
        assertThat(space.distance(p, q)).isCloseTo(Math.sqrt(.25 * 4 + .75 * 16), within(1e-14));
        assertThat(space.interpolate(p, q, .5)).as("what weighs nothing stays")
                .containsExactly(new Complex(2, 0), new Complex(0, 3), new Complex(7, 7));
        assertThat(AmplitudeSpace.uniform(4)).isEqualTo(new AmplitudeSpace(new double[] {.25, .25, .25, .25}))
                .isNotEqualTo(AmplitudeSpace.uniform(3)).hasToString(AmplitudeSpace.uniform(4).toString())
                .hasSameHashCodeAs(AmplitudeSpace.uniform(4));
        assertThat(AmplitudeSpace.uniform(4).toString()).contains("0.25");
        assertThat(space.hashCode()).isNotEqualTo(AmplitudeSpace.uniform(3).hashCode());
        List<Complex> wild = List.of(new Complex(1, 0), new Complex(0, Double.NaN), new Complex(7, 7));
        assertThatThrownBy(() -> space.distance(p, wild)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("q[1]");
    }
}
