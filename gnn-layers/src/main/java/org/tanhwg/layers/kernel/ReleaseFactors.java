package org.tanhwg.layers.kernel;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tanhwg.core.SplitMix;

/**
 * Multiplicative noise 1 + sd·ξ, never below 0, as a pure function of (seed, step, example): a resumed run draws the same numbers.
 *
 * <p>Each example reads a window of a fixed pool of normals at a random place: drawing fresh normals would cost more than the step itself.
 */
public final class ReleaseFactors {
    private static final int PLACES = 1 << 16;

    private final long seed;
    private final float[] pool;

    /** Those of a step. */
    public record OfStep(ReleaseFactors factors, long step) {}

    /** @param width longest row that will be asked for */
    public ReleaseFactors(long seed, double sd, int width) {
        this.seed = seed;
        this.pool = new float[PLACES + width];
        RandomGenerator generator = new SplittableRandom(seed);
        for (int i = 0; i < pool.length; i++) pool[i] = (float) Math.max(0, 1 + sd * generator.nextGaussian());
    }

    /** Longest row that can be filled. */
    public int width() { return pool.length - PLACES; }

    /** Copies the factors of one example into {@code into[at, at + width)}. */
    public void fill(long step, int example, int width, float[] into, int at) {
        System.arraycopy(pool, place(SplitMix.seed(seed, step), example), into, at, width);
    }

    /** Copies the factors of all examples, one run of examples for each of the inputs [from, to). */
    public void fillColumns(long step, int examples, int from, int to, float[] columns) {
        long seedOfStep = SplitMix.seed(seed, step);
        int example = 0;
        for (; example + 7 < examples; example += 8) fillEight(seedOfStep, example, examples, from, to, columns);
        for (; example < examples; example++) {
            int place = place(seedOfStep, example);
            for (int x = from, at = example; x < to; x++, at += examples) columns[at] = pool[place + x];
        }
    }

    /** Eight windows at a time: each is read in its order, and what is written for an input lies side by side. */
    private void fillEight(long seedOfStep, int example, int examples, int from, int to, float[] columns) {
        int p0 = place(seedOfStep, example), p1 = place(seedOfStep, example + 1), p2 = place(seedOfStep, example + 2),
                p3 = place(seedOfStep, example + 3), p4 = place(seedOfStep, example + 4), p5 = place(seedOfStep, example + 5),
                p6 = place(seedOfStep, example + 6), p7 = place(seedOfStep, example + 7);
        for (int x = from, at = example; x < to; x++, at += examples) {
            columns[at] = pool[p0 + x];
            columns[at + 1] = pool[p1 + x];
            columns[at + 2] = pool[p2 + x];
            columns[at + 3] = pool[p3 + x];
            columns[at + 4] = pool[p4 + x];
            columns[at + 5] = pool[p5 + x];
            columns[at + 6] = pool[p6 + x];
            columns[at + 7] = pool[p7 + x];
        }
    }

    private static int place(long seedOfStep, int example) { return (int) (SplitMix.mix(seedOfStep ^ example) >>> 48); }
}
