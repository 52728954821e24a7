package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.transport.UnitGeometry.InputMetric;
import org.tanhwg.core.transport.UnitGeometry.UnitMeasure;

/** The metric that a memory field induces on units (Rem 1.3), and what it says of their sums. */
class UnitGeometryTest {
    private static final InputMetric GRID = InputMetric.grid(3, 4, .7);

    @Property(tries = 200) void itIsAMetric(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int n) {
        Random random = new Random(seed);
        UnitMeasure p = unit(random, n), q = unit(random, n), r = unit(random, n);
        double pq = UnitGeometry.distance(p, q, GRID);
        assertThat(UnitGeometry.distance(p, p, GRID)).isLessThan(1e-7);
        assertThat(UnitGeometry.distance(q, p, GRID)).isCloseTo(pq, within(1e-9));
        assertThat(pq).isLessThanOrEqualTo(UnitGeometry.distance(p, r, GRID) + UnitGeometry.distance(r, q, GRID) + 1e-9);
    }

    /** Of equal masses the best plan is a matching: by trying all of them. */
    @Property(tries = 50) void itIsTheBestMatchingOfEqualMasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n) {
        Random random = new Random(seed);
        double[] equal = new double[n];
        Arrays.fill(equal, 1);
        UnitMeasure p = new UnitMeasure(unit(random, n).inputs(), equal, random.doubles(n, -2, 2).toArray());
        UnitMeasure q = new UnitMeasure(unit(random, n).inputs(), equal, random.doubles(n, -2, 2).toArray());
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                int x = p.inputs()[i], y = q.inputs()[j];
                cost[i][j] = Math.pow(.7, 2) * (Math.pow(x % 4 - y % 4, 2) + Math.pow(x / 4 - y / 4, 2))
                        + Math.pow(p.amplitudes()[i] - q.amplitudes()[j], 2);
            }
        assertThat(UnitGeometry.distance(p, q, GRID)).isCloseTo(Math.sqrt(Instances.bestPermutation(cost) / n), within(1e-9));
    }

    /** No activations up to A tell two units further apart than the distance allows. */
    @Property(tries = 500) void sumsDifferByNoMoreThanTheBound(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int n,
            @ForAll @DoubleRange(min = .01, max = 3) double gap, @ForAll @DoubleRange(max = 1) double near) {
        Random random = new Random(seed);
        UnitMeasure p = unit(random, n);
        UnitMeasure q = near < .5 ? unit(random, n)
                : new UnitMeasure(p.inputs(), moved(random, p.masses(), 1e-3), moved(random, p.amplitudes(), 1e-3));
        double d = UnitGeometry.distance(p, q, InputMetric.equal(gap));
        double[] a = random.doubles(12, -2, 2).toArray();
        double bound = UnitGeometry.deviation(d, 2, Math.sqrt(p.secondMoment()), gap);
        assertThat(Math.abs(sum(p, a) - sum(q, a))).isLessThanOrEqualTo(bound + 1e-6);
    }

    @Test void knownDistances() {
        var left = new UnitMeasure(new int[] {0}, new double[] {1}, new double[] {2});
        var right = new UnitMeasure(new int[] {5}, new double[] {3}, new double[] {-1});
        assertThat(UnitGeometry.distance(left, right, InputMetric.equal(4))).isEqualTo(5);
        // pixel 5 of rows of four lies one row below and one to the right
        assertThat(UnitGeometry.distance(left, right, InputMetric.grid(2, 4, 1))).isCloseTo(Math.sqrt(11), within(1e-12));
        assertThat(InputMetric.grid(2, 2, 1).distance(1, 5)).as("the same place of the next plane").isEqualTo(1);
    }

    /** Points of a plane come back up to rotation: their distances do. */
    @Property(tries = 50) void scalingFindsPointsOfAPlane(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        Random random = new Random(seed);
        double[][] points = IntStream.range(0, n).mapToObj(i -> random.doubles(2, -1, 1).toArray()).toArray(double[][]::new);
        double[][] distances = distances(points);
        double[][] found = distances(UnitGeometry.embedding(distances, 2));
        for (int i = 0; i < n; i++) assertThat(found[i]).containsExactly(distances[i], within(1e-6));
        double[][] flat = UnitGeometry.embedding(distances, 3);
        for (double[] point : flat) assertThat(point[2]).isCloseTo(0, within(1e-6));
    }

    private static double[][] distances(double[][] points) {
        double[][] d = new double[points.length][points.length];
        for (int i = 0; i < d.length; i++)
            for (int j = 0; j < d.length; j++) d[i][j] = Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
        return d;
    }

    private static double sum(UnitMeasure unit, double[] a) {
        return IntStream.range(0, unit.inputs().length)
                .mapToDouble(i -> a[unit.inputs()[i]] * unit.masses()[i] * unit.amplitudes()[i]).sum();
    }

    private static double[] moved(Random random, double[] values, double by) {
        return Arrays.stream(values).map(v -> v + by * Math.abs(v) * random.nextDouble()).toArray();
    }

    private static UnitMeasure unit(Random random, int n) {
        int[] inputs = random.ints(0, 12).distinct().limit(n).toArray();
        return new UnitMeasure(inputs, random.doubles(n, .01, 1).toArray(), random.doubles(n, -2, 2).toArray());
    }
}
