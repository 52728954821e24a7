package org.tanhwg.core.attractor;

import org.tanhwg.core.Checks;

/** Hebb's outer products, J = (1/d) Σ_i x_i x_i* without its diagonal (Hopfield 1982; for phases Noest 1987). */
public final class HebbRule implements StorageRule {
    private final States states;
    private final float[][] weights;

    /** Nothing stored. */
    public HebbRule(int units, States states) {
        this.states = states;
        weights = new float[Checks.atLeast("units", units, 1)][units * states.parts()];
    }

    @Override public void store(float[][] patterns) {
        for (float[] pattern : states.checked(weights.length, patterns))
            for (float[] turned : states.turned(pattern))
                for (int y = 0; y < weights.length; y++)
                    for (int x = 0; x < turned.length; x++) weights[y][x] += turned[y] * turned[x] / weights.length;
    }

    @Override public AttractorNetwork memory() {
        return AttractorNetwork.unbiased(weights, states);
    }
}
