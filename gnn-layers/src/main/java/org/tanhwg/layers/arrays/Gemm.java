package org.tanhwg.layers.arrays;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products of ND4J arrays by BLAS, in any mix of row-major and column-major storage and without copies.
 *
 * <p>Calls the OpenBLAS under ND4J: 0.1 µs a call where {@code Nd4j.gemm} costs 8–20. Not through {@code openblas_nolapack}, whose library is a second
 * copy that {@link org.tanhwg.blas.OpenBlas} cannot take the place of.
 */
public final class Gemm {
    private Gemm() {}

    /**
     * c ← alpha·op(a)·op(b) + beta·c, op being the transpose where asked for.
     *
     * @param c contiguous, row-major or column-major; a and b are copied if they are neither
     */
    public static void multiply(double alpha, INDArray a, boolean transposeA, INDArray b, boolean transposeB, double beta,
            INDArray c) {
        columns(alpha, a, transposeA, b, transposeB, beta, c, 0, (int) c.size(1));
    }

    /** Does so for the columns [from, to) of c alone. */
    public static void columns(double alpha, INDArray a, boolean transposeA, INDArray b, boolean transposeB, double beta,
            INDArray c,
            int from, int to) {
        columns(alpha, a, transposeA, b, transposeB, beta, c, c.size(0), a.size(transposeA ? 0 : 1), from, to);
    }

    /** Does so for the first {@code rows} rows of c, with sums over the first {@code terms} of op(a)'s columns. */
    public static void columns(double alpha, INDArray a, boolean transposeA, INDArray b, boolean transposeB, double beta,
            INDArray c,
            long rows, long terms, int from, int to) {
        Matrix left = Matrix.of(a);
        Matrix right = Matrix.of(b);
        Matrix into = Matrix.of(c);
        boolean rowMajor = into.rowMajor;
        int opA = transposeA == (left.rowMajor == rowMajor) ? CblasTrans : CblasNoTrans;
        int opB = transposeB == (right.rowMajor == rowMajor) ? CblasTrans : CblasNoTrans;
        int order = rowMajor ? CblasRowMajor : CblasColMajor;
        int m = (int) rows;
        int n = to - from;
        int k = (int) terms;
        long fromRight = (long) from * (transposeB == right.rowMajor ? right.stride : 1);
        long fromInto = (long) from * (rowMajor ? 1 : into.stride);
        if (n == 0) return;
        if (c.dataType() == DataType.FLOAT) {
            cblas_sgemm(order, opA, opB, m, n, k, (float) alpha, left.floats(0), left.stride, right.floats(fromRight),
                    right.stride, (float) beta, into.floats(fromInto), into.stride);
        } else {
            cblas_dgemm(order, opA, opB, m, n, k, alpha, left.doubles(0), left.stride, right.doubles(fromRight), right.stride,
                    beta, into.doubles(fromInto), into.stride);
        }
    }

    /** c ← alpha·op(a)·op(b) + beta·c of parts in single precision, column after column: m × n, with k terms. */
    public static void floats(int m, int n, int k, float alpha, Part a, Part b, float beta, Part c) {
        cblas_sgemm(CblasColMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans, m, n, k,
                alpha, a.floats(), a.stride, b.floats(), b.stride, beta, c.floats(), c.stride);
    }

    /** A matrix inside an array's memory. @param from place of its first number @param stride from column to column */
    public record Part(INDArray array, long from, int stride, boolean transposed) {
        private FloatPointer floats() {
            FloatPointer start = (FloatPointer) array.data().addressPointer();
            return from == 0 ? start : start.getPointer(from);
        }
    }

    /** A rank-2 array as BLAS sees it; {@code stride} is the leading dimension. Holding the array keeps its memory alive. */
    private record Matrix(INDArray array, boolean rowMajor, int stride) {
        static Matrix of(INDArray array) {
            int rows = (int) array.size(0);
            int columns = (int) array.size(1);
            long down = array.stride(0);
            long across = array.stride(1);
            if ((across == 1 || columns == 1) && (down >= columns || rows == 1)) {
                return new Matrix(array, true, (int) Math.max(rows == 1 ? columns : down, 1));
            }
            if ((down == 1 || rows == 1) && (across >= rows || columns == 1)) {
                return new Matrix(array, false, (int) Math.max(columns == 1 ? rows : across, 1));
            }
            return of(array.dup('c'));
        }

        FloatPointer floats(long from) {
            FloatPointer start = (FloatPointer) array.data().addressPointer();
            return from == 0 ? start : start.getPointer(from);
        }

        DoublePointer doubles(long from) {
            DoublePointer start = (DoublePointer) array.data().addressPointer();
            return from == 0 ? start : start.getPointer(from);
        }
    }
}
