package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;

/**
 * How each input of a layer was active over recent batches, in few numbers: S_xd ← ρ S_xd + Σ_b ξ_bd a_bx / √batch with random signs ξ.
 *
 * <p>|S_x − S_x'|² / D estimates the decayed mean of |a_bx − a_bx'|² over examples b (Johnson, Lindenstrauss 1984; with signs, Achlioptas
 * 2003). The signs are a function of the step, so that a resumed run draws the same.
 */
public final class ActivationSketch {
    /** ρ from one gathering to the next. */
    private static final double DECAY = 0.9;
    private static final long SEED = 0x5eed;

    private INDArray sketch;
    private INDArray signs;
    /** The sketch before the last gathering. */
    private INDArray before;
    private boolean gathered;
    private int every;

    /**
     * Asks for a sketch of every {@code every}-th step.
     *
     * @param state n × D, column after column, D ≤ 64; updated in place, single precision
     */
    public void request(INDArray state, int every) {
        this.sketch = state;
        this.every = every;
    }

    boolean requested() { return sketch != null; }

    /** Forgets what a refused batch added. */
    void takeBack() {
        if (gathered) sketch.assign(before);
        gathered = false;
    }

    /** @param a inputs, [batch, n]; complex ones as twice as many rows */
    void gather(INDArray a, int step) {
        gathered = sketch != null && step % every == 0;
        if (!gathered) return;
        before = FloatViews.reserve(before, sketch.dataType(), 'f', sketch.size(0), sketch.size(1)).assign(sketch);
        int rows = (int) a.size(0);
        int dimensions = (int) sketch.size(1);
        signs = FloatViews.reserve(signs, sketch.dataType(), 'c', rows, dimensions);
        FloatBuffer values = FloatViews.of(signs);
        long seed = SplitMix.seed(SEED, step);
        for (int row = 0; row < rows; row++) {
            long bits = SplitMix.seed(seed, row);
            for (int d = 0; d < dimensions; d++) values.put(row * dimensions + d, (bits >>> d & 1) == 0 ? 1 : -1);
        }
        Gemm.multiply(1 / Math.sqrt(rows), a, true, signs, false, DECAY, sketch);
    }
}
