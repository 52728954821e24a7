package org.tanhwg.core;

import java.util.SplittableRandom;

/** Seeds as pure functions of what is drawn for, so that a resumed run draws the same numbers. */
public final class SplitMix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** A seed for draw {@code index} of the family {@code seed}; neighbours are unrelated. */
    public static long seed(long seed, long index) {
        return mix(seed ^ index * GOLDEN);
    }

    /** The generator of that draw. */
    public static SplittableRandom generator(long seed, long index) {
        return new SplittableRandom(seed(seed, index));
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    public static long mix(long z) {
        z = (z + GOLDEN ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
