package org.tanhwg.layers.kernel;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Multiplicative noise 1 + sd·ξ, never below 0, as a pure function of (seed, step, example): a resumed run draws the same numbers.
 *
 * <p>Each example reads a window of a fixed pool of normals at a random place: drawing fresh normals would cost more than the step itself.
 */
public final class ReleaseFactors {
    private static final int PLACES = 1 << 16;

    private final long seed;
    private final float[] pool;

    /** @param width longest row that will be asked for */
    public ReleaseFactors(long seed, double sd, int width) {
        this.seed = seed;
        this.pool = new float[PLACES + width];
        RandomGenerator generator = new SplittableRandom(seed);
        for (int i = 0; i < pool.length; i++) pool[i] = (float) Math.max(0, 1 + sd * generator.nextGaussian());
    }

    /** Longest row that can be filled. */
    public int width() { return pool.length - PLACES; }

    /** Copies the factors of one example into {@code row[0, width)}. */
    public void fill(long step, int example, int width, float[] row) {
        int place = (int) (SplitMix.mix(SplitMix.seed(seed, step) ^ example) >>> 48);
        System.arraycopy(pool, place, row, 0, width);
    }
}
