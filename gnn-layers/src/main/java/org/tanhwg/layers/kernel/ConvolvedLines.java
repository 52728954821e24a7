package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.Floats;

/**
 * Few synapses of a sliding kernel with a rectifier and a pool of maxima above it, in one pass over maps that lie example innermost (theory §6b); a pool of 1 × 1 is none.
 *
 * <p>On the way there a line is what a synapse reads along a row of output, at every {@code across}-th column, with all examples of each: lines of a window's columns lie
 * apart, so that products, comparisons and sums all run along whole lines with one bare index, which is what the compiler vectorises. What lies between kernel and pool is
 * never written to memory. On the way back the few errors that come through are an {@link ErrorList}. Units whose synapses are all silent are constants, and those
 * whose error is 0 throughout take no part on the way back; channels that nobody reads are not loaded, and rows of zeros, such as the border of digits, take no part.
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
    /** Rows and columns of a map with its border of zeros. */
    private final int high;
    private final int wide;
    /** Lines of a row of input, by the column at which they start, and which of these anything reads. */
    private final int starts;
    private final boolean[] used;
    private final boolean[] read;
    /** Rows of the input that are 0 throughout, as at the border of digits: they take no part. */
    private final boolean[] blank;
    private final Scratch[] scratch = {new Scratch(), new Scratch()};
    private int version;
    private int batch;
    private int length;
    /** Channel after channel, borders included. */
    private float[] maps = new float[0];
    private Optional<Noise> noise = Optional.empty();
    /** Noise of each row of the input, and whether it is that of the last pass. */
    private final float[][] factors;
    private final boolean[] drawn;
    /** Lines of each row, null where they are 0 throughout, and the room for them. */
    private float[][] lines = new float[0][];
    private float[][] room = new float[0][];
    private float[][] codes = new float[0][];
    /** How far the places of a window are from its first. */
    private final int[] offsets;
    /** Row that each listed synapse reads at the first row of output, less than 0 above the picture, and the first of its lines in the first row of its map. */
    private int[] firstRow = new int[0];
    private int[] firstLine = new int[0];
    /** Where the kernel stands along a row, at the first place of each window and example. */
    private int[] standing = new int[0];
    private ErrorList[] errors = new ErrorList[0];
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
        offsets = new int[places];
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
            maps = new float[window.channels() * high * wide * batch];
            lines = new float[window.channels() * window.height() * starts][];
            room = new float[lines.length][];
            codes = new float[support.units() * rows][length];
            Arrays.fill(factors, null);
            errors = new ErrorList[support.units()];
            for (int place = 0; place < places; place++)
                offsets[place] = batch * (place / across * window.strideDown() * wide + place % across * window.strideAcross());
            standing = IntStream.range(0, length).map(i -> i % batch + i / batch * across * window.strideAcross() * batch)
                    .toArray();
            for (Scratch one : scratch) one.reserve();
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

    /** Release noise on the maps in a step. */
    public record Noise(ReleaseFactors factors, long step) {}

    /** Takes in the maps. @param given [channels, height, width, batch] @param noise that comes to them; drawn for what is read alone */
    public void load(int examples, FloatBuffer given, Optional<Noise> noise, Halves halves) {
        follow(examples);
        this.noise = noise;
        int row = window.width() * batch;
        halves.over(window.channels() * window.height(), (half, from, to) -> {
            for (int i = from; i < to; i++) {
                if (!read[i / window.height()]) continue;
                int at = pixel(i / window.height(), i % window.height(), 0);
                given.get(i * row, maps, at, row);
                blank[i] = zeros(at, at + row);
                drawn[i] = false;
                if (!blank[i]) multiply(i, maps, at, scratch[half]);
                if (blank[i]) Arrays.fill(lines, i * starts, (i + 1) * starts, null);
                else for (int start = 0; start < starts; start++) if (used[start]) load(i, start);
            }
        });
    }

    /** A row of a map ← itself times its noise. @param at its place in {@code values} */
    private void multiply(int row, float[] values, int at, Scratch my) {
        if (noise.isEmpty()) return;
        int length = window.width() * batch;
        if (factors[row] == null) factors[row] = new float[length];
        if (!drawn[row])
            noise.get().factors().fillColumns(noise.get().step(), batch, row * window.width(), (row + 1) * window.width(),
                    factors[row]);
        drawn[row] = true;
        System.arraycopy(values, at, my.row, 0, length); // with places of their own in each array loops do not vectorise
        SparseProducts.product(length, my.row, factors[row], my.row);
        System.arraycopy(my.row, 0, values, at, length);
    }

    private boolean zeros(int from, int to) {
        for (int i = from; i < to; i++) if (maps[i] != 0) return false;
        return true;
    }

    /** Place of the first example of a pixel in {@link #maps}. */
    private int pixel(int channel, int row, int column) {
        return ((channel * high + window.top() + row) * wide + window.left() + column) * batch;
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
    private float[] line(int synapse, int row, int phase) {
        int from = row * window.strideDown() + firstRow[synapse];
        return from < 0 || from >= window.height() ? null
                : lines[firstLine[synapse] + from * starts + phase * window.strideAcross()];
    }

    /** How far what a synapse reads lies from where its kernel stands, in {@link #maps} and beyond the maps of earlier channels. */
    private int distance(int synapse) {
        int j = synapse % window.kernelWidth();
        int i = synapse / window.kernelWidth() % window.kernelHeight();
        return (i * window.dilationDown() * wide + j * window.dilationAcross()) * batch;
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
            float[] largest = my.z[0];
            if (silent) { // all places are alike
                Arrays.fill(largest, 0, length, Math.max(0, bias));
                Arrays.fill(code, 0, length, bias > 0 ? 0 : places);
            } else {
                for (int place = 0; place < places; place++) {
                    int at = row * down + place / across;
                    for (int k = support.start(unit); k < support.start(unit + 1); k++)
                        if (observable[k] != 0) my.sum.add(observable[k], line(k, at, place % across));
                    my.sum.into(length, bias, my.z[place]);
                    if (place == 1) PooledRectifier.first(length, largest, my.z[1], code);
                    if (place > 1) PooledRectifier.compare(length, place, my.z[place], largest, code);
                }
                if (places == 1) Arrays.fill(code, 0, length, 0);
                PooledRectifier.rectify(length, places, largest, code);
            }
            into.put((unit * rows + row) * length, largest, 0, length);
        }
    }

    /**
     * G ← scale Σ a ε of each listed synapse.
     *
     * @param error ∂L/∂ of what {@link #forward} gave
     * @param bias receives scale Σ ε of each unit
     * @param below whether {@link #backward} will follow
     * @param squares whether {@link #errorSquares} will be asked for
     */
    public void signal(float scale, FloatBuffer error, float[] signal, float[] bias, boolean below, boolean squares,
            Halves halves) {
        halves.over(support.units(), (half, from, to) -> {
            for (int unit = from; unit < to; unit++) {
                Scratch my = scratch[half];
                ErrorList list = below ? errors(unit) : my.list();
                list(unit, error, list, my);
                bias[unit] = scale * list.sum();
                if (squares) errorSquares[unit] = list.squares() / batch;
                signal(unit, scale, list, signal, my);
            }
        });
    }

    private ErrorList errors(int unit) {
        if (errors[unit] == null) errors[unit] = new ErrorList(rows * length);
        return errors[unit];
    }

    private void list(int unit, FloatBuffer error, ErrorList into, Scratch my) {
        into.clear();
        for (int row = 0; row < rows; row++) {
            error.get((unit * rows + row) * length, my.error, 0, length);
            int start = row * down * window.strideDown() * wide * batch;
            into.take(length, my.error, codes[unit * rows + row], standing, start, offsets);
        }
    }

    private void signal(int unit, float scale, ErrorList list, float[] signal, Scratch my) {
        int end = support.start(unit + 1);
        for (int k = support.start(unit); k < end; k += ErrorList.SUMS) {
            // what is left of the last lot is not looked at
            for (int i = 0; i < ErrorList.SUMS; i++) {
                int x = support.input(Math.min(k + i, end - 1));
                my.distances[i] = window.channel(x) * high * wide * batch + distance(x);
            }
            list.products(maps, my.distances, my.products);
            for (int i = 0; i < ErrorList.SUMS && k + i < end; i++) signal[k + i] = scale * my.products[i];
        }
    }

    /** {@code into} ← Σ_p mean_b a_x(p)² of each listed input x, noise included; of others something. */
    public void inputSquares(float[] into) {
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

    /** Σ_p mean_b ε_y(p)² of each unit y, of the last {@link #signal} that was to take them. */
    public float[] errorSquares() {
        return errorSquares;
    }

    /** ∂L/∂maps, after {@link #signal}. */
    public void backward(float[] observable, FloatBuffer into, Halves halves) {
        halves.over(window.channels(), (half, from, to) -> {
            for (int channel = from; channel < to; channel++) backward(channel, observable, into, scratch[half]);
        });
    }

    private void backward(int channel, float[] observable, FloatBuffer into, Scratch my) {
        float[] map = my.map();
        Arrays.fill(map, 0);
        int synapses = window.kernelHeight() * window.kernelWidth();
        for (int x = channel * synapses; x < (channel + 1) * synapses; x++) {
            for (int at = support.inputStart(x); at < support.inputStart(x + 1); at++) {
                int k = support.synapseOf(at);
                if (observable[k] != 0) errors[support.unitOf(k)].addTo(observable[k], distance(x), map);
            }
        }
        int row = window.width() * batch;
        for (int i = 0; i < window.height(); i++) {
            int at = pixel(0, i, 0);
            if (read[channel]) multiply(channel * window.height() + i, map, at, my);
            into.put((channel * window.height() + i) * row, map, at, row);
        }
    }

    /** What one thread works with. */
    private final class Scratch {
        private final LineSum sum = new LineSum();
        private final int[] distances = new int[ErrorList.SUMS];
        private final float[] products = new float[ErrorList.SUMS];
        private float[][] z;
        private float[] error;
        private float[] row;
        private ErrorList list;
        private float[] map;

        private void reserve() {
            z = new float[places][length];
            error = new float[length];
            row = new float[window.width() * batch];
            list = null;
            map = null;
        }

        private ErrorList list() {
            if (list == null) list = new ErrorList(rows * length);
            return list;
        }

        private float[] map() {
            if (map == null) map = new float[high * wide * batch];
            return map;
        }
    }
}
