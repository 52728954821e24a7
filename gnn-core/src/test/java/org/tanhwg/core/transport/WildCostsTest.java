package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.space.Euclidean;

/** Costs, masses and points whose scales differ by hundreds of decades. */
class WildCostsTest {
    private static final double[] ONES = {1, 1, 1};

    @Test void oneHugeCostHidesNothing() {
        double[][] cost = {{.9, 1e16, 0}, {5, 0, 5}, {0, 5, .9}};
        ExactTransport.Result r = ExactTransport.solve(ONES, ONES, cost);
        assertThat(r.cost()).isZero();
        assertThat(r.converged()).isTrue();
        assertThat(Assignment.solve(cost).cost()).isZero();
    }

    @Test void pointsFarAway() {
        Euclidean line = new Euclidean(1);
        var from = DiscreteMeasure.uniform(Arrays.asList(new double[] {0}, new double[] {1e9}, new double[] {1}));
        var to = DiscreteMeasure.uniform(Arrays.asList(new double[] {1}, new double[] {1e9}, new double[] {0}));
        assertThat(DiscreteTransport.between(line, from, to).squared()).isZero();
    }

    /** Whole masses are unit atoms, so the best permutation of those, in exact decimals, is the answer. */
    @Property(tries = 2000) void exactAtAnyScale(@ForAll @IntRange(min = 1, max = 6) int total,
            @ForAll @IntRange(max = 300) int decades,
            @ForAll boolean signed, @ForAll long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(total), m = 1 + random.nextInt(total);
        int[] left = random.ints(total, 0, n).toArray(), right = random.ints(total, 0, m).toArray();
        double[] a = new double[n], b = new double[m];
        for (int i : left) a[i]++;
        for (int j : right) b[j]++;
        double[][] cost = costs(n, m, decades, signed, random), units = new double[total][total];
        for (int i = 0; i < total; i++) for (int j = 0; j < total; j++) units[i][j] = cost[left[i]][right[j]];
        BigDecimal best = best(units, 0, 0);

        ExactTransport.Result r = ExactTransport.solve(a, b, cost);
        assertThat(r.converged()).isTrue();
        assertThat(exactCost(r.coupling(), cost)).isEqualByComparingTo(best);
        assertThat(r.cost()).isCloseTo(best.doubleValue(), within(2 * Math.ulp(best.doubleValue())));
        Assignment.Result assignment = Assignment.solve(units);
        assertThat(assignment.permutation()).doesNotHaveDuplicates();
        assertThat(assignment.cost()).isCloseTo(best.doubleValue(), within(1e-12 * Math.abs(best.doubleValue())));
    }

    /** Larger problems, against an algorithm of another kind: rows permuted by decades cannot confuse either. */
    @Property(tries = 60) void agreesWithAssignment(@ForAll @IntRange(min = 10, max = 40) int n,
            @ForAll @IntRange(max = 40) int decades,
            @ForAll long seed) {
        double[][] cost = costs(n, n, decades, false, new Random(seed));
        double[] unit = new double[n];
        Arrays.fill(unit, 1);
        double expected = Assignment.solve(cost).cost();
        assertThat(ExactTransport.solve(unit, unit, cost).cost()).isCloseTo(expected, within(1e-11 * Math.abs(expected)));
    }

    /** The total may lie below the normal doubles, where a quotient by it overflows. */
    @Property(tries = 300) void subnormalMasses(@ForAll @IntRange(min = 1, max = 6) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] a = random.ints(n, 0, 1 << 20).mapToDouble(k -> (k + 1) * Double.MIN_VALUE).toArray(), b = a.clone();
        b[0] += a[n - 1];
        if (n > 1) b[n - 1] = 0;
        else b[0] = a[0];
        double[] points = random.doubles(n).toArray();
        double total = Arrays.stream(a).sum();
        Coupling line = Wasserstein1D.coupling(points, a, points, b);
        assertThat(Arrays.stream(line.mass()).sum()).isEqualTo(total);
        Coupling plan = ExactTransport.solve(a, b, new double[n][n]).coupling();
        assertThat(Arrays.stream(plan.mass()).sum()).isEqualTo(total);
    }

    /** Totals that differ by rounding, in the subnormal range: the difference is spread as elsewhere. */
    @Test void subnormalTotalsThatDiffer() {
        double[] a = {1e-310, 2e-310}, b = {2e-310, 1.0000000001e-310};
        assertThat(ExactTransport.solve(a, b, new double[][] {{0, 1}, {1, 0}}).marginalResidual()).isLessThan(1e-319);
    }

    @Test void distancesOnTheLineDoNotOverflow() {
        double[] half = {.5, .5};
        assertThat(Wasserstein1D.squared(new double[] {0, 1.5e154}, new double[] {1 - 1e-9, 1e-9}, new double[] {0},
                new double[] {1}))
                .isCloseTo(2.25e299, within(1e290));
        assertThat(Wasserstein1D.distance(new double[] {-1e308, 0}, half, new double[] {0, 1e308}, half)).isEqualTo(1e308);
        assertThat(Wasserstein1D.distance(new double[] {-1e308}, new double[] {.5}, new double[] {1e308}, new double[] {.5}))
                .isEqualTo(1e308);
        QuantileLaw far = QuantileLaw.of(0, 0, 0, 1.5e154), zero = QuantileLaw.of(0, 0, 0, 0);
        assertThat(Wasserstein1D.squared(far, zero)).isCloseTo(5.625e307, within(1e295));
        assertThat(new Euclidean(2).distance(new double[] {3e200, -1e308}, new double[] {0, -1e308})).isEqualTo(3e200);
        assertThat(new Euclidean(2).distance(new double[] {3e-200, 0}, new double[] {0, 4e-200})).isCloseTo(5e-200,
                within(1e-215));
    }

    private static double[][] costs(int n, int m, int decades, boolean signed, Random random) {
        double[][] cost = new double[n][m];
        for (double[] row : cost) {
            for (int j = 0; j < m; j++) {
                double size = Math.pow(10, decades == 0 ? 0 : random.nextInt(2 * decades) - decades);
                row[j] = (signed && random.nextBoolean() ? -1 : 1) * size
                        * (random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble());
            }
        }
        return cost;
    }

    private static BigDecimal exactCost(Coupling coupling, double[][] cost) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < coupling.size(); k++)
            sum = sum
                    .add(new BigDecimal(coupling.mass()[k]).multiply(new BigDecimal(cost[coupling.from()[k]][coupling.to()[k]])));
        return sum;
    }

    private static BigDecimal best(double[][] cost, int row, int used) {
        if (row == cost.length) return BigDecimal.ZERO;
        BigDecimal least = null;
        for (int j = 0; j < cost.length; j++) {
            if ((used >> j & 1) != 0) continue;
            BigDecimal sum = new BigDecimal(cost[row][j]).add(best(cost, row + 1, used | 1 << j));
            if (least == null || sum.compareTo(least) < 0) least = sum;
        }
        return least;
    }
}
