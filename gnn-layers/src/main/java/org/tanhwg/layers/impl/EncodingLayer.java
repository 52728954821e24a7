package org.tanhwg.layers.impl;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.ComplexEncoding;

/** Runs a {@link ComplexEncoding}. */
public final class EncodingLayer extends AbstractLayer<ComplexEncoding> {
    private final transient RealToComplex map;

    private EncodingLayer(NeuralNetConfiguration conf, DataType type, RealToComplex map) {
        super(conf, type);
        this.map = map;
    }

    /** x ↦ e^{iπx} − 1. */
    public static EncodingLayer phase(NeuralNetConfiguration conf, DataType type) {
        return new EncodingLayer(conf, type, new RealToComplex.Phase());
    }

    /** The lowest frequencies of an image. */
    public static EncodingLayer fourier(NeuralNetConfiguration conf, DataType type, int height, int width, int frequencies) {
        return new EncodingLayer(conf, type, new RealToComplex.Fourier(height, width, frequencies, type));
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (input.rank() != 2 || input.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(input.shape()) + ": layer " + layerId()
                    + " takes [batch, " + layerConf().getNIn() + "]");
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray complex = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                new long[] {input.size(0), layerConf().getNOut()}, 'c');
        map.forward(input.castTo(dataType), complex);
        if (maskArray != null) applyMask(complex);
        return complex;
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (epsilon == null) return new Pair<>(new DefaultGradient(), null); // the layer above computes no gradient of its input
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        map.backward(input.castTo(dataType), epsilon, gradient);
        if (maskArray != null) applyMask(gradient);
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(gradient));
    }

    @Override public boolean isPretrainLayer() { return false; }

    @Override public void clearNoiseWeightParams() {}
}
