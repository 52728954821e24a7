package org.tanhwg.layers.arrays;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory behind ND4J arrays: how kernels get at it, how a matrix lies in it, and room that is kept from pass to pass. */
public final class FloatViews {
    private FloatViews() {}

    /**
     * The elements of a contiguous array, in memory order, without copying. The caller keeps the array alive.
     *
     * @throws IllegalArgumentException if the array is not of type FLOAT
     */
    public static FloatBuffer of(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("array of type " + array.dataType() + ": this kernel needs FLOAT");
        }
        // the buffer of a view is only positioned; slicing makes absolute access start at the view
        FloatBuffer floats = array.data().asNioFloat().slice();
        return floats.remaining() == array.length() ? floats : floats.slice(0, (int) array.length());
    }

    /** A minibatch in a layer's type and, if {@code rows} and a matrix, row after row; {@code input} itself where it is so already. */
    public static INDArray accept(INDArray input, DataType type, boolean rows, LayerWorkspaceMgr workspaces) {
        if (input == null) return null;
        INDArray same = input.castTo(type);
        if (rows && input.rank() == 2) same = inRows(same);
        return same == input ? input : workspaces.leverageTo(ArrayType.ACTIVATIONS, same);
    }

    /** Whether a matrix lies in memory row after row without gaps. */
    public static boolean rowMajor(INDArray matrix) {
        return matrix.rank() == 2 && (matrix.size(1) == 1 || matrix.stride(1) == 1)
                && (matrix.size(0) == 1 || matrix.stride(0) == matrix.size(1));
    }

    /** The matrix row after row without gaps: itself where it lies so, else a copy. */
    public static INDArray inRows(INDArray matrix) {
        return rowMajor(matrix) ? matrix : matrix.dup('c');
    }

    /** Whether a matrix lies in memory column after column without gaps, and is not {@link #rowMajor} as well. */
    public static boolean columnMajor(INDArray matrix) {
        return !rowMajor(matrix) && matrix.rank() == 2 && (matrix.size(0) == 1 || matrix.stride(0) == 1)
                && matrix.stride(1) == matrix.size(0);
    }

    /** Whether elements at the same place in memory are those at the same place in both matrices. */
    public static boolean alike(INDArray one, INDArray other) {
        return rowMajor(one) && rowMajor(other) || columnMajor(one) && columnMajor(other);
    }

    /** An array that lives as long as the layer, kept while shape and layout stay the same. */
    public static INDArray reserve(INDArray present, DataType type, char order, long rows, long columns) {
        if (present != null && present.size(0) == rows && present.size(1) == columns && present.dataType() == type
                && present.ordering() == order)
            return present;
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, new long[] {rows, columns}, order);
        }
    }
}
