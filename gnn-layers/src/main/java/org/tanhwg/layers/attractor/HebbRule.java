package org.tanhwg.layers.attractor;

import org.tanhwg.core.Checks;

/** Hebb's outer products, J = (1/d) Σ_i x_i x_iᵀ without its diagonal (Hopfield 1982). */
public final class HebbRule implements StorageRule {
    private final float[][] weights;

    /** Nothing stored. */
    public HebbRule(int units) {
        weights = new float[Checks.atLeast("units", units, 1)][units];
    }

    @Override public void store(float[][] patterns) {
        for (float[] pattern : Patterns.checked(weights.length, patterns))
            for (int y = 0; y < weights.length; y++)
                for (int x = 0; x < weights.length; x++) if (x != y) weights[y][x] += pattern[y] * pattern[x] / weights.length;
    }

    @Override public AttractorNetwork memory() {
        return AttractorNetwork.unbiased(weights);
    }
}
