package org.tanhwg.layers.kernel.picture;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What some synapses of a sliding kernel read at some positions of one row, of maps that lie example innermost: a matrix with a row for each position and example,
 * column after column. Neighbouring positions read neighbouring runs, so a column is one copy, or one for each position where the kernel takes larger steps.
 *
 * <p>Channels come before pixels; a few positions at a time leave the patches in the cache for the products.
 */
public final class MapPatches {
    private float[] run = new float[0];
    private float[] sum = new float[0];

    /**
     * {@code into} ← the patches.
     *
     * @param maps [channels, height, width, batch]
     * @param synapses those from the first number to before the second
     * @param columns of the output row {@code row}, likewise
     */
    public void gather(SlidingWindow window, int batch, FloatBuffer maps, Range synapses, int row, Range columns,
            FloatBuffer into) {
        reserve(columns.size() * batch);
        Arrays.fill(run, 0, columns.size() * batch, 0);
        for (int x = synapses.from; x < synapses.to; x++) {
            int at = (x - synapses.from) * columns.size() * batch;
            Range inside = inside(window, x, row, columns);
            if (inside.size() < columns.size()) into.put(at, run, 0, columns.size() * batch);
            if (inside.size() == 0) continue;
            int to = at + (inside.from - columns.from) * batch;
            int from = source(window, x, row, inside.from) * batch;
            if (window.strideAcross() == 1) into.put(to, maps, from, inside.size() * batch);
            else
                for (int i = 0; i < inside.size(); i++)
                    into.put(to + i * batch, maps, from + i * window.strideAcross() * batch, batch);
        }
    }

    /** The transpose of {@link #gather}: adds to each pixel what was made of it. */
    public void scatter(SlidingWindow window, int batch, FloatBuffer patches, Range synapses, int row, Range columns,
            FloatBuffer onto) {
        reserve(columns.size() * batch);
        for (int x = synapses.from; x < synapses.to; x++) {
            Range inside = inside(window, x, row, columns);
            if (inside.size() == 0) continue;
            int from = ((x - synapses.from) * columns.size() + inside.from - columns.from) * batch;
            int to = source(window, x, row, inside.from) * batch;
            if (window.strideAcross() == 1) add(patches, from, inside.size() * batch, onto, to);
            else
                for (int i = 0; i < inside.size(); i++)
                    add(patches, from + i * batch, batch, onto, to + i * window.strideAcross() * batch);
        }
    }

    private void add(FloatBuffer what, int from, int length, FloatBuffer onto, int to) {
        what.get(from, run, 0, length);
        onto.get(to, sum, 0, length);
        for (int i = 0; i < length; i++) sum[i] += run[i];
        onto.put(to, sum, 0, length);
    }

    private static int source(SlidingWindow window, int synapse, int row, int column) {
        return window.input(window.channel(synapse), row * window.strideDown() + window.down(synapse),
                column * window.strideAcross() + window.across(synapse));
    }

    /** The columns at which a synapse reads inside of the picture. */
    private static Range inside(SlidingWindow window, int synapse, int row, Range columns) {
        int down = window.down(synapse);
        if (row < window.firstRow(down) || row >= window.endRow(down)) return new Range(columns.from, columns.from);
        int across = window.across(synapse);
        int first = Math.min(columns.to, Math.max(columns.from, window.firstColumn(across)));
        return new Range(first, Math.max(first, Math.min(columns.to, window.endColumn(across))));
    }

    private void reserve(int length) {
        if (run.length >= length) return;
        run = new float[length];
        sum = new float[length];
    }

    /** Numbers from {@code from} to before {@code to}. */
    public record Range(int from, int to) {
        /** How many they are. */
        public int size() { return to - from; }
    }
}
