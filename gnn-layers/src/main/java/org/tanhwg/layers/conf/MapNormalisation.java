package org.tanhwg.layers.conf;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.impl.plain.MapNormalisationLayer;

/**
 * Deeplearning4j's BatchNormalization with its defaults, of the same parameters and function. Above a {@link GeneralizedConvolution} it takes maps as they lie there, and is many times
 * faster.
 */
public final class MapNormalisation extends BatchNormalization {

    /** For JSON. */
    public MapNormalisation() {}

    /** @param updater of its scales and shifts */
    public MapNormalisation(IUpdater updater) {
        setIUpdater(updater);
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        return GeneralizedLayers.begun(new MapNormalisationLayer(conf, type), conf, listeners, index, view, initialize);
    }

    /** The layer of Deeplearning4j that computes the same; parameters are in the same order. */
    public BatchNormalization ordinary() {
        BatchNormalization layer = new BatchNormalization.Builder(decay, isMinibatch).eps(eps).gamma(gamma).beta(beta)
                .lockGammaBeta(lockGammaBeta).useLogStd(useLogStd).dataFormat(cnn2DFormat).updater(getIUpdater()).build();
        layer.setLayerName(getLayerName());
        layer.setNIn(getNIn());
        layer.setNOut(getNOut());
        return layer;
    }

    @Override public MapNormalisation clone() { return (MapNormalisation) super.clone(); }

    @Override protected boolean canEqual(Object other) { return other instanceof MapNormalisation; }
}
