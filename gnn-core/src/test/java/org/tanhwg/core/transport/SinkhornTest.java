package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkhornTest {
    private final Random random = new Random(7);
    private final double[][] x = Instances.points(40, 2, random), y = Instances.points(30, 2, random);
    private final double[] a = Instances.masses(40, random), b = Instances.masses(30, random);
    private final double[][] cost = Instances.cost(x, y, true);

    /** Small ε: within ε log(nm) of the exact cost, and never NaN. Rounded costs make ties, where exact plans are not unique. */
    @ParameterizedTest
    @CsvSource({"1e-1, false", "1e-2, false", "1e-3, true", "1e-4, false", "1e-4, true",
            "1e-5, false"}) void approachesTheExactCost(double share, boolean ties) {
        double[][] c = ties
                ? Arrays.stream(cost).map(row -> Arrays.stream(row).map(Math::rint).toArray()).toArray(double[][]::new) : cost;
        double epsilon = share * Problem.largest(c), exact = ExactTransport.solve(a, b, c).cost();
        Sinkhorn.Result r = Sinkhorn.solve(a, b, c, epsilon);
        assertThat(r.status()).isEqualTo(Status.CONVERGED);
        assertThat(r.marginalResidual()).isLessThan(1e-9);
        assertThat(r.cost()).isBetween(exact - 1e-8, exact + epsilon * Math.log(1200));
        assertThat(r.value()).isCloseTo(r.cost() + epsilon * relativeEntropy(r.plan()), within(1e-8));
    }

    @Test void transposesWithItsProblem() {
        double[][] flipped = IntStream.range(0, 30).mapToObj(j -> Arrays.stream(cost).mapToDouble(row -> row[j]).toArray())
                .toArray(double[][]::new);
        Sinkhorn.Result r = Sinkhorn.solve(a, b, cost, .05), s = Sinkhorn.solve(b, a, flipped, .05);
        assertThat(s.cost()).isCloseTo(r.cost(), within(1e-9));
        assertThat(s.plan()[2][3]).isCloseTo(r.plan()[3][2], within(1e-9));
        assertThat(s.f()[0] + s.g()[0]).isCloseTo(r.f()[0] + r.g()[0], within(1e-6));
    }

    @Test void atomsWithoutMassGetNone() {
        double[] p = {0, .7, .3, 0}, q = {.2, 0, .8};
        double[][] c = {{0, 1e3, 2}, {3, 0, 1}, {1, 5, 2}, {-1e3, 0, 0}};
        Sinkhorn.Result r = Sinkhorn.solve(p, q, c, .1);
        assertThat(r.converged()).isTrue();
        for (int i = 0; i < 4; i++) assertThat(r.plan()[i][1]).isZero();
        assertThat(r.plan()[0]).containsOnly(0);
        assertThat(Arrays.stream(r.plan()[1]).sum()).isCloseTo(.7, within(1e-9));
    }

    @Test void onePoint() {
        Sinkhorn.Result r = Sinkhorn.solve(new double[] {3}, new double[] {3}, new double[][] {{2}}, 1e-3);
        assertThat(r.cost()).isCloseTo(6, within(1e-12));
        assertThat(r.converged()).isTrue();
    }

    @Test void saysSoWhenIterationsRunOut() {
        Sinkhorn.Result r = Sinkhorn.solve(a, b, cost, 1e-4, 1e-10, 3);
        assertThat(r.status()).isEqualTo(Status.ITERATION_LIMIT);
        assertThat(r.iterations()).isEqualTo(3);
        assertThat(r.marginalResidual()).isFinite().isGreaterThan(1e-10);
        assertThat(r.cost()).isFinite();
    }

    @Test void divergenceIsZeroOnlyForEqualMeasures() {
        double[][] xx = Instances.cost(x, x, true), yy = Instances.cost(y, y, true);
        Sinkhorn.Divergence same = Sinkhorn.divergence(a, a, xx, xx, xx, .1), other = Sinkhorn.divergence(a, b, cost, xx, yy, .1);
        assertThat(same.value()).isCloseTo(0, within(1e-9));
        assertThat(same.converged() && other.converged()).isTrue();
        assertThat(other.value()).isGreaterThan(.01);
        // two Dirac laws: the bias cancels to the plain cost, whatever ε is
        double[] one = {1};
        assertThat(Sinkhorn.divergence(one, one, new double[][] {{9}}, new double[][] {{0}}, new double[][] {{0}}, 5).value())
                .isCloseTo(9, within(1e-12));
    }

    @Test void barycentreSaysSoWhenIterationsRunOut() {
        double[][] laws = {{1, 0, 0}, {0, 0, 1}}, c = {{0, 1, 4}, {1, 0, 1}, {4, 1, 0}};
        EntropicBarycentre.Result stopped = EntropicBarycentre.solve(laws, new double[] {.5, .5}, c, 1e-4, 1e-10, 1),
                solved = EntropicBarycentre.solve(laws, new double[] {.5, .5}, c, 1e-4);
        assertThat(solved.law()).containsExactly(new double[] {0, 1, 0}, within(1e-9));
        assertThat(solved.converged()).isTrue();
        assertThat(stopped.law()).doesNotContain(Double.NaN);
        assertThat(stopped.converged()).isEqualTo(stopped.marginalResidual() <= 1e-10);
    }

    @Test void badInputIsNamed() {
        assertThatThrownBy(() -> Sinkhorn.solve(a, b, cost, 0)).hasMessageContaining("epsilon = 0.0");
        assertThatThrownBy(() -> Sinkhorn.solve(a, b, cost, 1e-14)).hasMessageContaining("epsilon = 1.0E-14")
                .hasMessageContaining("ExactTransport");
        assertThatThrownBy(() -> Sinkhorn.solve(a, b, new double[40][29], 1))
                .hasMessageContaining("cost[0].length = 29: must be 30");
        assertThatThrownBy(
                () -> EntropicBarycentre.solve(new double[][] {{1, 0}}, new double[] {1}, new double[][] {{1, 2}}, 1e-300))
                .hasMessageContaining("epsilon = 1.0E-300");
        assertThatThrownBy(
                () -> EntropicBarycentre.solve(new double[][] {{.5, .5}}, new double[] {1}, new double[][] {{0, Double.NaN}}, 1))
                .hasMessageContaining("cost[0][1] = NaN");
        assertThatThrownBy(() -> EntropicBarycentre.solve(new double[][] {{.5, .4}}, new double[] {1}, new double[1][2], 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("laws[0] sums to 0.9");
    }

    private double relativeEntropy(double[][] plan) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) if (plan[i][j] > 0) sum += plan[i][j] * Math.log(plan[i][j] / (a[i] * b[j]));
        }
        return sum;
    }
}
