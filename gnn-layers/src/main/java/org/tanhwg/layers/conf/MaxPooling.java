package org.tanhwg.layers.conf;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.impl.plain.MaxPoolingLayer;

/**
 * Deeplearning4j's SubsamplingLayer of kind MAX whose windows are squares side by side: output is the largest of each window of each channel. Above a
 * {@link GeneralizedConvolution} it takes maps as they lie there, and is several times faster.
 */
public final class MaxPooling extends SubsamplingLayer {

    /** For JSON. */
    public MaxPooling() {}

    private MaxPooling(Builder builder) { super(builder); }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        return GeneralizedLayers.begun(new MaxPoolingLayer(conf, type), conf, listeners, index, view, initialize);
    }

    /** The layer of Deeplearning4j that computes the same. */
    public SubsamplingLayer ordinary() {
        SubsamplingLayer layer = new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(kernelSize.clone())
                .stride(stride.clone()).convolutionMode(convolutionMode).dataFormat(cnn2dDataFormat).build();
        layer.setLayerName(getLayerName());
        return layer;
    }

    @Override public MaxPooling clone() { return (MaxPooling) super.clone(); }

    @Override protected boolean canEqual(Object other) { return other instanceof MaxPooling; }

    /** See Deeplearning4j's. */
    public static final class Builder extends SubsamplingLayer.BaseSubsamplingBuilder<Builder> {

        /** @param side of the windows, and from one to the next, ≥ 1 */
        public Builder(int side) {
            super(PoolingType.MAX, new int[] {Checks.atLeast("side", side, 1), side});
            setStride(new int[] {side, side});
        }

        @Override protected boolean allowCausal() { return false; }

        @Override
        @SuppressWarnings("unchecked") public MaxPooling build() {
            return new MaxPooling(this);
        }
    }
}
