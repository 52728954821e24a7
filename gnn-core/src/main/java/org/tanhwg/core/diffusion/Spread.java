package org.tanhwg.core.diffusion;

/** Mean and standard deviation of each column of a table. */
record Spread(double[] means, double[] deviations) {

    /** @throws IllegalArgumentException if there are fewer than two rows, or a column is constant */
    static Spread of(double[][] rows) {
        if (rows.length < 2) throw new IllegalArgumentException("examples = " + rows.length + ": must be at least 2");
        int k = rows[0].length;
        double[] means = new double[k], deviations = new double[k];
        for (double[] row : rows) for (int j = 0; j < k; j++) means[j] += row[j] / rows.length;
        for (double[] row : rows) for (int j = 0; j < k; j++) deviations[j] += (row[j] - means[j]) * (row[j] - means[j]);
        for (int j = 0; j < k; j++) {
            deviations[j] = Math.sqrt(deviations[j] / rows.length);
            if (!(deviations[j] > 0)) throw new IllegalArgumentException("coordinate " + j + " of the examples is constant");
        }
        return new Spread(means, deviations);
    }
}
