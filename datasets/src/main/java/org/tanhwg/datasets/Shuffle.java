package org.tanhwg.datasets;

import java.util.SplittableRandom;

/** The order of examples as a pure function of (seed, epoch), so that a resumed run sees what the first one would have seen. */
final class Shuffle {
    private Shuffle() {}

    /** Fills {@code order} with a uniformly random permutation of 0 … length − 1. */
    static void fill(int[] order, long seed, int epoch) {
        for (int i = 0; i < order.length; i++) order[i] = i;
        // the seed is hashed before the epoch is added, or (seed, epoch + 1) and (seed + 1, epoch) would be one order
        var random = new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
    }
}
