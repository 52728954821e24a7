package org.tanhwg.layers.impl.plain;

import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.kernel.Pointwise;

/** Runs a {@link org.tanhwg.layers.conf.MapSum}: its own way for two inputs of maps that lie example innermost, Deeplearning4j's for others. */
public final class MapSumVertex extends ElementWiseVertex {
    private final transient Pointwise kernel = new Pointwise();

    public MapSumVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, Op.Add, type);
    }

    private boolean own() {
        return inputs.length == 2 && Maps.innermost(inputs[0]) && Maps.innermost(inputs[1])
                && Arrays.equals(inputs[0].shape(), inputs[1].shape());
    }

    @Override public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        if (!canDoForward() || !own()) return super.doForward(training, workspaces);
        INDArray sum = Maps.like(ArrayType.ACTIVATIONS, inputs[0], workspaces);
        kernel.sum((int) sum.length(), FloatViews.of(Maps.features(inputs[0])), FloatViews.of(Maps.features(inputs[1])),
                FloatViews.of(Maps.features(sum)));
        return sum;
    }

    /** Each input gets a copy of the error: others may be added to it in place. */
    @Override public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        if (!canDoBackward() || !own()) return super.doBackward(truncated, workspaces);
        var below = new INDArray[2];
        for (int i = 0; i < below.length; i++) {
            below[i] = Maps.like(ArrayType.ACTIVATION_GRAD, epsilon, workspaces);
            if (Maps.innermost(epsilon)) FloatViews.of(Maps.features(below[i])).put(FloatViews.of(Maps.features(epsilon)));
            else below[i].assign(epsilon);
        }
        return new Pair<>(null, below);
    }
}
