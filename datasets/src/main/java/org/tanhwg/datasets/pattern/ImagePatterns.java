package org.tanhwg.datasets.pattern;

import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Examples;

/**
 * Examples in an order that a seed shuffles, each feature a bit: 1 above one half, else −1.
 *
 * @param examples whose features lie in [0, 1], as pixels do
 */
public record ImagePatterns(Examples examples, long seed) implements PatternSource {
    private static final float INK = 0.5f;

    @Override public int bits() {
        return examples.width();
    }

    @Override public int size() {
        return examples.count();
    }

    @Override public float[][] first(int count) {
        float[][] patterns = new float[Checks.atLeast("count", count, 0)][bits()];
        if (count == 0) return patterns;
        float[] features = examples.sample(count, seed).features();
        for (int i = 0; i < count; i++)
            for (int y = 0; y < bits(); y++) patterns[i][y] = features[i * bits() + y] > INK ? 1 : -1;
        return patterns;
    }
}
