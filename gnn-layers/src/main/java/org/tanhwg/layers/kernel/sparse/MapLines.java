package org.tanhwg.layers.kernel.sparse;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.tanhwg.core.Floats;
import org.tanhwg.layers.kernel.ReleaseFactors;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * What few synapses of a sliding kernel read: maps that lie example innermost, with a border of zeros and their noise, and the lines of these.
 *
 * <p>A line is what a synapse reads along a row of output, at every {@code across}-th column, with all examples of each: lines of a window's columns lie apart. Channels
 * that nobody reads are not loaded, and rows of zeros, such as the border of digits, are known.
 */
final class MapLines {
    private final Support support;
    private final SlidingWindow window;
    private final int across;
    private final int columns;
    /** Rows and columns of a map with its border of zeros. */
    private final int high;
    private final int wide;
    /** Lines of a row of input, by the column at which they start, and which of these anything reads. */
    private final int starts;
    private final boolean[] used;
    private final boolean[] read;
    /** Rows of the input that are 0 throughout, as at the border of digits: they take no part. */
    private final boolean[] blank;
    private int version;
    private int batch;
    private int length;
    /** Channel after channel, borders included. */
    private float[] maps = new float[0];
    private Optional<ReleaseFactors.OfStep> noise = Optional.empty();
    /** Noise of each row of the input, and whether it is that of the last pass. */
    private final float[][] factors;
    private final boolean[] drawn;
    /** A row of each half. */
    private final float[][] rows = new float[2][];
    /** Lines of each row, null where they are 0 throughout, and the room for them. */
    private float[][] lines = new float[0][];
    private float[][] room = new float[0][];
    /** Row that each listed synapse reads at the first row of output, less than 0 above the picture, and the first of its lines in the first row of its map. */
    private int[] firstRow = new int[0];
    private int[] firstLine = new int[0];

    /** @param across how many columns of output lie between two numbers of a line @param columns numbers of a line for an example */
    MapLines(Support support, SlidingWindow window, int across, int columns) {
        this.support = support;
        this.window = window;
        this.across = across;
        this.columns = columns;
        high = Math.max(window.top() + window.height(),
                (window.outHeight() - 1) * window.strideDown() + (window.kernelHeight() - 1) * window.dilationDown() + 1);
        wide = Math.max(window.left() + window.width(),
                (window.outWidth() - 1) * window.strideAcross() + start(0, window.kernelWidth()));
        starts = start(across - 1, window.kernelWidth() - 1) + 1;
        used = new boolean[starts];
        for (int phase = 0; phase < across; phase++)
            for (int j = 0; j < window.kernelWidth(); j++) used[start(phase, j)] = true;
        read = new boolean[window.channels()];
        blank = new boolean[window.channels() * window.height()];
        factors = new float[blank.length][];
        drawn = new boolean[blank.length];
    }

    private int start(int phase, int j) { return phase * window.strideAcross() + j * window.dilationAcross(); }

    /** Takes in the maps. @param given [channels, height, width, batch] @param with noise that comes to them; drawn for what is read alone */
    void load(int examples, FloatBuffer given, Optional<ReleaseFactors.OfStep> with, Halves halves) {
        follow(examples);
        noise = with;
        int row = window.width() * batch;
        halves.over(window.channels() * window.height(), (half, from, to) -> {
            for (int i = from; i < to; i++) {
                if (!read[i / window.height()]) continue;
                int at = pixel(i / window.height(), i % window.height(), 0);
                given.get(i * row, maps, at, row);
                blank[i] = zeros(at, at + row);
                drawn[i] = false;
                if (!blank[i]) multiply(i, maps, at, half);
                if (blank[i]) Arrays.fill(lines, i * starts, (i + 1) * starts, null);
                else for (int start = 0; start < starts; start++) if (used[start]) load(i, start);
            }
        });
    }

