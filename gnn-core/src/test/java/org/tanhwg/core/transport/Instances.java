package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random transport problems for the tests. */
final class Instances {
    private Instances() {}

    static double[][] points(int n, int dimension, RandomGenerator random) {
        return java.util.stream.Stream.generate(() -> random.doubles(dimension).map(u -> 4 * u - 2).toArray()).limit(n)
                .toArray(double[][]::new);
    }

    static double[] masses(int n, RandomGenerator random) {
        double[] w = random.doubles(n).map(u -> .05 + u * u).toArray();
        double total = Arrays.stream(w).sum();
        return Arrays.stream(w).map(v -> v / total).toArray();
    }

    static double[][] cost(double[][] x, double[][] y, boolean squared) {
        double[][] cost = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                double sum = 0;
                for (int k = 0; k < x[i].length; k++) sum += (x[i][k] - y[j][k]) * (x[i][k] - y[j][k]);
                cost[i][j] = squared ? sum : Math.sqrt(sum);
            }
        }
        return cost;
    }

    /** Least Σ_i c_{i,π(i)} over all permutations π. */
    static double bestPermutation(double[][] cost) {
        return best(cost, 0, 0);
    }

    private static double best(double[][] cost, int row, int used) {
        if (row == cost.length) return 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < cost.length; j++) {
            if ((used >> j & 1) == 0) least = Math.min(least, cost[row][j] + best(cost, row + 1, used | 1 << j));
        }
        return least;
    }
}
