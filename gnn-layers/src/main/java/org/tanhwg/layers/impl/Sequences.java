package org.tanhwg.layers.impl;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Sequences [batch, n, time] as the matrix [time·batch, n] of all their steps, step after step; views where memory is in that order. */
final class Sequences {
    private Sequences() {}

    static INDArray rows(INDArray sequences) {
        INDArray steps = sequences.permute(2, 0, 1);
        return steps.reshape('c', steps.size(0) * steps.size(1), steps.size(2));
    }

    /** A mask [batch, time] as a column, one of [batch, n, time] as {@link #rows}. */
    static INDArray maskRows(INDArray mask) {
        return mask.rank() == 3 ? rows(mask) : mask.transpose().reshape('c', mask.length(), 1);
    }

    /** The inverse of {@link #rows}. */
    static INDArray of(INDArray rows, long batch) {
        return rows.reshape('c', rows.size(0) / batch, batch, rows.size(1)).permute(1, 2, 0);
    }
}
