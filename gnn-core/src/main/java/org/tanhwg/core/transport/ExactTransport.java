package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.core.Contents;

/**
 * Exact discrete optimal transport: min Σ_ij c_ij P_ij over couplings P ≥ 0 of a and b, by the network simplex.
 *
 * <p>Masses are rounded to 2⁻⁶¹ of their total; then the coupling is exactly optimal, whatever the scales of the costs, and what is
 * returned of costs and potentials is rounded once. Source: Bonneel et al., ACM TOG
 * 30(6), 2011; Cunningham, Math. Programming 11, 1976.
 */
public final class ExactTransport {
    /** A hundred times what is usual at a thousand atoms. */
    private static final long PIVOTS_PER_ATOM = 1000;

    private ExactTransport() {}

    /**
     * A coupling and the potentials that prove it optimal.
     *
     * @param coupling optimal, with at most n + m − 1 entries
     * @param f potential of the sources, n
     * @param g potential of the targets, m; f_i + g_j ≤ c_ij, with equality where mass moves
     * @param cost Σ c_ij P_ij
     * @param marginalResidual largest deviation of a row or column sum from its mass
     * @param optimalityResidual by how much the potentials break one of those conditions, at worst; in units of cost. Where potentials are huge this is their rounding
     * @param iterations pivots
     */
    public record Result(Coupling coupling, double[] f, double[] g, double cost,
            double marginalResidual, double optimalityResidual, long iterations, Status status) implements Status.Reported {

        /** The coupling as an n × m matrix, made anew. */
        public double[][] plan() { return coupling.dense(); }

        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    /**
     * Solves the problem, which always has a solution, within 1000 pivots per atom.
     *
     * @param a source masses ≥ 0, n
     * @param b target masses ≥ 0, m; total as that of a within 1e-9 of it
     * @param cost n × m, any sign, magnitudes ≤ 1e300
     * @throws IllegalArgumentException if the sizes, masses or costs are not as described
     */
    public static Result solve(double[] a, double[] b, double[][] cost) {
        return solve(a, b, cost, PIVOTS_PER_ATOM * (a.length + b.length));
    }

    /**
     * As {@link #solve(double[], double[], double[][])} with at most {@code maxPivots} pivots; the coupling is feasible in any
     * case.
     */
    public static Result solve(double[] a, double[] b, double[][] cost, long maxPivots) {
        Problem.check(a, b, cost);
        if (maxPivots < 0) throw new IllegalArgumentException("maxPivots = " + maxPivots + ": must be >= 0");
        WholeMasses masses = WholeMasses.of(a, b);
        int[] rows = support(masses.supply()), columns = support(masses.demand());
        double[] reduced = new double[Math.multiplyExact(rows.length, columns.length)];
        for (int i = 0, k = 0; i < rows.length; i++) {
            double[] row = cost[rows[i]];
            for (int j : columns) reduced[k++] = row[j];
        }
        NetworkSimplex simplex = new NetworkSimplex(pick(masses.supply(), rows), pick(masses.demand(), columns), reduced);
        long pivots = simplex.run(maxPivots);

        SpanningTree tree = simplex.tree();
        Coupling coupling = coupling(tree, masses, rows, columns, a.length, b.length);
        double[] f = new double[a.length], g = new double[b.length];
        extend(tree, rows, columns, cost, f, g);
        return new Result(coupling, f, g, coupling.cost(cost), coupling.marginalResidual(a, b),
                Problem.optimalityResidual(coupling, f, g, cost),
                pivots < 0 ? maxPivots : pivots, pivots < 0 ? Status.ITERATION_LIMIT : Status.CONVERGED);
    }

    private static int[] support(long[] units) {
        return IntStream.range(0, units.length).filter(i -> units[i] > 0).toArray();
    }

    private static long[] pick(long[] units, int[] support) {
        return IntStream.of(support).mapToLong(i -> units[i]).toArray();
    }

    private static Coupling coupling(SpanningTree tree, WholeMasses masses, int[] rows, int[] columns, int n, int m) {
        int arcs = tree.parent.length;
        int[] used = IntStream.range(0, arcs).filter(v -> v != tree.root && tree.flow[v] > 0).toArray();
        int[] from = new int[used.length], to = new int[used.length];
        double[] mass = new double[used.length];
        for (int k = 0; k < used.length; k++) {
            int v = used[k], row = Math.min(v, tree.parent[v]), column = Math.max(v, tree.parent[v]) - rows.length;
            from[k] = rows[row];
            to[k] = columns[column];
            mass[k] = masses.mass(tree.flow[v]);
        }
        return new Coupling(n, m, from, to, mass);
    }

    /** Potentials of atoms without mass are the largest that keep f_i + g_j ≤ c_ij. */
    private static void extend(SpanningTree tree, int[] rows, int[] columns, double[][] cost, double[] f, double[] g) {
        Arrays.fill(f, Double.POSITIVE_INFINITY);
        Arrays.fill(g, Double.POSITIVE_INFINITY);
        for (int i = 0; i < rows.length; i++) f[rows[i]] = tree.potential[i];
        for (int j = 0; j < columns.length; j++) g[columns[j]] = tree.potential[rows.length + j];
        for (int j = 0; j < g.length; j++) {
            if (g[j] < Double.POSITIVE_INFINITY) continue;
            for (int i : rows) g[j] = Math.min(g[j], cost[i][j] - f[i]);
        }
        for (int i = 0; i < f.length; i++) {
            if (f[i] < Double.POSITIVE_INFINITY) continue;
            for (int j = 0; j < g.length; j++) f[i] = Math.min(f[i], cost[i][j] - g[j]);
        }
    }
}
