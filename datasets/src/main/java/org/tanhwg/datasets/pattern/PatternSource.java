package org.tanhwg.datasets.pattern;

import java.util.SplittableRandom;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Examples;

/** Where patterns come from. */
public interface PatternSource {
    /** Bits or phases of a pattern. */
    int bits();

    /** How many patterns there are; {@link Integer#MAX_VALUE} where they are drawn. */
    int size();

    /**
     * The first patterns.
     *
     * @return {@code count} × {@link #bits()} numbers, each 1 or −1; of phases twice as many, real parts first
     * @throws IllegalArgumentException unless {@code count} is in [0, {@link #size()}]
     */
    float[][] first(int count);

    /** Independent bits, −1 and 1 equally likely. */
    record RandomPatterns(int bits, long seed) implements PatternSource {
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

    /**
     * Patterns in families: each follows the random prototype of its family, and differs from it in independent bits.
     *
     * @param families number of prototypes
     * @param correlation ρ of the same bit in two patterns of a family; a bit agrees with the prototype with probability (1 + √ρ)/2
     */
    record CorrelatedPatterns(int bits, int families, double correlation, long seed) implements PatternSource {
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

    /** Independent phases, all equally likely: of each pattern {@code bits} real parts, then as many imaginary ones. */
    record PhasePatterns(int bits, long seed) implements PatternSource {
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

    /**
     * Examples in an order that a seed shuffles, each feature a bit: 1 above one half, else −1.
     *
     * @param examples whose features lie in [0, 1], as pixels do
     */
    record ImagePatterns(Examples examples, long seed) implements PatternSource {
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
}
