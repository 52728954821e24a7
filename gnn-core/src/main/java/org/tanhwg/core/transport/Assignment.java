package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * The linear assignment problem min_π Σ_i c_{i,π(i)} by shortest augmenting paths, O(n³); where their potentials do not prove the
 * permutation optimal within 1e-12 of its cost, by {@link ExactTransport}.
 *
 * <p>Source: Jonker and Volgenant, Computing 38, 1987.
 */
public final class Assignment {
    /** Share of the cost that may be rounding. */
    private static final double ROUNDING = 1e-12;

    private Assignment() {}

    /**
     * An optimal permutation and the potentials that prove it.
     *
     * @param permutation π, the column of each row
     * @param f potentials of the rows, f_i + g_j ≤ c_ij
     * @param g potentials of the columns
     * @param cost Σ_i c_{i,π(i)}
     * @param optimalityResidual by how much f_i + g_j ≤ c_ij, or equality on the assigned pairs, is broken at worst
     * @param iterations augmentations, n; pivots where the costs took {@link ExactTransport}
     */
    public record Result(int[] permutation, double[] f, double[] g, double cost, double optimalityResidual, int iterations,
            Status status) implements Status.Reported {
        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    /** @param cost n × n, n ≥ 1, magnitudes ≤ 1e300 @throws IllegalArgumentException if the cost is not as described */
    public static Result solve(double[][] cost) {
        int n = Checks.atLeast("cost.length", cost.length, 1);
        Problem.checkCost(cost, n, n);
        double[] f = new double[n], g = new double[n];
        int[] rowOf = new int[n], columnOf = new int[n];
        Arrays.fill(rowOf, -1);
        Arrays.fill(columnOf, -1);
        for (int row = 0; row < n; row++) augment(row, cost, f, g, rowOf, columnOf);
        double[] unit = new double[n];
        Arrays.fill(unit, 1);
        Coupling pairs = new Coupling(n, n, rowOf, IntStream.range(0, n).toArray(), unit);
        double total = pairs.cost(cost), residual = Problem.optimalityResidual(pairs, f, g, cost);
        // another permutation costs at most n residuals less
        return n * residual <= ROUNDING * Math.abs(total) ? new Result(columnOf, f, g, total, residual, n, Status.CONVERGED)
                : exactly(unit, cost);
    }

    /** Where costs dwarf one another, path lengths in double precision prove nothing. */
    private static Result exactly(double[] unit, double[][] cost) {
        ExactTransport.Result plan = ExactTransport.solve(unit, unit, cost);
        int[] permutation = new int[unit.length];
        Coupling pairs = plan.coupling();
        for (int k = 0; k < pairs.size(); k++) permutation[pairs.from()[k]] = pairs.to()[k];
        return new Result(permutation, plan.f(), plan.g(), plan.cost(), plan.optimalityResidual(), (int) plan.iterations(),
                plan.status());
    }

    /** Grows a shortest path tree in reduced costs from a free row to a free column, then swaps along the path. */
    private static void augment(int start, double[][] cost, double[] f, double[] g, int[] rowOf, int[] columnOf) {
        int n = f.length;
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int[] reachedFrom = new int[n];
        boolean[] settled = new boolean[n];
        int row = start, column;
        double reached = 0;
        do {
            int next = -1;
            for (int j = 0; j < n; j++) {
                if (settled[j]) continue;
                double through = reached + (cost[row][j] - f[row] - g[j]);
                if (through < distance[j]) {
                    distance[j] = through;
                    reachedFrom[j] = row;
                }
                if (next < 0 || distance[j] < distance[next]) next = j;
            }
            column = next;
            reached = distance[column];
            settled[column] = true;
            row = rowOf[column];
        } while (row >= 0);
        f[start] += reached;
        for (int j = 0; j < n; j++) {
            if (!settled[j] || j == column) continue;
            g[j] -= reached - distance[j];
            f[rowOf[j]] += reached - distance[j];
        }
        for (int j = column; j >= 0;) {
            int i = reachedFrom[j], released = columnOf[i];
            rowOf[j] = i;
            columnOf[i] = j;
            j = i == start ? -1 : released;
        }
    }
}
