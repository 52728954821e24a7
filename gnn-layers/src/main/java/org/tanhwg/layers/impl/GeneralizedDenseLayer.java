package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.GeneralizedDense;

/** Runs a {@link GeneralizedDense}. */
public final class GeneralizedDenseLayer extends BaseLayer<GeneralizedDense> implements GeneralizedLayer {
    private final transient Synapses synapses;
    private transient INDArray trained;

    /** @param conf holds a {@link GeneralizedDense} */
    public GeneralizedDenseLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new Synapses(conf, type);
    }

    @Override public Curvature curvature() { return synapses.curvature(); }

    @Override protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        INDArray z = synapses.preActivation(input, params, this::layerId, workspaces);
        if (maskArray != null) applyMask(z);
        return z;
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutput(training, workspaces);
        trained = training ? z : null;
        INDArray activation = workspaces.createUninitialized(ArrayType.ACTIVATIONS, z.dataType(), z.shape(), 'c');
        synapses.operations().activate(layerConf().getActivationFn(), z, training, activation);
        if (maskArray != null) applyMask(activation);
        return activation;
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray z = trained != null ? trained : preOutput(true, workspaces);
        trained = null;
        INDArray error = synapses.operations().error(layerConf().getActivationFn(), z, epsilon,
                workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, z.dataType(), z.shape(), 'c'));
        if (maskArray != null) applyMask(error);
        if (synapses.curvature().due(getIterationCount())) synapses.curvature().gather(input, error);
        Gradient gradient = synapses.gradient(input, error, params, gradientViews);
        if (!layerConf().isInputGradient()) return new Pair<>(gradient, null);
        return new Pair<>(gradient, backpropDropOutIfPresent(synapses.inputGradient(error, workspaces)));
    }

    @Override public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        trained = null;
    }

    @Override public void clear() {
        super.clear();
        trained = null;
    }

    @Override public boolean updaterDivideByMinibatch(String key) { return synapses.dividedByMinibatch(); }

    @Override public boolean isPretrainLayer() { return false; }

    @Override public boolean hasBias() { return true; }
}
