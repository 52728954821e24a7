package org.tanhwg.layers.conf;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.impl.plain.EncodingLayer;

/**
 * A layer without parameters that turns real numbers into complex ones: input [batch, nIn], output [batch, nOut] as [re | im], for
 * {@link ComplexGeneralizedDense}.
 */
public abstract class ComplexEncoding extends FeedForwardLayer {

    @Override public final Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        EncodingLayer layer = layer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        return layer;
    }

    abstract EncodingLayer layer(NeuralNetConfiguration conf, DataType type);

    @Override public final ParamInitializer initializer() { return EmptyParamInitializer.getInstance(); }

    @Override public final LayerMemoryReport getMemoryReport(InputType type) {
        return new LayerMemoryReport.Builder(layerName, getClass(), type, getOutputType(-1, type)).standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS).build();
    }
}
