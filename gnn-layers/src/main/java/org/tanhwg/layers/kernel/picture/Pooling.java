package org.tanhwg.layers.kernel.picture;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.layers.kernel.Pointwise;

/** The largest of each window of maps that lie example innermost; windows lie side by side, and what they do not cover counts for nothing. */
public final class Pooling {
    private final int down;
    private final int across;
    private final float[][] window;
    private float[] largest = new float[0];
    private float[] row = new float[0];

    /** @param down height of a window @param across its width */
    public Pooling(int down, int across) {
        this.down = down;
        this.across = across;
        window = new float[down * across][0];
    }

    /** Windows above one another. */
    public int positionsDown(int height) { return height / down; }

    /** Windows beside one another. */
    public int positionsAcross(int width) { return width / across; }

    /** @param maps [channels, height, width, batch] @param into [channels, positions down, positions across, batch] */
    public void forward(int channels, int height, int width, int batch, FloatBuffer maps, FloatBuffer into) {
        reserve(batch);
        int at = 0;
        for (int channel = 0; channel < channels; channel++)
            for (int top = 0; top < positionsDown(height); top++)
                for (int left = 0; left < positionsAcross(width); left++, at += batch) {
                    read(channel, height, width, top, left, batch, maps);
                    into.put(at, largest, 0, batch);
                }
    }

    /** Leaves the window in {@link #window} and its maxima in {@link #largest}. */
    private void read(int channel, int height, int width, int top, int left, int batch, FloatBuffer maps) {
        for (int i = 0; i < window.length; i++)
            maps.get(place(channel, height, width, top, left, i) * batch, window[i], 0, batch);
        System.arraycopy(window[0], 0, largest, 0, batch);
        for (int i = 1; i < window.length; i++) larger(batch, window[i], largest);
    }

    private int place(int channel, int height, int width, int top, int left, int i) {
        return (channel * height + top * down + i / across) * width + left * across + i % across;
    }

    private static void larger(int batch, float[] one, float[] largest) {
        for (int b = 0; b < batch; b++) largest[b] = Math.max(one[b], largest[b]);
    }

    /** The error of each window goes to the first of its largest. @param maps what {@link #forward} took @param error of the windows @param into of the maps */
    public void backward(int channels, int height, int width, int batch, FloatBuffer maps, FloatBuffer error, FloatBuffer into) {
        reserve(batch);
        boolean covered = height % down == 0 && width % across == 0;
        if (!covered) Pointwise.clear(into);
        int at = 0;
        for (int channel = 0; channel < channels; channel++)
            for (int top = 0; top < positionsDown(height); top++)
                for (int left = 0; left < positionsAcross(width); left++, at += batch) {
                    read(channel, height, width, top, left, batch, maps);
                    error.get(at, row, 0, batch);
                    for (int i = 0; i < window.length; i++) {
                        take(batch, window[i], largest, row);
                        into.put(place(channel, height, width, top, left, i) * batch, window[i], 0, batch);
                    }
                }
    }

    /** Where {@code one} is the largest it takes what is left of the error, elsewhere it becomes 0; a branch would not vectorise. */
    private static void take(int batch, float[] one, float[] largest, float[] left) {
        for (int b = 0; b < batch; b++) {
            float taken = left[b] * (1 - Math.min(1f, (largest[b] - one[b]) * 1e38f));
            one[b] = taken;
            left[b] -= taken;
        }
    }

    private void reserve(int batch) {
        if (largest.length >= batch) return;
        largest = new float[batch];
        row = new float[batch];
        Arrays.setAll(window, i -> new float[batch]);
    }
}
