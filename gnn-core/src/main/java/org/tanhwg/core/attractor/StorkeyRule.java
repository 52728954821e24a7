package org.tanhwg.core.attractor;

import org.tanhwg.core.Checks;

/**
 * Storkey's rule (1997): J_yx grows by (x_y x_x − x_y h_xy − h_yx x_x)/d, where h_yx = Σ_k J_yk x_k without the terms of x and y.
 *
 * <p>It is local, stores one pattern after the other, and is for bits only.
 */
public final class StorkeyRule implements StorageRule {
    private final float[][] weights;

    /** Nothing stored. */
    public StorkeyRule(int units) {
        weights = new float[Checks.atLeast("units", units, 1)][units];
    }

    @Override public void store(float[][] patterns) {
        for (float[] pattern : States.BITS.checked(weights.length, patterns)) store(pattern);
    }

    private void store(float[] bits) {
        int units = bits.length;
        float[] fields = new float[units];
        for (int y = 0; y < units; y++) for (int x = 0; x < units; x++) fields[y] += weights[y][x] * bits[x];
        for (int y = 0; y < units; y++) {
            for (int x = 0; x < y; x++) { // J stays symmetric, its diagonal 0
                float toY = fields[y] - weights[y][x] * bits[x];
                float toX = fields[x] - weights[y][x] * bits[y];
                weights[y][x] += (bits[y] * bits[x] - bits[y] * toX - toY * bits[x]) / units;
                weights[x][y] = weights[y][x];
            }
        }
    }

    @Override public AttractorNetwork memory() {
        return AttractorNetwork.unbiased(weights, States.BITS);
    }
}
