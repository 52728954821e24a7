package org.tanhwg.layers.convert;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MapActivation;
import org.tanhwg.layers.conf.MapNormalisation;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticEmbedding;

/** Configurations of layers in the other form; empty for a layer that is not converted. */
final class LayerConfigurations {
    private LayerConfigurations() {}

    static Optional<Layer> generalized(Layer layer, IUpdater updater, SynapticEmbedding embedding) {
        if (layer instanceof ComplexGeneralizedDense complex) {
            var same = (ComplexGeneralizedDense) complex.clone();
            if (embedding.law().kind().fits(2)) same.setEmbedding(embedding);
            return Optional.of(withUpdater(same, updater));
        }
        var real = new SynapticEmbedding(embedding.law().real(), embedding.training(), embedding.inference());
        if (hidden(layer) && plain((FeedForwardLayer) layer)) {
            var generalized = new GeneralizedDense();
            generalized.setEmbedding(real);
            if (layer instanceof GeneralizedDense given) {
                generalized.setInputGradient(given.isInputGradient());
                generalized.setSignal(given.getSignal());
            }
            return Optional.of(common((FeedForwardLayer) layer, generalized, updater));
        }
        if (output(layer) && plain((FeedForwardLayer) layer)) {
            var generalized = new GeneralizedOutput();
            generalized.setEmbedding(real);
            if (layer instanceof GeneralizedOutput given) generalized.setSignal(given.getSignal());
            return Optional.of(output((BaseOutputLayer) layer, generalized, updater));
        }
        if (convolution(layer) && plain((FeedForwardLayer) layer))
            return Optional.of(generalizedConvolution(layer, updater, real));
        return Optional.empty();
    }

    private static GeneralizedConvolution generalizedConvolution(Layer layer, IUpdater updater, SynapticEmbedding embedding) {
        GeneralizedConvolution generalized = sliding(layer);
        generalized.setEmbedding(embedding);
        if (layer instanceof GeneralizedConvolution given) {
            generalized.setInputGradient(given.isInputGradient());
            generalized.setSignal(given.getSignal());
        }
        return common((FeedForwardLayer) layer, generalized, updater);
    }

    /** A convolution that slides as a layer does, be it a convolution of either form or pooling; nothing else of it is set. */
    static GeneralizedConvolution sliding(Layer layer) {
        var sliding = new GeneralizedConvolution();
        if (layer instanceof GeneralizedConvolution given) {
            slide(given.getKernelSize(), given.getStride(), given.getPadding(), given.getDilation(), sliding);
            sliding.setConvolutionMode(given.getConvolutionMode());
            sliding.setCnn2dDataFormat(given.getCnn2dDataFormat());
        } else if (layer instanceof ConvolutionLayer given) {
            slide(given.getKernelSize(), given.getStride(), given.getPadding(), given.getDilation(), sliding);
            sliding.setConvolutionMode(given.getConvolutionMode());
            sliding.setCnn2dDataFormat(given.getCnn2dDataFormat());
        } else if (layer instanceof SubsamplingLayer given) {
            slide(given.getKernelSize(), given.getStride(), given.getPadding(), given.getDilation(), sliding);
            sliding.setConvolutionMode(given.getConvolutionMode());
            sliding.setCnn2dDataFormat(given.getCnn2dDataFormat());
        }
        sliding.setLayerName(layer.getLayerName());
        return sliding;
    }

    private static void slide(int[] kernel, int[] stride, int[] padding, int[] dilation, GeneralizedConvolution to) {
        to.setKernelSize(kernel);
        to.setStride(stride);
        to.setPadding(padding);
        to.setDilation(dilation);
    }

    private static ConvolutionLayer convolution(GeneralizedConvolution from, IUpdater updater) {
        var to = new ConvolutionLayer();
        to.setHasBias(true);
        to.setKernelSize(from.getKernelSize().clone());
        to.setStride(from.getStride().clone());
        to.setPadding(from.getPadding().clone());
        to.setDilation(from.getDilation().clone());
        to.setConvolutionMode(from.getConvolutionMode());
        to.setCnn2dDataFormat(from.getCnn2dDataFormat());
        return common(from, to, updater);
    }

    static Optional<Layer> dense(Layer layer, IUpdater updater) {
        if (layer instanceof Generalized complex && complex.amplitudeKeys().size() == 2) {
            throw new IllegalArgumentException("layer " + layer.getLayerName() + " is a " + layer.getClass().getSimpleName()
                    + ": Deeplearning4j has no complex layers");
        }
        if (layer instanceof MaxPooling pooling) return Optional.of(pooling.ordinary());
        if (layer instanceof MapNormalisation normalisation) return Optional.of(normalisation.ordinary());
        if (layer instanceof MapActivation activation) return Optional.of(activation.ordinary());
        FeedForwardLayer dense;
        if (layer instanceof GeneralizedDense given) dense = common(given, new DenseLayer(), updater);
        else if (layer instanceof GeneralizedOutput given) dense = output(given, new OutputLayer(), updater);
        else if (layer instanceof GeneralizedConvolution given) dense = convolution(given, updater);
        else
            if (hidden(layer) || output(layer) || convolution(layer))
                dense = withUpdater((FeedForwardLayer) layer.clone(), updater);
            else
                return Optional.empty();
        if (dense.getIDropout() instanceof ReleaseNoise) dense.setIDropout(null);
        return Optional.of(dense);
    }

    /** Fully connected, in either form. */
    static boolean connected(Layer layer) {
        return hidden(layer) || output(layer);
    }

    /** Subclasses compute something else. */
    private static boolean hidden(Layer layer) {
        return layer.getClass() == DenseLayer.class || layer.getClass() == GeneralizedDense.class;
    }

    private static boolean output(Layer layer) {
        return layer.getClass() == OutputLayer.class || layer.getClass() == GeneralizedOutput.class;
    }

    static boolean convolution(Layer layer) {
        return layer.getClass() == ConvolutionLayer.class || layer.getClass() == GeneralizedConvolution.class;
    }

    private static boolean plain(FeedForwardLayer layer) {
        boolean constrained = layer.getConstraints() != null && !layer.getConstraints().isEmpty();
        boolean normalised = layer instanceof DenseLayer dense && dense.hasLayerNorm();
        return !constrained && !normalised && layer.getWeightNoise() == null;
    }

    private static BaseOutputLayer output(BaseOutputLayer from, BaseOutputLayer to, IUpdater updater) {
        to.setLossFn(from.getLossFn());
        return common(from, to, updater);
    }

    private static <L extends FeedForwardLayer> L common(FeedForwardLayer from, L to, IUpdater updater) {
        to.setLayerName(from.getLayerName());
        to.setNIn(from.getNIn());
        to.setNOut(from.getNOut());
        to.setTimeDistributedFormat(from.getTimeDistributedFormat());
        to.setActivationFn(from.getActivationFn());
        to.setWeightInitFn(from.getWeightInitFn());
        to.setBiasInit(from.getBiasInit());
        to.setIDropout(from.getIDropout() == null ? null : from.getIDropout().clone());
        to.setGradientNormalization(from.getGradientNormalization());
        to.setGradientNormalizationThreshold(from.getGradientNormalizationThreshold());
        return withUpdater(to, updater);
    }

    private static <L extends FeedForwardLayer> L withUpdater(L layer, IUpdater updater) {
        layer.setIUpdater(updater.clone());
        return layer;
    }
}
