package org.tanhwg.layers.arrays;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.kernel.Rows;

/**
 * Pictures [batch, channels, height, width] in single precision that lie example innermost: a feature, one pixel of one channel, is a run of all examples. Everything
 * a convolution does to a pixel it does to a run then, which the compiler vectorises, and rows of pixels are longer runs still.
 */
public final class Maps {
    private Maps() {}

    /** Whether they lie so. */
    public static boolean innermost(INDArray pictures) {
        if (pictures.rank() != 4) return false;
        long batch = pictures.size(0);
        return pictures.dataType() == DataType.FLOAT && pictures.stride(0) == 1
                && pictures.stride(3) == batch && pictures.stride(2) == batch * pictures.size(3)
                && pictures.stride(1) == batch * pictures.size(3) * pictures.size(2);
    }

    /** Features as rows, [channels · height · width, batch], of pictures that lie so. */
    public static INDArray features(INDArray pictures) {
        return pictures.permute(1, 2, 3, 0).reshape('c', pictures.length() / pictures.size(0), pictures.size(0));
    }

    /** Those of any pictures, in {@code room}, a matrix of that shape. */
    public static void load(INDArray pictures, Rows rows, INDArray room) {
        INDArray flat = pictures.castTo(DataType.FLOAT).dup('c').reshape('c', room.size(1), room.size(0));
        rows.transpose((int) flat.size(0), (int) flat.size(1), FloatViews.of(flat), FloatViews.of(room));
    }

    /** Pictures of features as rows, which they share. */
    public static INDArray pictures(INDArray features, long channels, long height, long width) {
        return features.reshape('c', channels, height, width, features.size(1)).permute(3, 0, 1, 2);
    }

    /** An array that stands for one that is not computed: whatever is read from it is NaN. */
    public static INDArray standIn(ArrayType array, long[] shape, LayerWorkspaceMgr workspaces) {
        INDArray number = workspaces.createUninitialized(array, DataType.FLOAT, new long[] {1}, 'c');
        FloatViews.of(number).put(0, Float.NaN);
        return Nd4j.create(number.data(), shape, new long[shape.length], 0, 'c');
    }

    /** Room for pictures of the shape of others that lie so, in a workspace. */
    public static INDArray like(ArrayType array, INDArray pictures, LayerWorkspaceMgr workspaces) {
        return pictures(create(array, pictures.length() / pictures.size(0), pictures.size(0), workspaces), pictures.size(1),
                pictures.size(2), pictures.size(3));
    }

    /** Room for features, in a workspace. */
    public static INDArray create(ArrayType array, long features, long batch, LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(array, DataType.FLOAT, new long[] {features, batch}, 'c');
    }
}
