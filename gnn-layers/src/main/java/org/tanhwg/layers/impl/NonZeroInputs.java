package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * The inputs of a real layer that are not 0 throughout a batch, as most pixels near the border of an image are: the others have no part in
 * the products, which therefore run over packed matrices. The gradient of the input would need all of them and is not to be had.
 */
public final class NonZeroInputs {
    private final int n;
    private final int units;
    private final boolean always;
    private final int[] present;
    private final float[] sizes;
    private final float[][] tiles;
    private final float[][] columns;
    private int count;
    private final Pointwise pointwise = new Pointwise();
    /** a and a², [batch, n], and O or (wσ)², n × Y; the first {@link #count} columns and rows are in use. */
    private INDArray packed;
    private INDArray squares;
    private INDArray weights;

    /** @param always whether to pack even where it does not pay */
    NonZeroInputs(int n, int units, boolean always) {
        this.n = n;
        this.units = units;
        this.always = always;
        present = new int[n];
        sizes = new float[n];
        tiles = new float[2][n];
        columns = new float[2][n];
    }

    /** Packs the coming batch, if its products are then done sooner. @param a [batch, n] */
    boolean choose(INDArray a) {
        if (!FloatViews.rowMajor(a)) return false;
        int batch = (int) a.size(0);
        FloatBuffer values = FloatViews.of(a);
        float[] row = tiles[0];
        Arrays.fill(sizes, 0);
        for (int b = 0; b < batch; b++) {
            values.get(b * n, row, 0, n);
            for (int x = 0; x < n; x++) sizes[x] += Math.abs(row[x]);
            // the present ones only grow more, so whether it does not pay is soon known
            if (Integer.bitCount(b) == 1 && !pays(batch)) return false;
        }
        if (!pays(batch)) return false;
        pack(values, batch);
        return true;
    }

    private boolean pays(int batch) {
        count = 0;
        for (int x = 0; x < n; x++) {
            present[count] = x;
            count += sizes[x] != 0 ? 1 : 0;
        }
        return always || StepCost.packingPays(batch, n, units, count);
    }

    private void pack(FloatBuffer values, int batch) {
        packed = FloatViews.reserve(packed, DataType.FLOAT, 'c', batch, n);
        FloatBuffer into = FloatViews.of(packed);
        for (int b = 0; b < batch; b++) {
            values.get(b * n, tiles[0], 0, n);
            for (int i = 0; i < count; i++) columns[0][i] = tiles[0][present[i]];
            into.put(b * n, columns[0], 0, count);
        }
    }

    /** {@code into} ← aO + beta·into with O = w m. */
    void transmit(INDArray w, INDArray m, double beta, INDArray into, Halves halves) {
        product(packed, w, m, false, beta, into, halves);
    }

    /** {@code into} ← a² (wσ)². */
    void transmitVariance(INDArray w, INDArray spread, INDArray into, Halves halves) {
        int batch = (int) into.size(0);
        squares = FloatViews.reserve(squares, DataType.FLOAT, 'c', batch, n);
        pointwise.product(batch * n, FloatViews.of(packed), FloatViews.of(packed), FloatViews.of(squares));
        product(squares, w, spread, true, 0, into, halves);
    }

    /** {@code view} ← scale · aᵀε, n × Y; after {@link #transmit}. */
    void gradient(INDArray error, double scale, INDArray view, Halves halves) {
        signal(packed, error, scale, view, halves);
    }

    /** {@code view} ← scale · (a²)ᵀ slope, n × Y; after {@link #transmitVariance}. */
    void varianceGradient(INDArray slope, double scale, INDArray view, Halves halves) {
        signal(squares, slope, scale, view, halves);
    }

    private void product(INDArray inputs, INDArray w, INDArray law, boolean squared, double beta, INDArray into, Halves halves) {
        weights = FloatViews.reserve(weights, DataType.FLOAT, 'f', n, units);
        FloatBuffer mass = FloatViews.of(w);
        FloatBuffer amplitude = FloatViews.of(law);
        FloatBuffer product = FloatViews.of(weights);
        halves.over(units, (half, from, to) -> {
            float[] left = tiles[half];
            float[] right = columns[half];
            for (int unit = from; unit < to; unit++) {
                mass.get(unit * n, left, 0, n);
                amplitude.get(unit * n, right, 0, n);
                for (int x = 0; x < n; x++) left[x] *= right[x];
                if (squared) for (int x = 0; x < n; x++) left[x] *= left[x];
                for (int i = 0; i < count; i++) right[i] = left[present[i]];
                product.put(unit * n, right, 0, count);
            }
            Gemm.columns(1, inputs, false, weights, false, beta, into, into.size(0), count, from, to);
        });
    }

    private void signal(INDArray inputs, INDArray error, double scale, INDArray view, Halves halves) {
        FloatBuffer signal = FloatViews.of(view);
        halves.over(units, (half, from, to) -> {
            Gemm.columns(scale, inputs, true, error, false, 0, view, count, error.size(0), from, to);
            float[] some = tiles[half];
            float[] all = columns[half];
            Arrays.fill(all, 0);
            for (int unit = from; unit < to; unit++) {
                signal.get(unit * n, some, 0, count);
                for (int i = 0; i < count; i++) all[present[i]] = some[i];
                signal.put(unit * n, all, 0, n);
            }
        });
    }
}
