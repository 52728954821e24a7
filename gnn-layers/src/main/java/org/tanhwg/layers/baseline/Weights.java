package org.tanhwg.layers.baseline;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;

/** All weights of a network that one updater trains, biases not among them. */
record Weights(List<Part> parts) {
    Weights { parts = List.copyOf(parts); }

    /**
     * The weights of one parameter.
     *
     * @param offset of its first number in the block's gradient
     * @param shape of the parameter
     * @param array keeps the memory behind {@code values} alive
     */
    record Part(UpdaterBlock block, int offset, long[] shape, INDArray array, FloatBuffer values) {
        static Part of(UpdaterBlock.ParamState parameter, UpdaterBlock block) {
            INDArray array = parameter.getParamView();
            if (array.dataType() != DataType.FLOAT) {
                throw new IllegalStateException("parameter " + parameter.getParamName() + " of layer "
                        + parameter.getLayer().getConfig().getLayerName() + " is of type " + array.dataType()
                        + ": updaters that step from parameters train networks of type FLOAT");
            }
            return new Part(block, parameter.getParamOffsetStart() - block.getParamOffsetStart(),
                    parameter.getLayer().paramTable(false).get(parameter.getParamName()).shape(), array, FloatViews.of(array));
        }

        FloatBuffer of(FloatBuffer gradient) { return gradient.slice(offset, values.limit()); }
    }

    /** The magnitude that all but the largest {@code keep} of the weights, a share in (0, 1], do not exceed; −1 if all are to stay. */
    float magnitudeBelow(double keep) {
        int count = parts.stream().mapToInt(part -> part.values.limit()).sum();
        int pruned = count - (int) Math.round(keep * count);
        if (pruned == 0) return -1;
        float[] magnitudes = new float[count];
        int filled = 0;
        for (Part part : parts) {
            part.values.get(0, magnitudes, filled, part.values.limit());
            filled += part.values.limit();
        }
        for (int i = 0; i < count; i++) magnitudes[i] = Math.abs(magnitudes[i]);
        Arrays.sort(magnitudes);
        return magnitudes[pruned - 1];
    }
}
