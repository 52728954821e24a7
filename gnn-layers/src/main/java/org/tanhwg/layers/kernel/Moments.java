package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/** Second moments over a minibatch, the raw material of curvature estimates. */
public final class Moments {
    private Moments() {}

    /**
     * Mean square of every column of a row-major matrix.
     *
     * @param values rows × columns, row after row
     * @param into receives mean_b values²; at least {@code columns} long
     */
    public static void meanSquares(int rows, int columns, FloatBuffer values, float[] into) {
        float[] row = new float[columns];
        java.util.Arrays.fill(into, 0, columns, 0);
        for (int r = 0; r < rows; r++) {
            values.get(r * columns, row, 0, columns);
            for (int i = 0; i < columns; i++) into[i] += row[i] * row[i];
        }
        for (int i = 0; i < columns; i++) into[i] /= rows;
    }

    /**
     * Mass-weighted mean square of the inputs of every unit: s_y = Σ_x ŵ_xy mean_b a_x² (theory §4.1, majorised form).
     *
     * @param mass structural weights, one column of n per unit
     * @param inputMeanSquares mean_b a_x², n values
     * @param into receives s_y, {@code units} values
     */
    public static void massWeighted(int n, int units, FloatBuffer mass, float[] inputMeanSquares, float[] into) {
        float[] w = new float[n];
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            double sum = 0;
            for (int i = 0; i < n; i++) sum += w[i] * inputMeanSquares[i];
            into[unit] = (float) (n * sum);
        }
    }
}
