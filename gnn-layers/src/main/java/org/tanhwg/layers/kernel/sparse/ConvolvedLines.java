package org.tanhwg.layers.kernel.sparse;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.layers.kernel.ReleaseFactors;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * Few synapses of a sliding kernel with a rectifier and a pool of maxima above it, in one pass over maps that lie example innermost (theory §6b); a pool of 1 × 1 is none.
 *
 * <p>On the way there products, comparisons and sums all run along whole {@link MapLines} with one bare index, which is what the compiler vectorises. What lies between kernel
 * and pool is never written to memory. On the way back the few errors that come through are an {@link ErrorList}. Units whose synapses are all silent are constants, and
 * those whose error is 0 throughout take no part on the way back.
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
    private final MapLines lines;
    private final Scratch[] scratch = {new Scratch(), new Scratch()};
    private int batch;
    private int length;
    private float[][] codes = new float[0][];
    /** How far the places of a window are from its first. */
    private final int[] offsets;
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
        lines = new MapLines(support, window, across, columns);
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

    /** Takes in the maps. @param given [channels, height, width, batch] @param noise that comes to them; drawn for what is read alone */
    public void load(int examples, FloatBuffer given, Optional<ReleaseFactors.OfStep> noise, Halves halves) {
        lines.load(examples, given, noise, halves);
        if (batch == examples) return;
        batch = examples;
        length = columns * examples;
        codes = new float[support.units() * rows][length];
        errors = new ErrorList[support.units()];
        for (int place = 0; place < places; place++)
            offsets[place] = place / across * window.strideDown() * lines.row() + place % across * window.strideAcross() * batch;
        standing = IntStream.range(0, length).map(i -> i % batch + i / batch * across * window.strideAcross() * batch).toArray();
        for (Scratch one : scratch) one.reserve();
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
                        if (observable[k] != 0) my.sum.add(observable[k], lines.line(k, at, place % across));
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
            int start = row * down * window.strideDown() * lines.row();
            into.take(length, my.error, codes[unit * rows + row], standing, start, offsets);
        }
    }

    private void signal(int unit, float scale, ErrorList list, float[] signal, Scratch my) {
        int end = support.start(unit + 1);
        for (int k = support.start(unit); k < end; k += ErrorList.SUMS) {
            // what is left of the last lot is not looked at
            for (int i = 0; i < ErrorList.SUMS; i++) {
                int x = support.input(Math.min(k + i, end - 1));
                my.distances[i] = window.channel(x) * lines.map() + lines.distance(x);
            }
            list.products(lines.maps(), my.distances, my.products);
            for (int i = 0; i < ErrorList.SUMS && k + i < end; i++) signal[k + i] = scale * my.products[i];
        }
    }

    /** {@code into} ← Σ_p mean_b a_x(p)² of each listed input x, noise included; of others something. */
    public void inputSquares(float[] into) {
        lines.inputSquares(into);
    }

    /** Σ_p mean_b ε_y(p)² of each unit y, of the last {@link #signal} that was to take them. */
    public float[] errorSquares() {
        return errorSquares;
    }

    /** ∂L/∂maps, after {@link #signal}. */
    public void backward(float[] observable, FloatBuffer into, Halves halves) {
        halves.over(window.channels(), (half, from, to) -> {
            for (int channel = from; channel < to; channel++) backward(channel, observable, into, half);
        });
    }

    private void backward(int channel, float[] observable, FloatBuffer into, int half) {
        float[] map = scratch[half].map();
        Arrays.fill(map, 0);
        int synapses = window.kernelHeight() * window.kernelWidth();
        for (int x = channel * synapses; x < (channel + 1) * synapses; x++) {
            for (int at = support.inputStart(x); at < support.inputStart(x + 1); at++) {
                int k = support.synapseOf(at);
                if (observable[k] != 0) errors[support.unitOf(k)].addTo(observable[k], lines.distance(x), map);
            }
        }
        int row = window.width() * batch;
        for (int i = 0; i < window.height(); i++) {
            int at = lines.pixel(0, i, 0);
            if (lines.reads(channel)) lines.multiply(channel * window.height() + i, map, at, half);
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
        private ErrorList list;
        private float[] map;

        private void reserve() {
            z = new float[places][length];
            error = new float[length];
            list = null;
            map = null;
        }

        private ErrorList list() {
            if (list == null) list = new ErrorList(rows * length);
            return list;
        }

        private float[] map() {
            if (map == null) map = new float[lines.map()];
            return map;
        }
    }
}
