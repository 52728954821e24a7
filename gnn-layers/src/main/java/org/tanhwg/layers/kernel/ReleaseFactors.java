package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
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
    private int[] places = new int[0];
    private float[] column = new float[0];

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
        System.arraycopy(pool, place(SplitMix.seed(seed, step), example), row, 0, width);
    }

    /** The same factors of all examples, one run of examples for each of {@code width} inputs. */
    public void fill(long step, int examples, int width, FloatBuffer into) {
        if (places.length < examples) {
            places = new int[examples];
            column = new float[examples];
        }
        long seedOfStep = SplitMix.seed(seed, step);
        for (int example = 0; example < examples; example++) places[example] = place(seedOfStep, example);
        for (int x = 0; x < width; x++) {
            for (int example = 0; example < examples; example++) column[example] = pool[places[example] + x];
            into.put(x * examples, column, 0, examples);
        }
    }

    private static int place(long seedOfStep, int example) {
        return (int) (SplitMix.mix(seedOfStep ^ example) >>> 48);
    }
}
