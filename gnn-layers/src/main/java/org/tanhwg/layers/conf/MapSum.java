package org.tanhwg.layers.conf;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.impl.plain.MapSumVertex;

/** Deeplearning4j's ElementWiseVertex that adds, which takes maps as a {@link GeneralizedConvolution} leaves them and hands them on alike. */
public final class MapSum extends ElementWiseVertex {

    /** The sum of what comes in. */
    public MapSum() {
        super(Op.Add);
    }

    @Override public GraphVertex instantiate(ComputationGraph graph, String name, int index, INDArray view, boolean initialize,
            DataType type) {
        return new MapSumVertex(graph, name, index, type);
    }

    /** The vertex of Deeplearning4j that computes the same. */
    public ElementWiseVertex ordinary() {
        return new ElementWiseVertex(Op.Add);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public MapSum clone() { return new MapSum(); }

    @Override public boolean equals(Object other) { return other instanceof MapSum; }

    @Override public int hashCode() { return MapSum.class.hashCode(); }
}
