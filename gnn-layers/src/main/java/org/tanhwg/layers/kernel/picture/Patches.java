package org.tanhwg.layers.kernel.picture;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What the synapses of a sliding kernel read, as a matrix: P rows for each example, one for each position, and a column for each synapse, column after column. The
 * products of a convolution are then those of a dense layer.
 */
public final class Patches {
    private float[] picture = new float[0];
    private float[] column = new float[0];

    /** Takes the patches out of flat pictures. @param into examples · P × n, column after column */
    public void gather(SlidingWindow window, int examples, FloatBuffer pictures, FloatBuffer into) {
        reserve(window);
        int positions = window.positions();
        for (int b = 0; b < examples; b++) {
            pictures.get(b * window.inputs(), picture, 0, window.inputs());
            for (int x = 0; x < window.synapses(); x++) {
                Arrays.fill(column, 0, positions, 0);
                walk(window, x, true);
                into.put((x * examples + b) * positions, column, 0, positions);
            }
        }
    }

    /** The transpose of {@link #gather}: each pixel receives the sum of what was made of it. */
    public void scatter(SlidingWindow window, int examples, FloatBuffer patches, FloatBuffer into) {
        reserve(window);
        int positions = window.positions();
        for (int b = 0; b < examples; b++) {
            Arrays.fill(picture, 0, window.inputs(), 0);
            for (int x = 0; x < window.synapses(); x++) {
                patches.get((x * examples + b) * positions, column, 0, positions);
                walk(window, x, false);
            }
            into.put(b * window.inputs(), picture, 0, window.inputs());
        }
    }

    /** Copies picture to column, or adds column to picture, along the rows of one synapse. */
    private void walk(SlidingWindow window, int synapse, boolean gathering) {
        int down = window.down(synapse);
        int across = window.across(synapse);
        int channel = window.channel(synapse);
        int first = window.firstColumn(across);
        int count = window.endColumn(across) - first;
        if (count == 0) return;
        int step = window.strideAcross() * (window.channelsLast() ? window.channels() : 1);
        for (int row = window.firstRow(down); row < window.endRow(down); row++) {
            int to = row * window.outWidth() + first;
            int from = window.input(channel, row * window.strideDown() + down, first * window.strideAcross() + across);
            if (!gathering) for (int i = 0; i < count; i++) picture[from + i * step] += column[to + i];
            else if (step == 1) System.arraycopy(picture, from, column, to, count);
            else for (int i = 0; i < count; i++) column[to + i] = picture[from + i * step];
        }
    }

    /** Runs [first][second] of equal length ← the same runs in the order [second][first]. */
    public void exchange(int first, int second, int run, FloatBuffer from, FloatBuffer into) {
        if (column.length < run) column = new float[run];
        for (int i = 0; i < first; i++) {
            for (int j = 0; j < second; j++) {
                from.get((i * second + j) * run, column, 0, run);
                into.put((j * first + i) * run, column, 0, run);
            }
        }
    }

    private void reserve(SlidingWindow window) {
        if (picture.length < window.inputs()) picture = new float[window.inputs()];
        if (column.length < window.positions()) column = new float[window.positions()];
    }
}
