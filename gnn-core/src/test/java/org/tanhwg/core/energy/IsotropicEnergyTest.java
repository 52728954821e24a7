package org.tanhwg.core.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.IsotropicEnergy.Distance;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.energy.IsotropicEnergy.Radial;

class IsotropicEnergyTest {

    /** Energy descent (Thm 3.1): a step never costs more than it gains. */
    @Property void stepsDescend(@ForAll("energies") IsotropicEnergy e, @ForAll @DoubleRange(max = 50) double d,
            @ForAll("timeSteps") double tau) {
        double left = e.remaining(d, tau);
        assertThat(left).isBetween(0.0, d);
        assertThat(objective(e, d, tau, left)).isLessThanOrEqualTo(e.value(d) + 8 * Math.ulp(e.value(d)));
    }

    /** No point of the geodesic does better: a thousand rivals lose. */
    @Property(tries = 300) void stepsMinimise(@ForAll("energies") IsotropicEnergy e, @ForAll @DoubleRange(max = 50) double d,
            @ForAll("timeSteps") double tau) {
        double best = objective(e, d, tau, e.remaining(d, tau));
        for (int i = 0; i <= 1000; i++) {
            assertThat(objective(e, d, tau, d * i / 1000)).isGreaterThanOrEqualTo(best - 1e-12 * (1 + best));
        }
    }

    /** The search finds the closed forms: f(r) = λr/2 + β√r. */
    @Property void searchAgreesWithClosedForms(@ForAll @DoubleRange(max = 5) double lambda,
            @ForAll @DoubleRange(max = 5) double beta,
            @ForAll @DoubleRange(max = 50) double d, @ForAll("timeSteps") double tau) {
        Radial searched = new Radial(r -> lambda / 2 * r + beta * Math.sqrt(r));
        assertThat(searched.remaining(d, tau)).isCloseTo(new Elastic(lambda, beta).remaining(d, tau), within(1e-6 * (1 + d)));
    }

    /** Thm 5.8, one direction: the fraction of the quadratic energy is τλ/(1+τλ) from everywhere. */
    @Property void quadraticFractionDoesNotDependOnTheState(@ForAll @DoubleRange(min = 0.01, max = 100) double lambda,
            @ForAll("timeSteps") double tau,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 1e6) double d) {
        Quadratic e = new Quadratic(lambda);
        assertThat(e.fraction(d, tau)).isEqualTo(tau * lambda / (1 + tau * lambda)).isBetween(0.0, 1.0);
        assertThat(e.remaining(d, tau)).isCloseTo((1 - e.fraction(d, tau)) * d, within(1e-12 * d));
    }

    /** Thm 5.8, the other direction, on the rest of the family: nearer states go another share of the way. */
    @Test void otherFractionsDependOnTheState() {
        for (IsotropicEnergy e : new IsotropicEnergy[] {new Distance(1), new Elastic(1, 1), new Radial(r -> r * r),
                new Radial(Math::exp)}) {
            assertThat(Math.abs(e.fraction(2, 0.1) - e.fraction(1, 0.1))).as("%s", e).isGreaterThan(1e-3);
        }
    }

    /** β√r arrives at the signal in ⌈d/(τβ)⌉ steps and stays; the quadratic energy never arrives. */
    @Test void distanceArrivesInFiniteTime() {
        double d = 1;
        double quadratic = 1;
        for (int step = 1; step <= 4; step++) {
            d = new Distance(0.5).remaining(d, 0.5);
            quadratic = new Quadratic(0.5).remaining(quadratic, 0.5);
            assertThat(d).isEqualTo(Math.max(0, 1 - step * 0.25));
        }
        assertThat(d).isZero();
        assertThat(quadratic).isPositive();
        assertThat(new Distance(0.5).remaining(0, 0.5)).isZero();
    }

    @Test void refusesWhatIsNoEnergyAndNoStep() {
        assertThatThrownBy(() -> new Quadratic(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lambda = 0.0");
        assertThatThrownBy(() -> new Distance(Double.NaN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beta = NaN");
        assertThatThrownBy(() -> new Elastic(1, 1).remaining(-1, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("d = -1.0");
        assertThatThrownBy(() -> new Radial(r -> r).remaining(1, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tau = 0.0");
    }

    @Provide Arbitrary<IsotropicEnergy> energies() {
        Arbitrary<Double> positive = Arbitraries.doubles().between(0.01, 10);
        return Arbitraries.oneOf(positive.map(Quadratic::new), positive.map(Distance::new),
                positive.flatMap(lambda -> positive.map(beta -> new Elastic(lambda, beta))),
                positive.map(scale -> new Radial(r -> scale * r * r)),
                positive.map(scale -> new Radial(r -> Math.sqrt(scale + r))));
    }

    @Provide Arbitrary<Double> timeSteps() {
        return Arbitraries.doubles().between(1e-4, 1e4).ofScale(4).withSpecialValue(1);
    }

    private static double objective(IsotropicEnergy e, double d, double tau, double left) {
        return e.value(left) + (d - left) * (d - left) / (2 * tau);
    }
}