    private void follow(int examples) {
        if (batch != examples) {
            batch = examples;
            length = columns * examples;
            maps = new float[window.channels() * high * wide * batch];
            lines = new float[window.channels() * window.height() * starts][];
            room = new float[lines.length][];
            Arrays.fill(factors, null);
            for (int half = 0; half < rows.length; half++) rows[half] = new float[window.width() * batch];
        }
        if (version == support.version()) return;
        version = support.version();
        Arrays.fill(read, false);
        for (int i = 0; i < support.liveInputs(); i++) read[window.channel(support.live()[i])] = true;
        if (firstRow.length < support.size()) {
            firstRow = new int[support.size()];
            firstLine = new int[support.size()];
        }
        for (int k = 0; k < support.size(); k++) {
            int x = support.input(k);
            firstRow[k] = window.down(x);
            firstLine[k] = window.channel(x) * window.height() * starts + start(0, x % window.kernelWidth());
        }
    }

    /** A row of a map ← itself times its noise. @param at its place in {@code values} */
    void multiply(int row, float[] values, int at, int half) {
        if (noise.isEmpty()) return;
        int length = window.width() * batch;
        if (factors[row] == null) factors[row] = new float[length];
        if (!drawn[row])
            noise.get().factors().fillColumns(noise.get().step(), batch, row * window.width(), (row + 1) * window.width(),
                    factors[row]);
        drawn[row] = true;
        float[] my = rows[half];
        System.arraycopy(values, at, my, 0, length); // with places of their own in each array loops do not vectorise
        SparseProducts.product(length, my, factors[row], my);
        System.arraycopy(my, 0, values, at, length);
    }

    private boolean zeros(int from, int to) {
        for (int i = from; i < to; i++) if (maps[i] != 0) return false;
        return true;
    }

    private void load(int row, int start) {
        int to = row * starts + start;
        if (room[to] == null) room[to] = new float[length];
        float[] line = room[to];
        lines[to] = line;
        int from = pixel(row / window.height(), row % window.height(), start - window.left());
        int step = across * window.strideAcross() * batch;
        for (int q = 0; q < columns; q++) System.arraycopy(maps, from + q * step, line, q * batch, batch);
    }

    /** What a synapse reads at a row of output and one column of each window; null where that is 0 throughout. */
    float[] line(int synapse, int row, int phase) {
        int from = row * window.strideDown() + firstRow[synapse];
        return from < 0 || from >= window.height() ? null
                : lines[firstLine[synapse] + from * starts + phase * window.strideAcross()];
    }

    /** All of them, channel after channel, borders included. */
    float[] maps() { return maps; }

    /** Numbers of a map. */
    int map() { return high * wide * batch; }

    /** Numbers of a row of it. */
    int row() { return wide * batch; }

    /** Whether anything reads a channel. */
    boolean reads(int channel) { return read[channel]; }

    /** Place of the first example of a pixel in {@link #maps}. */
    int pixel(int channel, int row, int column) {
        return ((channel * high + window.top() + row) * wide + window.left() + column) * batch;
    }

    /** How far what a synapse reads lies from where its kernel stands, in {@link #maps} and beyond the maps of earlier channels. */
    int distance(int synapse) {
        int j = synapse % window.kernelWidth();
        int i = synapse / window.kernelWidth() % window.kernelHeight();
        return (i * window.dilationDown() * wide + j * window.dilationAcross()) * batch;
    }

    /** {@code into} ← Σ_p mean_b a_x(p)² of each listed input x, noise included; of others something. */
    void inputSquares(float[] into) {
        float[] squares = new float[window.inputs()];
        float[] run = new float[batch];
        for (int i = 0; i < squares.length; i++) {
            int channel = i / (window.height() * window.width());
            if (!read[channel]) continue;
            System.arraycopy(maps, pixel(channel, i / window.width() % window.height(), i % window.width()), run, 0, batch);
            squares[i] = Floats.dot(batch, run, run) / batch;
        }
        ConvolvedWiring.inputSquares(window, squares, into);
    }
}
