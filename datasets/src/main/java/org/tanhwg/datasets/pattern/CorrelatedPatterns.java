package org.tanhwg.datasets.pattern;

import java.util.SplittableRandom;
import org.tanhwg.core.Checks;

/**
 * Patterns in families: each follows the random prototype of its family, and differs from it in independent bits.
 *
 * @param families number of prototypes
 * @param correlation ρ of the same bit in two patterns of a family; a bit agrees with the prototype with probability (1 + √ρ)/2
 */
public record CorrelatedPatterns(int bits, int families, double correlation, long seed) implements PatternSource {
    public CorrelatedPatterns {
        Checks.atLeast("bits", bits, 1);
        Checks.atLeast("families", families, 1);
        Checks.inRange("correlation", correlation, 0, 1);
    }

    @Override public int size() {
        return Integer.MAX_VALUE;
    }

    @Override public float[][] first(int count) {
        float[][] prototypes = new RandomPatterns(bits, seed).first(families);
        var random = new SplittableRandom(seed).split();
        double agreement = (1 + Math.sqrt(correlation)) / 2;
        float[][] patterns = new float[Checks.atLeast("count", count, 0)][bits];
        for (float[] pattern : patterns) {
            float[] prototype = prototypes[random.nextInt(families)];
            for (int y = 0; y < bits; y++) pattern[y] = random.nextDouble() < agreement ? prototype[y] : -prototype[y];
        }
        return patterns;
    }
}
