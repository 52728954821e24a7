package org.tanhwg.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.BuresWasserstein;
import org.tanhwg.core.transport.Wasserstein2;

/** Normal laws on C with any covariance. */
class PlaneGaussianTest {
    private static PlaneGaussian random(Random random) {
        double s = 0.2 + random.nextDouble();
        return new PlaneGaussian(new Complex(random.nextGaussian(), random.nextGaussian()), s,
                Complex.polar(s * random.nextDouble(), random.nextDouble() * 7));
    }

    /** The closed form of 2 × 2 matrices is what singular values of roots say; and the coupling by one ξ costs no less. */
    @Property(tries = 200) void distanceIsThatOfBures(@ForAll long seed) {
        Random random = new Random(seed);
        PlaneGaussian p = random(random), q = random(random);
        assertThat(p.squaredDistance(q)).isCloseTo(BuresWasserstein.squared(p.real(), q.real()), within(1e-7));
        double roots = 2 * Math.pow(p.spread() - q.spread(), 2) + 2 * p.conjugate().minus(q.conjugate()).squaredModulus();
        assertThat(p.squaredDistance(q) - p.mean().minus(q.mean()).squaredModulus()).isLessThanOrEqualTo(roots + 1e-9);
        PlaneGaussian oneFrame = new PlaneGaussian(p.mean(), q.spread(),
                p.conjugate().times(-0.9 * q.spread() / p.spread()));
        assertThat(p.squaredDistance(oneFrame)).isCloseTo(2 * Math.pow(p.spread() - oneFrame.spread(), 2)
                + 2 * p.conjugate().minus(oneFrame.conjugate()).squaredModulus(), within(1e-7));
    }

    @Property(tries = 200) void theRootIsTheSymmetricOne(@ForAll long seed) {
        PlaneGaussian law = random(new Random(seed));
        PlaneGaussian again = PlaneGaussian.of(law.mean(), law.covariance());
        double size = law.conjugate().modulus();
        PlaneGaussian exchanged = PlaneGaussian.of(law.mean(), size, law.conjugate().times(law.spread() / size));
        assertThat(exchanged.squaredDistance(law)).isCloseTo(0, within(1e-12));
        assertThat(again.spread()).isCloseTo(law.spread(), within(1e-7));
        assertThat(again.conjugate().minus(law.conjugate()).modulus()).isLessThan(1e-7);
        assertThat(law.variance()).isCloseTo(law.covariance()[0][0] + law.covariance()[1][1], within(1e-12));
        var middle = (PlaneGaussian) Wasserstein2.<Complex>interpolate(law, again.scaled(3), 0.5);
        assertThat(middle.spread()).isCloseTo(2 * law.spread(), within(1e-6));
        assertThat(Math.sqrt(middle.squaredDistance(law))).isCloseTo(
                Math.sqrt(Wasserstein2.<Complex>squared(law, again.scaled(3))) / 2, within(1e-6));
    }

    @Test void drawsHaveTheCovariance() {
        var law = new PlaneGaussian(new Complex(1, -2), 0.8, new Complex(0.3, 0.5));
        var random = new SplittableRandom(3);
        int draws = 200_000;
        double[] sums = new double[3];
        for (int i = 0; i < draws; i++) {
            Complex away = law.sample(random).minus(law.mean());
            sums[0] += away.re() * away.re() / draws;
            sums[1] += away.im() * away.im() / draws;
            sums[2] += away.re() * away.im() / draws;
        }
        assertThat(sums[0]).isCloseTo(law.covariance()[0][0], within(0.02));
        assertThat(sums[1]).isCloseTo(law.covariance()[1][1], within(0.02));
        assertThat(sums[2]).isCloseTo(law.covariance()[0][1], within(0.02));
    }

    /** Histogram and resultant of the phase against draws. */
    @Test void phasesAreThoseOfDraws() {
        var random = new SplittableRandom(5);
        for (PlaneGaussian law : List.of(new PlaneGaussian(new Complex(0.5, 0.4), 0.6, new Complex(-0.3, 0.35)),
                new PlaneGaussian(new Complex(3, -1), 0.5, new Complex(0, 0.4)),
                new PlaneGaussian(Complex.ZERO, 1, new Complex(0.7, 0)),
                new PlaneGaussian(new Complex(0, 1), 0.5, new Complex(0.5, 0)))) {
            PhaseLaw phase = PhaseLaw.of(law);
            int draws = 100_000;
            double[] counts = new double[12];
            Complex mean = Complex.ZERO;
            for (int i = 0; i < draws; i++) {
                double angle = law.sample(random).phase();
                counts[(int) Math.min(11, (angle + Math.PI) / (2 * Math.PI) * 12)] += 1.0 / draws;
                mean = mean.plus(Complex.polar(1.0 / draws, angle));
            }
            assertThat(phase.histogram(12)).containsExactly(counts, within(0.006));
            assertThat(Arrays.stream(phase.histogram(7)).sum()).isCloseTo(1, within(1e-9));
            assertThat(phase.resultant().minus(mean).modulus()).isLessThan(0.008);
        }
    }

    /** Certain in modulus is not certain in phase: with one variance the direction of the long axis decides. */
    @Test void theResultantTellsPhaseFromModulus() {
        Complex mean = Complex.polar(4, 0.7);
        PlaneGaussian along = new PlaneGaussian(mean, 0.5, Complex.polar(0.45, 1.4));
        PlaneGaussian across = new PlaneGaussian(mean, 0.5, Complex.polar(-0.45, 1.4));
        assertThat(along.variance()).isCloseTo(across.variance(), within(1e-15));
        assertThat(PhaseLaw.of(along).resultantLength()).isGreaterThan(0.999);
        assertThat(PhaseLaw.of(across).resultantLength()).isLessThan(0.975);
        assertThat(PhaseLaw.of(across).circularMean()).isCloseTo(0.7, within(1e-9));
    }

    /** As the covariance becomes isotropic its phases become those of the isotropic law; a long one around 0 has two modes. */
    @Test void limits() {
        Complex mean = Complex.polar(0.6, 1);
        PhaseLaw isotropic = PhaseLaw.of(new ComplexGaussian(mean, 0.5));
        PhaseLaw near = PhaseLaw.of(new PlaneGaussian(mean, 0.5, new Complex(1e-12, 0)));
        assertThat(near.resultant().minus(isotropic.resultant()).modulus()).isLessThan(1e-9);
        assertThat(near.histogram(9)).containsExactly(isotropic.histogram(9), within(1e-9));
        assertThat(near.modes()).hasSize(1);
        assertThat(near.modes().get(0).phase()).isCloseTo(1, within(1e-6));
        assertThat(PhaseLaw.of(new PlaneGaussian(mean, 0.5, Complex.ZERO))).isEqualTo(isotropic);
        List<PhaseLaw.Mode> two = PhaseLaw.of(new PlaneGaussian(Complex.ZERO, 1, Complex.polar(0.8, 0.6))).modes();
        assertThat(two).hasSize(2);
        assertThat(two).allSatisfy(mode -> assertThat(mode.mass()).isCloseTo(0.5, within(1e-9)));
        assertThat(Math.abs(Math.sin(two.get(0).phase() - 0.3))).isLessThan(1e-6);
        assertThatThrownBy(() -> new PlaneGaussian(mean, 0.1, new Complex(0.2, 0))).hasMessageContaining("spread = 0.1");
    }
}
