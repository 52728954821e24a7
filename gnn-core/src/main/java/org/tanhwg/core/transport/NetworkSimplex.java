package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Primal network simplex for the transport problem with whole masses > 0 and equal totals on the complete bipartite graph.
 *
 * <p>The tree is kept strongly feasible: an arc without flow has its row below its column. With the leaving arc chosen as the
 * last blocking one around the cycle, exact flows then rule out cycling (Cunningham, Math. Programming 11, 1976). Each pivot
 * takes the most negative arc of a row, rows in turn: first in double precision and up to a tolerance, then exactly, so that a cost which
 * dwarfs the others hides nothing.
 */
final class NetworkSimplex {
    /** Reduced costs above minus this share of the largest cost or potential count as 0 while potentials are rounded. */
    private static final double TOLERANCE = 1e-14;
    /** Fifty times what is usual at a thousand atoms; rounded potentials could keep the simplex going for ever. */
    private static final long ROUNDED_PIVOTS_PER_ATOM = 500;
    /** Bounds the rounding of a reduced cost, as a share of the magnitudes in it. */
    private static final double ROUNDING = 8 * Math.ulp(1.0);

    private final int rows, columns;
    private final double[] cost;
    private final double tolerance;
    private final SpanningTree tree;

    /** @param cost row-major */
    NetworkSimplex(long[] supply, long[] demand, double[] cost) {
        this.rows = supply.length;
        this.columns = demand.length;
        this.cost = cost;
        double largest = 0;
        for (double c : cost) largest = Math.max(largest, Math.abs(c));
        tolerance = TOLERANCE * largest;
        tree = new SpanningTree(rows + columns, rows + columns - 1);
        plant(supply.clone(), demand.clone());
    }

    SpanningTree tree() { return tree; }

    /** Pivots until no arc improves; returns the number of pivots, or −1 if {@code maxPivots} did not suffice. */
    long run(long maxPivots) {
        long rounded = Math.min(maxPivots, ROUNDED_PIVOTS_PER_ATOM * (rows + columns));
        long pivots = sweep(0, rounded, this::cheapest);
        tree.turnExact();
        return sweep(pivots < 0 ? rounded : pivots, maxPivots, this::exactlyCheapest);
    }

    private long sweep(long done, long maxPivots, IntUnaryOperator entering) {
        long pivots = done;
        int row = 0;
        for (int idle = 0; idle < rows; idle++) {
            int column = entering.applyAsInt(row);
            if (column >= 0) {
                if (pivots == maxPivots) return -1;
                pivot(row, column);
                pivots++;
                idle = -1;
            }
            if (++row == rows) row = 0;
        }
        return pivots;
    }

    /** The column of the row's most negative reduced cost beyond rounding, or −1. */
    private int cheapest(int row) {
        double[] potential = tree.potential;
        int offset = row * columns, column = -1;
        double least = potential[row] - Math.max(tolerance, TOLERANCE * Math.abs(potential[row]));
        for (int j = 0; j < columns; j++) {
            double reduced = cost[offset + j] - potential[rows + j];
            if (reduced < least) {
                least = reduced;
                column = j;
            }
        }
        return column;
    }

    /** The column of the row's most negative exact reduced cost, or −1; only what rounding may hide is summed exactly. */
    private int exactlyCheapest(int row) {
        double[] potential = tree.potential;
        int offset = row * columns, column = -1;
        double least = 0, f = potential[row];
        for (int j = 0; j < columns; j++) {
            double c = cost[offset + j], g = potential[rows + j];
            if (c - f - g > ROUNDING * (Math.abs(c) + Math.abs(f) + Math.abs(g))) continue;
            double reduced = tree.reduced(c, row, rows + j);
            if (reduced < least) {
                least = reduced;
                column = j;
            }
        }
        return column;
    }

    private void pivot(int row, int column) {
        int[] parent = tree.parent, depth = tree.depth;
        long[] flow = tree.flow;
        int source = row, sink = rows + column;
        // around the cycle, from where both ends meet: down to the source, over the new arc, up from the sink
        long sourceLeast = Long.MAX_VALUE, sinkLeast = Long.MAX_VALUE;
        int sourceOut = -1, sinkOut = -1, p = source, q = sink;
        while (p != q) {
            if (depth[p] >= depth[q]) {
                if (p < rows && flow[p] < sourceLeast) {
                    sourceLeast = flow[p];
                    sourceOut = p;
                }
                p = parent[p];
            } else {
                if (q >= rows && flow[q] <= sinkLeast) {
                    sinkLeast = flow[q];
                    sinkOut = q;
                }
                q = parent[q];
            }
        }
        int meet = p;
        long pushed = Math.min(sourceLeast, sinkLeast);
        if (pushed > 0) {
            for (p = source; p != meet; p = parent[p]) flow[p] += p < rows ? -pushed : pushed;
            for (q = sink; q != meet; q = parent[q]) flow[q] += q < rows ? pushed : -pushed;
        }
        double arcCost = cost[row * columns + column];
        if (sinkLeast <= sourceLeast) tree.move(sinkOut, sink, source, pushed, arcCost);
        else tree.move(sourceOut, source, sink, pushed, arcCost);
    }

    /**
     * First basis: each row in turn fills the open columns that are cheapest above their column's minimum; the last column, the
     * root, takes what is left. On a tie the column closes and the row goes on with nothing, which is what strong feasibility
     * asks.
     */
    private void plant(long[] supply, long[] demand) {
        double[] least = columnMinima();
        int root = columns - 1, open = columns - 1;
        int[] column = new int[open];
        for (int j = 0; j < open; j++) column[j] = j;
        for (int i = 0; i < rows; i++) {
            boolean rowOpen = true;
            while (rowOpen) {
                int slot = -1;
                double best = Double.POSITIVE_INFINITY;
                for (int s = 0; s < open; s++) {
                    double excess = cost[i * columns + column[s]] - least[column[s]];
                    if (excess < best) {
                        best = excess;
                        slot = s;
                    }
                }
                int j = slot < 0 ? root : column[slot];
                double arcCost = cost[i * columns + j];
                rowOpen = j != root && supply[i] >= demand[j];
                if (rowOpen) {
                    tree.link(rows + j, i, demand[j], arcCost);
                    supply[i] -= demand[j];
                    column[slot] = column[--open];
                } else {
                    tree.link(i, rows + j, supply[i], arcCost);
                    demand[j] -= supply[i];
                }
            }
        }
        tree.refresh(tree.root);
    }

    private double[] columnMinima() {
        double[] least = new double[columns];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) least[j] = Math.min(least[j], cost[i * columns + j]);
        }
        return least;
    }
}
