package org.tanhwg.layers.kernel.sparse;

import java.nio.FloatBuffer;

/** A minibatch feature after feature, one heap array of examples each; grows with what it is given. */
public final class Features {
    /** Examples that are transposed at a time: their rows stay in the first-level cache. */
    private static final int BLOCK = 8;

    private float[][] rows = new float[0][];
    private final float[][] blocks = new float[2][0];
    private int batch;

    /** One array of at least {@link #batch} numbers for each feature. */
    public float[][] rows() { return rows; }

    /** Number of examples. */
    public int batch() { return batch; }

    /** Makes room; what was there is lost. */
    public void reserve(int batch, int features) {
        this.batch = batch;
        if (rows.length >= features && (features == 0 || rows[0].length >= batch)) return;
        rows = new float[Math.max(rows.length, features)][batch];
    }

    /**
     * Takes in a matrix [batch, features].
     *
     * @param byFeature whether it lies feature after feature, instead of example after example
     * @param wanted the features that will be read, the first {@code count} of the array; others are left out
     * @param halves how it is done
     */
    public void load(FloatBuffer values, int batch, int features, boolean byFeature, int[] wanted, int count, Halves halves) {
        reserve(batch, features);
        if (byFeature) {
            float[] block = reserveBlock(0, batch * features);
            values.get(0, block, 0, batch * features);
            for (int i = 0; i < count; i++) System.arraycopy(block, wanted[i] * batch, rows[wanted[i]], 0, batch);
            return;
        }
        halves.over((batch + BLOCK - 1) / BLOCK,
                (half, from, to) -> transpose(values, half, from * BLOCK, Math.min(to * BLOCK, batch), features, wanted, count));
    }

    private void transpose(FloatBuffer values, int half, int from, int to, int features, int[] wanted, int count) {
        float[] block = reserveBlock(half, BLOCK * features);
        for (int first = from; first < to; first += BLOCK) {
            int examples = Math.min(BLOCK, to - first);
            values.get(first * features, block, 0, examples * features);
            if (examples == BLOCK) transpose(block, first, features, wanted, count);
            else for (int i = 0; i < count; i++) {
                float[] row = rows[wanted[i]];
                for (int b = 0, at = wanted[i]; b < examples; b++, at += features) row[first + b] = block[at];
            }
        }
    }

    /** A full block, without a loop over its examples. */
    private void transpose(float[] from, int first, int features, int[] wanted, int count) {
        for (int i = 0; i < count; i++) {
            int at = wanted[i];
            float[] row = rows[at];
            row[first] = from[at];
            row[first + 1] = from[at + features];
            row[first + 2] = from[at + 2 * features];
            row[first + 3] = from[at + 3 * features];
            row[first + 4] = from[at + 4 * features];
            row[first + 5] = from[at + 5 * features];
            row[first + 6] = from[at + 6 * features];
            row[first + 7] = from[at + 7 * features];
        }
    }

    /** Writes the matrix [batch, features] in either layout. */
    public void store(FloatBuffer into, int features, boolean byFeature) {
        if (byFeature) {
            float[] block = reserveBlock(0, batch * features);
            for (int x = 0; x < features; x++) System.arraycopy(rows[x], 0, block, x * batch, batch);
            into.put(0, block, 0, batch * features);
            return;
        }
        float[] block = reserveBlock(0, features);
        for (int b = 0; b < batch; b++) {
            for (int x = 0; x < features; x++) block[x] = rows[x][b];
            into.put(b * features, block, 0, features);
        }
    }

    /** One copy between heap and native memory, whatever is in it, is cheaper than one for each feature. */
    private float[] reserveBlock(int half, int length) {
        if (blocks[half].length < length) blocks[half] = new float[length];
        return blocks[half];
    }
}
