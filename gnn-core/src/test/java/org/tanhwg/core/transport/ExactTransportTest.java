package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactTransportTest {
    /**
     * Whole masses of total N are N unit atoms, so the best permutation of those is the answer; ties, zero masses and equal costs
     * included.
     */
    @Test void agreesWithAllPermutations() {
        Random random = new Random(1);
        for (int trial = 0; trial < 6000; trial++) {
            int total = 1 + random.nextInt(trial % 20 == 0 ? 7 : 6), n = 1 + random.nextInt(total + 1),
                    m = 1 + random.nextInt(total + 1);
            int[] left = random.ints(total, 0, n).toArray(), right = random.ints(total, 0, m).toArray();
            double[] a = new double[n], b = new double[m];
            for (int i : left) a[i]++;
            for (int j : right) b[j]++;
            double[][] cost = costs(n, m, trial % 4, random), units = new double[total][total];
            for (int i = 0; i < total; i++) {
                for (int j = 0; j < total; j++) units[i][j] = cost[left[i]][right[j]];
            }
            double best = Instances.bestPermutation(units);
            assertOptimal(ExactTransport.solve(a, b, cost), best, 1e-12);
            assertThat(Assignment.solve(units).cost()).isCloseTo(best, within(1e-12));
            assertThat(Assignment.solve(units).optimalityResidual()).isLessThan(1e-13);
        }
    }

    /** Where most pivots are degenerate the solver must still stop, at what another algorithm finds. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3}) void stopsOnDegenerateProblems(int kind) {
        int n = 120;
        double[][] cost = costs(n, n, kind, new Random(2));
        double[] unit = new double[n];
        Arrays.fill(unit, 1);
        Assignment.Result assignment = Assignment.solve(cost);
        assertThat(assignment.permutation()).doesNotHaveDuplicates();
        assertOptimal(ExactTransport.solve(unit, unit, cost), assignment.cost(), 1e-11);
    }

    /** A coupling costs as much as its potentials are worth: no other coupling is cheaper. */
    @Test void potentialsProveTheCost() {
        Random random = new Random(3);
        for (int trial = 0; trial < 50; trial++) {
            int n = 1 + random.nextInt(60), m = 1 + random.nextInt(60);
            double[] a = Instances.masses(n, random), b = Instances.masses(m, random);
            ExactTransport.Result r = ExactTransport.solve(a, b, costs(n, m, 0, random));
            double dual = IntStream.range(0, n).mapToDouble(i -> a[i] * r.f()[i]).sum()
                    + IntStream.range(0, m).mapToDouble(j -> b[j] * r.g()[j]).sum();
            assertOptimal(r, dual, 1e-13);
            assertThat(r.coupling().size()).isLessThan(n + m);
            assertThat(Arrays.stream(r.plan()).flatMapToDouble(DoubleStream::of).min().orElseThrow()).isNotNegative();
        }
    }

    @Test void onePointAndAtomsWithoutMass() {
        assertOptimal(ExactTransport.solve(new double[] {2}, new double[] {2}, new double[][] {{3}}), 6, 0);
        ExactTransport.Result r = ExactTransport.solve(new double[] {0, 1, 0}, new double[] {0, 1},
                new double[][] {{-5, 0}, {1, 2}, {0, -9}});
        assertOptimal(r, 2, 0);
        assertThat(r.coupling().size()).isEqualTo(1);
    }

    /** Any larger, and one of them would be worth more than its cheapest arc. */
    @Test void potentialsOfAtomsWithoutMassAreTheLargest() {
        Random random = new Random(6);
        double[] a = {.5, 0, .5, 0}, b = {0, .25, .75};
        double[][] cost = costs(4, 3, 0, random);
        ExactTransport.Result r = ExactTransport.solve(a, b, cost);
        for (int i : new int[] {1, 3}) {
            double[] row = cost[i];
            assertThat(r.f()[i]).isEqualTo(IntStream.range(0, 3).mapToDouble(j -> row[j] - r.g()[j]).min().orElseThrow());
        }
        // of both only pairs with mass are bound
        assertThat(r.g()[0]).isEqualTo(Math.min(cost[0][0] - r.f()[0], cost[2][0] - r.f()[2]));
    }

    /** Units follow the total, so neither tiny nor huge masses and costs lose digits. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-12, 1e12, 1e150}) void scalesWithMassAndCost(double scale) {
        Random random = new Random(4);
        double[] a = Instances.masses(9, random), b = Instances.masses(12, random);
        double[][] cost = costs(9, 12, 0, random);
        double expected = ExactTransport.solve(a, b, cost).cost();
        double[] heavy = Arrays.stream(a).map(w -> scale * w).toArray(), target = Arrays.stream(b).map(w -> scale * w).toArray();
        assertThat(ExactTransport.solve(heavy, target, cost).cost() / scale).isCloseTo(expected, within(1e-13));
        double[][] dear = Arrays.stream(cost).map(row -> Arrays.stream(row).map(c -> scale * c).toArray())
                .toArray(double[][]::new);
        assertThat(ExactTransport.solve(a, b, dear).cost() / scale).isCloseTo(expected, within(1e-13));
    }

    /** Totals that differ by rounding count as equal; the residual shows what was spread over the targets. */
    @Test void roundingOfTheTotalIsSpread() {
        double[] a = {.5, .5}, b = {.25, .75 + 4e-10};
        ExactTransport.Result r = ExactTransport.solve(a, b, new double[][] {{0, 1}, {1, 0}});
        assertThat(r.converged()).isTrue();
        assertThat(r.cost()).isCloseTo(.25, within(1e-9));
        assertThat(r.marginalResidual()).isBetween(1e-10, 4e-10);
    }

    @Test void saysSoWhenPivotsRunOut() {
        Random random = new Random(5);
        double[] a = Instances.masses(30, random);
        double[][] cost = costs(30, 30, 0, random);
        ExactTransport.Result stopped = ExactTransport.solve(a, a, cost, 3), solved = ExactTransport.solve(a, a, cost);
        assertThat(stopped.status()).isEqualTo(Status.ITERATION_LIMIT);
        assertThat(stopped.iterations()).isEqualTo(3);
        assertThat(stopped.cost()).isGreaterThan(solved.cost());
        assertThat(stopped.optimalityResidual()).isGreaterThan(1e-3);
        assertThat(stopped.marginalResidual()).isLessThan(1e-15);
        assertThat(ExactTransport.solve(a, a, cost, solved.iterations()).converged()).isTrue();
    }

    @Test void badInputIsNamed() {
        double[] one = {1}, two = {.5, .5};
        double[][] square = {{0, 1}, {1, 0}};
        assertRefused("a[1] = -0.5", () -> ExactTransport.solve(new double[] {1.5, -.5}, two, square));
        assertRefused("b[0] = NaN", () -> ExactTransport.solve(two, new double[] {Double.NaN, 1}, square));
        assertRefused("b sums to 0.0", () -> ExactTransport.solve(two, new double[2], square));
        assertRefused("a is empty", () -> ExactTransport.solve(new double[0], two, square));
        assertRefused("a sums to 1.0 but b to 1.1", () -> ExactTransport.solve(two, new double[] {.5, .6}, square));
        assertRefused("cost[1][0] = NaN", () -> ExactTransport.solve(two, two, new double[][] {{0, 1}, {Double.NaN, 0}}));
        assertRefused("cost[1].length = 1: must be 2", () -> ExactTransport.solve(two, two, new double[][] {{0, 1}, {0}}));
        assertRefused("cost.length = 2: must be 1", () -> ExactTransport.solve(one, two, square));
    }

    private static void assertRefused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static void assertOptimal(ExactTransport.Result r, double expected, double tolerance) {
        assertThat(r.converged()).isTrue();
        assertThat(r.cost()).isCloseTo(expected, within(tolerance));
        assertThat(r.marginalResidual()).isLessThan(1e-15);
        assertThat(r.optimalityResidual()).isLessThan(1e-13);
    }

    /** Real, few distinct, one and product costs. */
    private static double[][] costs(int n, int m, int kind, Random random) {
        double[][] cost = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                cost[i][j] = switch (kind) {
                    case 0 -> random.nextDouble() - .3;
                    case 1 -> random.nextInt(3);
                    case 2 -> 1;
                    default -> i % 5 * (j % 7);
                };
            }
        }
        return cost;
    }

    /** Shortest paths alone must do for ordinary costs: the fallback to the simplex would hide any mistake in them. */
    @Test void assignmentNeedsNoOtherAlgorithm() {
        Random random = new Random(5);
        for (int n = 1; n <= 30; n++) {
            double[][] cost = new double[n][n];
            for (double[] row : cost) for (int j = 0; j < n; j++) row[j] = 3 * random.nextGaussian() + j;
            Assignment.Result found = Assignment.solve(cost);
            assertThat(found.iterations()).isEqualTo(n);
            assertThat(found.permutation()).doesNotHaveDuplicates();
            double total = 0, dual = 0;
            for (int i = 0; i < n; i++) {
                total += cost[i][found.permutation()[i]];
                dual += found.f()[i] + found.g()[i];
                for (int j = 0; j < n; j++)
                    assertThat(found.f()[i] + found.g()[j]).isLessThanOrEqualTo(cost[i][j] + 1e-12);
            }
            assertThat(found.cost()).isCloseTo(total, within(1e-12 * n));
            assertThat(dual).isCloseTo(total, within(1e-12 * n));
        }
        assertThatThrownBy(() -> Assignment.solve(new double[][] {{1, 2}, {3}})).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cost");
        assertThatThrownBy(() -> Assignment.solve(new double[][] {{Double.NaN}})).hasMessageContaining("NaN");
    }
}
