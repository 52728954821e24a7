package org.tanhwg.core.transport;

/** The kernel exp(−c_ij/ε) of entropic transport, applied in the log domain so that no ε under- or overflows it. */
final class LogKernel {
    /** exp(−40) is below the rounding of a sum whose largest term is 1. */
    private static final double NEGLIGIBLE = -40;

    private final int rows, columns;
    private final double[] cost;

    private LogKernel(int rows, int columns, double[] cost) {
        this.rows = rows;
        this.columns = columns;
        this.cost = cost;
    }

    static LogKernel of(double[][] cost) {
        int rows = cost.length, columns = cost[0].length;
        double[] flat = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < rows; i++) System.arraycopy(cost[i], 0, flat, i * columns, columns);
        return new LogKernel(rows, columns, flat);
    }

    LogKernel transposed() {
        double[] flipped = new double[cost.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) flipped[j * rows + i] = cost[i * columns + j];
        }
        return new LogKernel(columns, rows, flipped);
    }

    double cost(int i, int j) { return cost[i * columns + j]; }

    /** log Σ_j exp(logWeights_j − c_ij/ε) for each row i; a weight may be log 0 = −∞, but not all. */
    double[] logSums(double[] logWeights, double epsilon) {
        double[] sums = new double[rows], exponent = new double[columns];
        double scale = 1 / epsilon;
        for (int i = 0; i < rows; i++) {
            int offset = i * columns;
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                exponent[j] = logWeights[j] - cost[offset + j] * scale;
                largest = Math.max(largest, exponent[j]);
            }
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                double x = exponent[j] - largest;
                if (x > NEGLIGIBLE) sum += Math.exp(x);
            }
            sums[i] = largest + Math.log(sum);
        }
        return sums;
    }
}
