package org.tanhwg.layers.kernel.sparse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.core.Floats;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * Few synapses of a sliding kernel: each adds O times a shifted picture to the picture of its unit (theory §6b). A feature is a pixel, examples innermost, so that
 * every inner loop is that of a dense layer; units without synapses cost a copy of their bias, and channels that nobody reads nothing.
 */
public final class ConvolvedWiring implements Wiring {
    private final Support support;
    private final SlidingWindow window;
    private final int[] outputs;
    private final int[] live;
    private int liveInputs;
    private int listVersion;
    /** Feature that each listed synapse reads at each position, P for each synapse; −1 outside of the picture. */
    private int[] sources = new int[0];
    private float[] nothing = new float[0];
    private float[] sums = new float[0];

    /** @param support of n = {@code window.synapses()} inputs */
    public ConvolvedWiring(Support support, SlidingWindow window) {
        this.support = support;
        this.window = window;
        outputs = IntStream.range(0, support.units() * window.positions()).toArray();
        live = new int[window.inputs()];
    }

    /** The kernel. */
    public SlidingWindow window() { return window; }

    @Override public int inputs() { return window.inputs(); }

    @Override public int outputs() { return outputs.length; }

    @Override public int[] every() { return outputs; }

    @Override public int[] live() {
        follow();
        return live;
    }

    @Override public int liveInputs() {
        follow();
        return liveInputs;
    }

    /** Divisions would cost more than the work on the examples. */
    private void follow() {
        if (listVersion == support.version()) return;
        listVersion = support.version();
        int positions = window.positions();
        if (sources.length < support.size() * positions) sources = new int[support.size() * positions];
        for (int k = 0; k < support.size(); k++)
            for (int p = 0; p < positions; p++) sources[k * positions + p] = window.source(support.input(k), p);
        findLive();
    }

    private void findLive() {
        boolean[] read = new boolean[window.channels()];
        for (int i = 0; i < support.liveInputs(); i++) read[window.channel(support.live()[i])] = true;
        liveInputs = 0;
        int pixels = window.height() * window.width();
        for (int channel = 0; channel < read.length; channel++) {
            if (!read[channel]) continue;
            for (int pixel = 0; pixel < pixels; pixel++)
                live[liveInputs++] = window.input(channel, pixel / window.width(), pixel % window.width());
        }
    }

    /** As rows of patches are drawn for, which lie unit after unit unless channels are last. */
    @Override public int groups() {
        return window.channelsLast() ? 1 : support.units();
    }

    @Override public void forward(int batch, float[] observable, float[] bias, float[][] a, float[][] z) {
        follow();
        reserve(batch);
        int positions = window.positions();
        for (int unit = 0; unit < support.units(); unit++) {
            int end = support.start(unit + 1);
            for (int p = 0; p < positions; p++) {
                float[] into = z[window.output(unit, p, support.units())];
                Arrays.fill(into, 0, batch, bias[unit]);
                int k = support.start(unit);
                for (; k + 3 < end; k += 4) {
                    SparseProducts.addFour(batch, observable[k], read(a, k, p), observable[k + 1], read(a, k + 1, p),
                            observable[k + 2], read(a, k + 2, p), observable[k + 3], read(a, k + 3, p), into);
                }
                for (; k < end; k++) SparseProducts.add(batch, observable[k], read(a, k, p), into);
            }
        }
    }

    @Override public void backward(int batch, float[] observable, float[][] error, float[][] into) {
        follow();
        for (float[] feature : into) Arrays.fill(feature, 0, batch, 0);
        for (int unit = 0; unit < support.units(); unit++) {
            for (int k = support.start(unit); k < support.start(unit + 1); k++) {
                for (int p = 0; p < window.positions(); p++) {
                    int from = sources[k * window.positions() + p];
                    if (from < 0) continue;
                    SparseProducts.add(batch, observable[k], error[window.output(unit, p, support.units())], into[from]);
                }
            }
        }
    }

    @Override public void signal(int batch, float scale, float[][] a, float[][] error, float[] signal, float[] bias) {
        follow();
        reserve(batch);
        int positions = window.positions();
        for (int unit = 0; unit < support.units(); unit++) {
            Arrays.fill(sums, 0, batch, 0);
            for (int p = 0; p < positions; p++)
                SparseProducts.add(batch, 1, error[window.output(unit, p, support.units())], sums);
            bias[unit] = scale * SparseProducts.sum(batch, sums);
            for (int k = support.start(unit); k < support.start(unit + 1); k++)
                signal[k] = scale * product(batch, unit, k, a, error);
        }
    }

    /** Σ_p Σ_b ε a: products of all positions are added example by example, which vectorises, and examples at the end. */
    private float product(int batch, int unit, int k, float[][] a, float[][] error) {
        int positions = window.positions();
        int units = support.units();
        Arrays.fill(sums, 0, batch, 0);
        int p = 0;
        for (; p + 1 < positions; p += 2) {
            SparseProducts.addTwoProducts(batch, error[window.output(unit, p, units)], read(a, k, p),
                    error[window.output(unit, p + 1, units)], read(a, k, p + 1), sums);
        }
        if (p < positions)
            SparseProducts.addProduct(batch, 1, error[window.output(unit, p, units)], read(a, k, p), sums);
        return SparseProducts.sum(batch, sums);
    }

    /** {@code into} ← Σ_p mean_b a_x(p)² of each listed input x. */
    public void inputSquares(int batch, float[][] a, float[] into) {
        float[] squares = new float[window.inputs()];
        for (int i = 0; i < liveInputs(); i++) squares[live[i]] = Floats.dot(batch, a[live[i]], a[live[i]]) / batch;
        for (int i = 0; i < support.liveInputs(); i++)
            into[support.live()[i]] = read(window, squares, support.live()[i]);
    }

    /** {@code into} ← Σ_p of the squares of what each synapse reads. @param squares one for each number of a picture */
    public static void inputSquares(SlidingWindow window, float[] squares, float[] into) {
        for (int x = 0; x < into.length; x++) into[x] = read(window, squares, x);
    }

    private static float read(SlidingWindow window, float[] squares, int synapse) {
        int down = window.down(synapse), across = window.across(synapse), channel = window.channel(synapse);
        double sum = 0;
        for (int row = window.firstRow(down); row < window.endRow(down); row++)
            for (int column = window.firstColumn(across); column < window.endColumn(across); column++)
                sum += squares[window.input(channel, row * window.strideDown() + down, column * window.strideAcross() + across)];
        return (float) sum;
    }

    /** {@code into} ← Σ_p mean_b ε_y(p)² of each unit y. */
    public void errorSquares(int batch, float[][] error, float[] into) {
        for (int unit = 0; unit < support.units(); unit++) {
            double sum = 0;
            for (int p = 0; p < window.positions(); p++) {
                float[] e = error[window.output(unit, p, support.units())];
                sum += Floats.dot(batch, e, e);
            }
            into[unit] = (float) (sum / batch);
        }
    }

    private float[] read(float[][] a, int k, int position) {
        int from = sources[k * window.positions() + position];
        return from < 0 ? nothing : a[from];
    }

    private void reserve(int batch) {
        if (nothing.length >= batch) return;
        nothing = new float[batch];
        sums = new float[batch];
    }
}
