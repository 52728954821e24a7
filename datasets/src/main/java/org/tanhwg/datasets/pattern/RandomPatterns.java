package org.tanhwg.datasets.pattern;

import java.util.SplittableRandom;
import org.tanhwg.core.Checks;

/** Independent bits, −1 and 1 equally likely. */
public record RandomPatterns(int bits, long seed) implements PatternSource {
    public RandomPatterns { Checks.atLeast("bits", bits, 1); }

    @Override public int size() {
        return Integer.MAX_VALUE;
    }

    @Override public float[][] first(int count) {
        var random = new SplittableRandom(seed);
        float[][] patterns = new float[Checks.atLeast("count", count, 0)][bits];
        for (float[] pattern : patterns) for (int y = 0; y < bits; y++) pattern[y] = random.nextBoolean() ? 1 : -1;
        return patterns;
    }
}
