package org.tanhwg.datasets.pattern;

import java.util.SplittableRandom;
import org.tanhwg.core.Checks;

/** Independent phases, all equally likely: of each pattern {@code bits} real parts, then as many imaginary ones. */
public record PhasePatterns(int bits, long seed) implements PatternSource {
    public PhasePatterns { Checks.atLeast("bits", bits, 1); }

    @Override public int size() {
        return Integer.MAX_VALUE;
    }

    @Override public float[][] first(int count) {
        var random = new SplittableRandom(seed);
        float[][] patterns = new float[Checks.atLeast("count", count, 0)][2 * bits];
        for (float[] pattern : patterns) {
            for (int y = 0; y < bits; y++) {
                double phase = 2 * Math.PI * random.nextDouble();
                pattern[y] = (float) Math.cos(phase);
                pattern[bits + y] = (float) Math.sin(phase);
            }
        }
        return patterns;
    }
}
