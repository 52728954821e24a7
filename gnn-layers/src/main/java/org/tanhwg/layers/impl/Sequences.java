package org.tanhwg.layers.impl;

import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;

/** Sequences [batch, n, time] as the matrix [time·batch, n] of all their steps, step after step; views where memory is in that order. */
final class Sequences {
    private Sequences() {}

    static INDArray rows(INDArray sequences) {
        INDArray steps = sequences.permute(2, 0, 1);
        return steps.reshape('c', steps.size(0) * steps.size(1), steps.size(2));
    }

    /** A matrix of complex numbers [re | im] as one of twice as many rows, real and imaginary parts in turn; one of real numbers as it is. */
    static INDArray parts(INDArray matrix, int parts) {
        if (parts == 1) return matrix;
        INDArray contiguous = FloatViews.inRows(matrix);
        return contiguous.reshape('c', parts * matrix.size(0), matrix.size(1) / parts);
    }

    /** A mask [batch, time] as a column, one of [batch, n, time] as {@link #rows}. */
    static INDArray maskRows(INDArray mask) {
        return mask.rank() == 3 ? rows(mask) : mask.transpose().reshape('c', mask.length(), 1);
    }

    /** The inverse of {@link #rows}. */
    static INDArray of(INDArray rows, long batch) {
        return rows.reshape('c', rows.size(0) / batch, batch, rows.size(1)).permute(1, 2, 0);
    }

    /**
     * What one pass of a recurrent layer over sequences leaves for the way back, all steps in one matrix [time·batch, ·] each. It lives outside
     * all workspaces and is used again, because making the views of the steps would cost as much as the steps.
     *
     * @param synaptic a(t) = [input(t) | h(t−1)]
     * @param z pre-activations
     * @param states h(t)
     * @param slopes ∂L/∂h(t)
     * @param errors ∂L/∂z(t)
     */
    record Unrolled(long batch, Steps synaptic, Steps z, Steps states, Steps slopes, Steps errors) {

        /**
         * A matrix of all steps, and its rows of each step; of complex numbers as [re | im].
         *
         * @param products each step as {@link DenseProducts#parts}, which products take
         */
        record Steps(INDArray all, List<INDArray> at, List<INDArray> products) {
            static Steps of(DataType type, long steps, long batch, long columns, int parts) {
                INDArray all = Nd4j.createUninitialized(type, new long[] {steps * batch, parts * columns}, 'c');
                List<INDArray> at = each(all, steps, batch);
                return new Steps(all, at, parts == 1 ? at : each(parts(all, parts), steps, parts * batch));
            }

            private static List<INDArray> each(INDArray all, long steps, long rows) {
                return LongStream.range(0, steps)
                        .mapToObj(t -> all.get(NDArrayIndex.interval(t * rows, (t + 1) * rows), NDArrayIndex.all())).toList();
            }
        }

        /** Room for sequences of that shape; {@code present} if it has it. @param parts numbers that make up an amplitude */
        static Unrolled reserve(Unrolled present, DataType type, long steps, long batch, long inputs, long units, int parts) {
            if (present != null && present.batch == batch && present.steps() == steps) return present;
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                return new Unrolled(batch, Steps.of(type, steps, batch, inputs + units, parts),
                        Steps.of(type, steps, batch, units, parts), Steps.of(type, steps, batch, units, parts),
                        Steps.of(type, steps, batch, units, parts), Steps.of(type, steps, batch, units, parts));
            }
        }

        int steps() { return z.at.size(); }
    }
}
