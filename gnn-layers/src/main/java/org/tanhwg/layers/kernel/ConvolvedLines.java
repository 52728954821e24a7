package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Few synapses of a sliding kernel with a rectifier and a pool of maxima above it, in one pass over maps that lie example innermost (theory §6b); a pool of 1 × 1 is none.
 *
 * <p>A line is what a synapse reads along a row of output, at every {@code across}-th column, with all examples of each: lines of a window's columns lie apart, so that
 * products, comparisons and sums all run along whole lines with one bare index, which is what the compiler vectorises. What lies between kernel and pool is never written
 * to memory. Units whose synapses are all silent are constants, and those whose error is 0 throughout take no part on the way back; channels that nobody reads are not loaded.
 *
 * <p>Units, and on the way back channels, may be done in halves: no number depends on who does what.
 */
public final class ConvolvedLines {
    private final Support support;
    private final SlidingWindow window;
    private final int down;
    private final int across;
    /** Places in a window of the pool. */
    private final int places;
    private final int rows;
    private final int columns;
    /** Lines of a row of input, by the column at which they start, and which of these anything reads. */
    private final int starts;
    private final boolean[] used;
    private final boolean[] read;
    private final Scratch[] scratch = {new Scratch(), new Scratch()};
    private int version;
    private int batch;
    private int length;
    private float[][] lines = new float[0][];
    private float[][] codes = new float[0][];
    private float[][] errors = new float[0][];
    private final boolean[] still;
    private final float[] errorSquares;

    /** @param support of n = {@code window.synapses()} inputs @param down and across: sides of the pool's windows, which lie side by side; the output holds one at least */
    public ConvolvedLines(Support support, SlidingWindow window, int down, int across) {
        this.support = support;
        this.window = window;
        this.down = down;
        this.across = across;
        places = down * across;
        rows = window.outHeight() / down;
        columns = window.outWidth() / across;
        starts = (across - 1) * window.strideAcross() + (window.kernelWidth() - 1) * window.dilationAcross() + 1;
        used = new boolean[starts];
        for (int phase = 0; phase < across; phase++)
            for (int j = 0; j < window.kernelWidth(); j++) used[start(phase, j)] = true;
        read = new boolean[window.channels()];
        still = new boolean[support.units()];
        errorSquares = new float[support.units()];
    }

    /** Whether it does this. */
    public boolean does(SlidingWindow other, int otherDown, int otherAcross) {
        return window.equals(other) && down == otherDown && across == otherAcross;
    }

    /** Rows of a pooled map. */
    public int rows() { return rows; }

    /** Its columns. */
    public int columns() { return columns; }

    private int start(int phase, int j) { return phase * window.strideAcross() + j * window.dilationAcross(); }

    private void follow(int examples) {
        if (batch != examples) {
            batch = examples;
            length = columns * examples;
            lines = new float[window.channels() * window.height() * starts][];
            codes = new float[support.units() * rows][length];
            errors = new float[0][];
            for (Scratch one : scratch) one.reserve();
        }
        if (version == support.version()) return;
        version = support.version();
        Arrays.fill(read, false);
        for (int i = 0; i < support.liveInputs(); i++) read[window.channel(support.live()[i])] = true;
    }

    /** Takes in the maps. @param maps [channels, height, width, batch] */
    public void load(int examples, FloatBuffer maps, Halves halves) {
        follow(examples);
        halves.over(window.channels() * window.height(), (half, from, to) -> {
            for (int row = from; row < to; row++)
                if (read[row / window.height()])
                    for (int start = 0; start < starts; start++) if (used[start]) load(row, start, maps);
        });
    }

    private void load(int row, int start, FloatBuffer maps) {
        float[] line = lines[row * starts + start];
        if (line == null) lines[row * starts + start] = line = new float[length];
        int step = across * window.strideAcross();
        for (int q = 0, column = start - window.left(); q < columns; q++, column += step) {
            if (column < 0 || column >= window.width()) Arrays.fill(line, q * batch, (q + 1) * batch, 0);
            else maps.get((row * window.width() + column) * batch, line, q * batch, batch);
        }
    }

