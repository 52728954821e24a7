package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A generalized layer that is no output layer: synapses, then an activation that subclasses define. */
abstract class GeneralizedHiddenLayer<C extends FeedForwardLayer> extends BaseLayer<C> implements GeneralizedLayer {
    private final transient Synapses synapses;
    private transient INDArray trained;

    GeneralizedHiddenLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new Synapses(this, conf, type);
    }

    @Override public final Synapses synapses() { return synapses; }

    /** σ(z). */
    abstract INDArray activation(INDArray z, boolean training, LayerWorkspaceMgr workspaces);

    /** ε = ∂L/∂z from ∂L/∂σ, which may be a user's and is left alone. */
    abstract INDArray error(INDArray z, INDArray epsilon, LayerWorkspaceMgr workspaces);

    /** Whether the gradient of the input is computed. */
    abstract boolean inputGradient();

    /** Fills the gradient of biases that are no part of z. */
    void activationGradient(INDArray z, INDArray error) {}

    @Override protected final INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        INDArray z = synapses.preActivation(input, params, training, this::layerId, workspaces);
        if (maskArray != null) applyMask(z);
        return z;
    }

    @Override public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutput(training, workspaces);
        trained = training ? z : null;
        INDArray activation = activation(z, training, workspaces);
        if (maskArray != null) applyMask(activation);
        return activation;
    }

    @Override public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray z = trained != null ? trained : preOutput(true, workspaces);
        trained = null;
        INDArray error = error(z, epsilon, workspaces);
        if (maskArray != null) applyMask(error);
        if (synapses.curvature().due(getIterationCount())) synapses.curvature().gather(input, error);
        Gradient gradient = synapses.gradient(input, error, params, gradientViews);
        activationGradient(z, error);
        if (!inputGradient()) return new Pair<>(gradient, null);
        return new Pair<>(gradient, backpropDropOutIfPresent(synapses.inputGradient(input, error, workspaces)));
    }

    @Override public final void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        trained = null;
    }

    @Override public final void clear() {
        super.clear();
        trained = null;
    }

    @Override public final boolean updaterDivideByMinibatch(String key) { return synapses.dividedByMinibatch(); }

    @Override public final boolean isPretrainLayer() { return false; }

    @Override public final boolean hasBias() { return true; }
}
