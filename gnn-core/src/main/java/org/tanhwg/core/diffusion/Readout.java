package org.tanhwg.core.diffusion;

import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * A linear map from N features to p values, Wx + b.
 *
 * @param weights W, p rows of length N
 * @param bias b, of length p
 */
public record Readout(double[][] weights, double[] bias) {

    /** @throws IllegalArgumentException if sizes do not agree or something is not finite */
    public Readout {
        Checks.size("bias.length", Checks.finite("bias", bias).length, weights.length);
        for (double[] row : weights) Checks.size("weights row length", Checks.finite("weights", row).length, weights[0].length);
    }

    /** Values. */
    public void apply(double[] features, double[] values) {
        for (int o = 0; o < values.length; o++) {
            double[] row = weights[o];
            double sum = bias[o];
            for (int i = 0; i < row.length; i++) sum += row[i] * features[i];
            values[o] = sum;
        }
    }

    /** Whether values do not depend on features. */
    public boolean constant() { return nonZeros() == 0; }

    /** Number of weights that are not exactly 0. */
    public int nonZeros() {
        int count = 0;
        for (double[] row : weights) for (double w : row) if (w != 0) count++;
        return count;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