    /** What a synapse reads at a row of output and one column of each window; null outside of the picture. */
    private float[] line(int synapse, int row, int phase) {
        int j = synapse % window.kernelWidth();
        int rest = synapse / window.kernelWidth();
        int from = row * window.strideDown() + rest % window.kernelHeight() * window.dilationDown() - window.top();
        if (from < 0 || from >= window.height()) return null;
        return lines[(rest / window.kernelHeight() * window.height() + from) * starts + start(phase, j)];
    }

    /** The pooled maps of max(0, z), z = b + Σ O a. @param observable O of each listed synapse @param into [units, rows, columns, batch] */
    public void forward(float[] observable, float[] bias, FloatBuffer into, Halves halves) {
        halves.over(support.units(), (half, from, to) -> {
            for (int unit = from; unit < to; unit++) forward(unit, observable, bias[unit], into, scratch[half]);
        });
    }

    private void forward(int unit, float[] observable, float bias, FloatBuffer into, Scratch my) {
        boolean silent = true;
        for (int k = support.start(unit); k < support.start(unit + 1); k++) silent &= observable[k] == 0;
        for (int row = 0; row < rows; row++) {
            float[] code = codes[unit * rows + row];
            Arrays.fill(code, 0, length, 0);
            for (int place = 0; place < places; place++) {
                float[] z = my.z[place];
                Arrays.fill(z, 0, length, bias);
                if (silent) break; // all places are alike
                int at = row * down + place / across;
                for (int k = support.start(unit); k < support.start(unit + 1); k++)
                    if (observable[k] != 0) my.sum.add(observable[k], line(support.input(k), at, place % across));
                my.sum.onto(length, z);
                if (place > 0) PooledRectifier.compare(length, place, z, my.z[0], code);
            }
            PooledRectifier.rectify(length, my.z[0], code);
            into.put((unit * rows + row) * length, my.z[0], 0, length);
        }
    }

    /**
     * G ← scale Σ a ε of each listed synapse.
     *
     * @param error ∂L/∂ of what {@link #forward} gave
     * @param bias receives scale Σ ε of each unit
     * @param below whether {@link #backward} will follow
     */
    public void signal(float scale, FloatBuffer error, float[] signal, float[] bias, boolean below, Halves halves) {
        if (below && errors.length == 0) errors = new float[support.units() * rows * places][length];
        halves.over(support.units(), (half, from, to) -> {
            for (int unit = from; unit < to; unit++) {
                Scratch my = scratch[half];
                int first = below ? unit * rows * places : 0;
                float[][] spread = below ? errors : my.errors();
                bias[unit] = scale * spread(unit, error, spread, first, my);
                for (int k = support.start(unit); k < support.start(unit + 1); k++)
                    signal[k] = still[unit] ? 0 : scale * product(support.input(k), spread, first, my);
            }
        });
    }

    /** The errors at all places of a unit; answers their sum. */
    private float spread(int unit, FloatBuffer error, float[][] into, int first, Scratch my) {
        Arrays.fill(my.sums, 0);
        Arrays.fill(my.squares, 0);
        for (int row = 0; row < rows; row++) {
            float[] code = codes[unit * rows + row];
            error.get((unit * rows + row) * length, my.error, 0, length);
            PooledRectifier.pass(length, code, my.error, my.sums, my.squares);
            for (int place = 0; place < places; place++)
                PooledRectifier.spread(length, place, code, my.error, into[first + row * places + place]);
        }
        float squares = SparseProducts.sum(length, my.squares);
        still[unit] = squares == 0;
        errorSquares[unit] = squares / batch;
        return SparseProducts.sum(length, my.sums);
    }

