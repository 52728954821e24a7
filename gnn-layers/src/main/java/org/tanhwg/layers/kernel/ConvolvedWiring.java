package org.tanhwg.layers.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.core.Floats;

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
    private final double[] sums = new double[4];

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
            double all = 0;
            for (int p = 0; p < positions; p++)
                all += SparseProducts.sum(batch, error[window.output(unit, p, support.units())]);
            bias[unit] = (float) (scale * all);
            int k = support.start(unit);
            int end = support.start(unit + 1);
            for (; k + 3 < end; k += 4) {
                Arrays.fill(sums, 0);
                for (int p = 0; p < positions; p++) {
                    addDots(batch, error[window.output(unit, p, support.units())], read(a, k, p), read(a, k + 1, p),
                            read(a, k + 2, p), read(a, k + 3, p));
                }
                for (int i = 0; i < 4; i++) signal[k + i] = (float) (scale * sums[i]);
            }
            for (; k < end; k++) {
                double sum = 0;
                for (int p = 0; p < positions; p++)
                    sum += Floats.dot(batch, error[window.output(unit, p, support.units())], read(a, k, p));
                signal[k] = (float) (scale * sum);
            }
        }
    }

    /** {@code into} ← Σ_p mean_b a_x(p)² of each listed input x. */
    public void inputSquares(int batch, float[][] a, float[] into) {
        double[] squares = new double[window.inputs()];
        for (int i = 0; i < liveInputs(); i++) squares[live[i]] = Floats.dot(batch, a[live[i]], a[live[i]]) / batch;
        for (int i = 0; i < support.liveInputs(); i++) {
            int x = support.live()[i];
            double sum = 0;
            for (int p = 0; p < window.positions(); p++) {
                int from = window.source(x, p);
                if (from >= 0) sum += squares[from];
            }
            into[x] = (float) sum;
        }
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

    private void addDots(int batch, float[] e, float[] a0, float[] a1, float[] a2, float[] a3) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int b = 0; b < batch; b++) {
            s0 += e[b] * a0[b];
            s1 += e[b] * a1[b];
            s2 += e[b] * a2[b];
            s3 += e[b] * a3[b];
        }
        sums[0] += s0;
        sums[1] += s1;
        sums[2] += s2;
        sums[3] += s3;
    }

    private void reserve(int batch) {
        if (nothing.length < batch) nothing = new float[batch];
    }
}
