package org.tanhwg.core.transport;

import org.tanhwg.core.Checks;

/** Checks that every discrete transport problem shares. */
final class Problem {
    /** Relative difference of total masses that still counts as rounding. */
    private static final double MISMATCH = 1e-9;
    /** Keeps sums along a tree of potentials finite. */
    private static final double LARGEST_COST = 1e300;

    /** Below this share of the largest cost, rounding of the cost alone moves an entropic plan. */
    private static final double SMALLEST_EPSILON = 1e-12;

    private Problem() {}

    /** @throws IllegalArgumentException unless masses, totals and the shape and entries of the cost fit together */
    static void check(double[] a, double[] b, double[][] cost) {
        checkMasses("a", a, "b", b);
        checkCost(cost, a.length, b.length);
    }

    static void checkMasses(String first, double[] a, String second, double[] b) {
        double left = sum(Checks.masses(first, a)), right = sum(Checks.masses(second, b));
        if (Math.abs(left - right) > MISMATCH * Math.max(left, right)) {
            throw new IllegalArgumentException(
                    first + " sums to " + left + " but " + second + " to " + right
                            + ": masses must match; DiscreteMeasure.probabilities makes both sum to 1");
        }
    }

    static void checkCost(double[][] cost, int rows, int columns) {
        Checks.size("cost.length", cost.length, rows);
        for (int i = 0; i < rows; i++) {
            Checks.size("cost[" + i + "].length", cost[i].length, columns);
            for (int j = 0; j < columns; j++) {
                // also false for NaN
                if (!(Math.abs(cost[i][j]) <= LARGEST_COST)) {
                    throw new IllegalArgumentException("cost[" + i + "][" + j + "] = " + cost[i][j]
                            + ": must be a number of magnitude at most " + LARGEST_COST);
                }
            }
        }
    }

    static void checkEpsilon(double epsilon, double[][] cost) {
        double largest = largest(cost);
        if (Checks.positive("epsilon", epsilon) < SMALLEST_EPSILON * largest) {
            throw new IllegalArgumentException("epsilon = " + epsilon + ": must be at least " + SMALLEST_EPSILON
                    + " of the largest cost, " + largest + "; below that take ExactTransport");
        }
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double v : values) sum += v;
        return sum;
    }

    static double largest(double[][] cost) {
        double largest = 0;
        for (double[] row : cost) {
            for (double c : row) largest = Math.max(largest, Math.abs(c));
        }
        return largest;
    }

    /** By how much f_i + g_j ≤ c_ij, or equality where the coupling has entries, is broken at worst. */
    static double optimalityResidual(Coupling coupling, double[] f, double[] g, double[][] cost) {
        double worst = 0;
        for (int i = 0; i < f.length; i++) {
            double[] row = cost[i];
            for (int j = 0; j < g.length; j++)
                if (f[i] + g[j] >= row[j]) worst = Math.max(worst, -Expansion.difference(row[j], f[i], g[j]));
        }
        for (int k = 0; k < coupling.size(); k++) {
            int i = coupling.from()[k], j = coupling.to()[k];
            worst = Math.max(worst, Math.abs(Expansion.difference(cost[i][j], f[i], g[j])));
        }
        return worst;
    }
}