    private float product(int synapse, float[][] error, int first, Scratch my) {
        Arrays.fill(my.sums, 0);
        for (int row = 0; row < rows; row++)
            for (int place = 0; place < places; place++)
                my.sum.add(error[first + row * places + place], line(synapse, row * down + place / across, place % across));
        my.sum.productsOnto(length, my.sums);
        return SparseProducts.sum(length, my.sums);
    }

    /** Σ_p mean_b ε_y(p)² of each unit y, of the last {@link #signal}. */
    public float[] errorSquares() { return errorSquares; }

    /** ∂L/∂maps, after {@link #signal}. */
    public void backward(float[] observable, FloatBuffer into, Halves halves) {
        halves.over(window.channels(), (half, from, to) -> {
            for (int channel = from; channel < to; channel++)
                for (int row = 0; row < window.height(); row++) backward(channel, row, observable, into, scratch[half]);
        });
    }

    private void backward(int channel, int row, float[] observable, FloatBuffer into, Scratch my) {
        int wide = window.width() * batch;
        float[] pixels = my.pixels(wide);
        Arrays.fill(pixels, 0, wide, 0);
        for (int start = 0; read[channel] && start < starts; start++) {
            if (!used[start]) continue;
            gather(channel, row, start, observable, my.sum);
            if (my.sum.empty()) continue;
            float[] line = my.z[0];
            Arrays.fill(line, 0, length, 0);
            my.sum.onto(length, line);
            int step = across * window.strideAcross();
            for (int q = 0, column = start - window.left(); q < columns; q++, column += step)
                if (column >= 0 && column < window.width()) my.add(batch, line, q * batch, pixels, column * batch);
        }
        into.put((channel * window.height() + row) * wide, pixels, 0, wide);
    }

    /** The errors of all that read a line. */
    private void gather(int channel, int row, int start, float[] observable, LineSum sum) {
        for (int i = 0; i < window.kernelHeight(); i++) {
            int above = row + window.top() - i * window.dilationDown();
            int out = above / window.strideDown();
            if (above < 0 || above % window.strideDown() != 0 || out >= rows * down) continue;
            for (int phase = 0; phase < across; phase++) {
                int offset = start - phase * window.strideAcross();
                int j = offset / window.dilationAcross();
                if (offset < 0 || offset % window.dilationAcross() != 0 || j >= window.kernelWidth()) continue;
                int x = (channel * window.kernelHeight() + i) * window.kernelWidth() + j;
                int place = out % down * across + phase;
                for (int at = support.inputStart(x); at < support.inputStart(x + 1); at++) {
                    int k = support.synapseOf(at);
                    int unit = support.unitOf(k);
                    if (observable[k] != 0 && !still[unit])
                        sum.add(observable[k], errors[(unit * rows + out / down) * places + place]);
                }
            }
        }
    }

    /** What one thread works with. */
    private final class Scratch {
        private final LineSum sum = new LineSum();
        private float[][] z;
        private float[][] spread;
        private float[] error;
        private float[] sums;
        private float[] squares;
        private float[] pixels = new float[0];
        private float[] one;
        private float[] other;

        private void reserve() {
            z = new float[places][length];
            spread = null;
            error = new float[length];
            sums = new float[length];
            squares = new float[length];
            one = new float[batch];
            other = new float[batch];
        }

        private float[][] errors() {
            if (spread == null) spread = new float[rows * places][length];
            return spread;
        }

        private float[] pixels(int wide) {
            if (pixels.length < wide) pixels = new float[wide];
            return pixels;
        }

        /** With an index of its own for each array the loop would not vectorise. */
        private void add(int n, float[] what, int from, float[] onto, int to) {
            System.arraycopy(what, from, one, 0, n);
            System.arraycopy(onto, to, other, 0, n);
            SparseProducts.add(n, 1, one, other);
            System.arraycopy(other, 0, onto, to, n);
        }
    }
}
