package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.picture.MapPatches;
import org.tanhwg.layers.kernel.picture.MapPatches.Range;
import org.tanhwg.layers.kernel.picture.SlidingWindow;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * The products of a kernel over all its synapses and {@link Maps} (theory §6b), some positions at a time: as many as leave their patches in the second-level cache. Outputs
 * [Y · P, batch] are column after column of a matrix [P · batch, Y], which is how BLAS sees them.
 *
 * <p>Two threads share the rows of the output on the way there, and on the way back the channels of the input, so that no number depends on who does what.
 */
final class SlidingProducts {
    /** Patches of that many numbers, 1 MB, are made at a time. */
    private static final int CHUNK = 1 << 18;

    private final MapPatches[] kernels = {new MapPatches(), new MapPatches()};
    private final INDArray[] patches = new INDArray[2];
    private SlidingWindow window;
    private INDArray observable;

    /** z ← b + Σ O a. @param o O of all synapses, n × Y, kept for the way back @param a features @param z as features */
    void forward(SlidingWindow sliding, INDArray o, INDArray bias, INDArray a, INDArray z, Halves halves) {
        window = sliding;
        observable = o;
        int batch = (int) a.size(1);
        int units = (int) o.size(1);
        int n = window.synapses();
        int tall = window.positions() * batch;
        Range all = new Range(0, n);
        FloatBuffer biases = FloatViews.of(bias);
        FloatBuffer into = FloatViews.of(z);
        FloatBuffer maps = FloatViews.of(a);
        halves.over(window.outHeight(), (half, first, end) -> {
            float[] line = new float[window.outWidth() * batch];
            overRows(first, end, n, batch, (row, columns, start) -> {
                int rows = columns.size() * batch;
                for (int y = 0; y < units; y++) {
                    Arrays.fill(line, 0, rows, biases.get(y));
                    into.put(y * tall + start, line, 0, rows);
                }
                INDArray made = reserve(half, rows, n);
                kernels[half].gather(window, batch, maps, all, row, columns, FloatViews.of(made));
                Gemm.floats(rows, units, n, 1, new Gemm.Part(made, 0, rows, false), new Gemm.Part(o, 0, n, false), 1,
                        new Gemm.Part(z, start, tall, false));
            });
        });
    }

    /**
     * The views of the amplitudes ← scale · Σ a ε.
     *
     * @param error ε as features
     * @param below ← Σ O ε, as features of the input; null if it is not asked for
     */
    void backward(INDArray a, INDArray error, double scale, INDArray view, INDArray below, Halves halves) {
        int batch = (int) a.size(1);
        int units = (int) view.size(1);
        int n = window.synapses();
        int tall = window.positions() * batch;
        int perChannel = n / window.channels();
        FloatBuffer maps = FloatViews.of(a);
        FloatBuffer onto = below == null ? null : FloatViews.of(below);
        if (onto != null) Pointwise.clear(onto);
        int unit = below == null ? 1 : perChannel;
        halves.over(n / unit, (half, first, end) -> {
            Range synapses = new Range(first * unit, end * unit);
            if (synapses.size() == 0) return;
            overRows(0, window.outHeight(), synapses.size(), batch, (row, columns, start) -> {
                int rows = columns.size() * batch;
                INDArray made = reserve(half, rows, synapses.size());
                kernels[half].gather(window, batch, maps, synapses, row, columns, FloatViews.of(made));
                var errors = new Gemm.Part(error, start, tall, false);
                Gemm.floats(synapses.size(), units, rows, (float) scale, new Gemm.Part(made, 0, rows, true), errors,
                        start == 0 ? 0 : 1, new Gemm.Part(view, synapses.from(), n, false));
                if (onto == null) return;
                Gemm.floats(rows, synapses.size(), units, 1, errors, new Gemm.Part(observable, synapses.from(), n, true), 0,
                        new Gemm.Part(made, 0, rows, false));
                kernels[half].scatter(window, batch, FloatViews.of(made), synapses, row, columns, onto);
            });
        });
    }

    /** What is done with some positions, whose outputs begin at {@code start} in a column. */
    private interface Chunk {
        void at(int row, Range columns, int start);
    }

    private void overRows(int first, int end, int synapses, int batch, Chunk chunk) {
        int wide = Math.max(1, Math.min(window.outWidth(), CHUNK / Math.max(1, synapses * batch)));
        int parts = (window.outWidth() + wide - 1) / wide;
        for (int row = first; row < end; row++) {
            for (int part = 0; part < parts; part++) {
                var columns = new Range(part * window.outWidth() / parts, (part + 1) * window.outWidth() / parts);
                chunk.at(row, columns, (row * window.outWidth() + columns.from()) * batch);
            }
        }
    }

    private INDArray reserve(int half, int rows, int columns) {
        if (patches[half] == null || patches[half].length() < (long) rows * columns)
            patches[half] = FloatViews.reserve(null, DataType.FLOAT, 'c', 1, (long) rows * columns);
        return patches[half];
    }
}
