package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tanhwg.core.energy.Prox;

/** What every energy's step must satisfy; subclasses supply instances. */
abstract class StepContract {
    private static final double[] TAUS = {0.01, 0.7, 30};

    abstract Stream<StepCase<?>> cases();

    /** E(μ⁺) + D²/(2τ) ≤ E(μ) (Thm 3.1). */
    @TestFactory Stream<DynamicTest> descends() {
        return each(
                (c, step, tau) -> assertThat(step.slack()).isGreaterThanOrEqualTo(-1e-12 * (1 + Math.abs(step.energyBefore()))));
    }

    @TestFactory Stream<DynamicTest> keepsAProbability() {
        return cases().flatMap(StepContract::masses);
    }

    @TestFactory Stream<DynamicTest> commutesWithReordering() {
        return cases().flatMap(StepContract::reordered);
    }

    /** No state that a search without knowledge of prox can find does better. */
    @TestFactory Stream<DynamicTest> agreesWithBruteForce() {
        return cases().flatMap(StepContract::bruteForce);
    }

    @TestFactory Stream<DynamicTest> saysHowItWasFound() {
        return each((c, step, tau) -> assertThat(step.status()).isNotEqualTo(Prox.Status.NOT_CONVERGED));
    }

    @TestFactory Stream<DynamicTest> refusesStepsThatAreNone() {
        return cases().map(c -> DynamicTest.dynamicTest(c.name(), () -> refuses(c)));
    }

    private interface Check {
        void on(StepCase<?> c, StepResult<?> step, double tau);
    }

    private Stream<DynamicTest> each(Check check) {
        return cases().flatMap(c -> taus(c)
                .mapToObj(tau -> DynamicTest.dynamicTest(c + ", tau = " + tau, () -> check.on(c, step(c, tau), tau))));
    }

    private static DoubleStream taus(StepCase<?> c) {
        return Arrays.stream(TAUS);
    }

    private static <S> StepResult<S> step(StepCase<S> c, double tau) {
        return Proximal.step(c.energy(), c.from(), tau);
    }

    private static <S> Stream<DynamicTest> masses(StepCase<S> c) {
        return taus(c).mapToObj(tau -> DynamicTest.dynamicTest(c + ", tau = " + tau, () -> {
            double[] masses = c.masses().apply(step(c, tau).to());
            assertThat(Arrays.stream(masses).min().orElseThrow()).isNotNegative();
            assertThat(Arrays.stream(masses).sum()).isCloseTo(1, within(1e-12));
        }));
    }

    private static <S> Stream<DynamicTest> reordered(StepCase<S> c) {
        return taus(c).mapToObj(tau -> DynamicTest.dynamicTest(c + ", tau = " + tau, () -> {
            S expected = c.reorder().apply(step(c, tau).to());
            S actual = Proximal.step(c.twin(), c.reorder().apply(c.from()), tau).to();
            assertThat(c.twin().space().distance(actual, expected)).isLessThan(1e-7);
        }));
    }

    private static <S> Stream<DynamicTest> bruteForce(StepCase<S> c) {
        return taus(c).mapToObj(tau -> DynamicTest.dynamicTest(c + ", tau = " + tau, () -> {
            ToDoubleFunction<S> objective = state -> {
                double d = c.energy().space().distance(state, c.from());
                return c.energy().value(state) + d * d / (2 * tau);
            };
            S to = step(c, tau).to();
            double found = objective.applyAsDouble(to);
            assertThat(c.rivals().least(objective, List.of(c.from(), to)))
                    .isGreaterThanOrEqualTo(found - 1e-9 * (1 + Math.abs(found)));
        }));
    }

    private static <S> void refuses(StepCase<S> c) {
        for (double tau : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> c.energy().prox(c.from(), tau)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tau = " + tau);
        }
    }
}
