package org.tanhwg.layers.conf;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.impl.plain.MapActivationLayer;

/** Deeplearning4j's ActivationLayer, which takes maps as a {@link GeneralizedConvolution} leaves them, rectifies them where they lie and hands them on alike. */
public final class MapActivation extends ActivationLayer {

    /** For JSON. */
    public MapActivation() {}

    /** @param activation what is done to each number */
    public MapActivation(Activation activation) {
        super(activation);
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        return GeneralizedLayers.begun(new MapActivationLayer(conf, type), conf, listeners, index, view, initialize);
    }

    /** The layer of Deeplearning4j that computes the same. */
    public ActivationLayer ordinary() {
        var layer = new ActivationLayer(getActivationFn());
        layer.setLayerName(getLayerName());
        return layer;
    }

    @Override public MapActivation clone() { return (MapActivation) super.clone(); }

    @Override protected boolean canEqual(Object other) { return other instanceof MapActivation; }
}
