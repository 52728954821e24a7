package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the simplex works, which its answers do not show: exact pricing mends what rounded pricing or the first basis does badly. */
class NetworkSimplexTest {

    /** Cheapest above the column's minimum, 2 rows: row 0 fills column 0, then gives the rest to column 1, which is the dearer for it. */
    @Test void theFirstBasisIsCheapAboveTheMinimaOfColumns() {
        double[] cost = {5, 9, 4, 9, 1, 2};
        var simplex = new NetworkSimplex(new long[] {5, 4}, new long[] {3, 3, 3}, cost);
        // above the minima 5, 1 and 2 row 0 pays 0, 8 and 2; the last column takes what is left
        assertThat(flows(simplex.tree(), 2)).isDeepEqualTo(new long[][] {{3, 2, 0}, {0, 1, 3}});
        assertThat(simplex.run(0)).isEqualTo(-1);
        assertThat(simplex.run(100)).isPositive();
        assertThat(flows(simplex.tree(), 2)).isDeepEqualTo(new long[][] {{3, 0, 2}, {0, 3, 1}});
    }

    /** A start or a choice of arcs that is worse takes more pivots; it would be seen nowhere else. */
    @ParameterizedTest
    @CsvSource({"0, 12, 12, 10", "1, 40, 30, 121", "2, 60, 60, 312", "3, 60, 60, 377"}) void pivotsAreFew(long seed, int rows,
            int columns,
            int pivots) {
        Random random = new Random(seed);
        double[] a = Instances.masses(rows, random), b = Instances.masses(columns, random);
        double[][] cost = Instances.cost(Instances.points(rows, 2, random), Instances.points(columns, 2, random), true);
        assertThat(ExactTransport.solve(a, b, cost).iterations()).isEqualTo(pivots);
    }

    /** Against exact decimals: three nodes of a path with potentials 0, c and d − c, at scales that rounding does not survive. */
    @Property(tries = 500) void reducedCostsAreExact(@ForAll long seed, @ForAll @IntRange(max = 30) int decades) {
        Random random = new Random(seed);
        double c = wild(random, decades), d = wild(random, decades);
        var tree = new SpanningTree(3, 2);
        tree.link(1, 2, 0, c);
        tree.link(0, 1, 0, d);
        tree.turnExact();
        assertThat(tree.potential).containsExactly(d - c, c, 0);
        BigDecimal[] potential = {new BigDecimal(d).subtract(new BigDecimal(c)), new BigDecimal(c), BigDecimal.ZERO};
        double[] costs = {wild(random, decades), d, c, c + d, Math.nextUp(d)};
        for (double cost : costs)
            for (int u = 0; u < 3; u++)
                for (int v = 0; v < 3; v++) {
                    BigDecimal exact = new BigDecimal(cost).subtract(potential[u]).subtract(potential[v]);
                    double reduced = tree.reduced(cost, u, v), expected = exact.doubleValue();
                    assertThat(Math.signum(reduced)).isEqualTo(exact.signum());
                    assertThat(Math.abs(reduced - expected)).isLessThanOrEqualTo(Math.ulp(expected));
                }
    }

    private static double wild(Random random, int decades) {
        return (random.nextInt(3) == 0 ? random.nextInt(4) : random.nextGaussian())
                * Math.pow(10, decades == 0 ? 0 : random.nextInt(2 * decades) - decades);
    }

    /** What flows on the arcs of the tree, rows by columns. */
    private static long[][] flows(SpanningTree tree, int rows) {
        long[][] flows = new long[rows][tree.parent.length - rows];
        for (int node = 0; node < tree.parent.length; node++) {
            if (node == tree.root) continue;
            int up = tree.parent[node];
            flows[Math.min(node, up)][Math.max(node, up) - rows] = tree.flow[node];
        }
        return flows;
    }
}
