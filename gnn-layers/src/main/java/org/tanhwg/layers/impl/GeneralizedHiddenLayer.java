package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.Generalized;

/** A generalized layer that is not an output layer: synapses, then an activation that subclasses define. */
abstract class GeneralizedHiddenLayer<C extends FeedForwardLayer> extends BaseLayer<C> implements GeneralizedLayer {
    private final transient Synapses synapses;
    private final transient Feedback feedback;
    private transient INDArray trained;

    GeneralizedHiddenLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new Synapses(this, conf, type);
        feedback = new Feedback(this, ((Generalized) layerConf()).getSignal());
    }

    @Override public final Synapses synapses() { return synapses; }

    @Override public final Feedback feedback() { return feedback; }

    /** σ(z). */
    abstract INDArray activation(INDArray z, boolean training, LayerWorkspaceMgr workspaces);

    /** ε = ∂e/∂z from ∂e/∂σ, which may be a user's and is left alone. */
    abstract INDArray error(INDArray z, INDArray slope, LayerWorkspaceMgr workspaces);

    /** Whether the gradient of the input is computed. */
    abstract boolean inputGradient();

    /** Fills the gradient of biases that are not part of z. */
    void activationGradient(INDArray z, INDArray error) {}

    @Override protected final INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        INDArray z = synapses.preActivation(input, params, training, 'f', this::layerId, workspaces);
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
        boolean gather = synapses.curvature().due(getIterationCount());
        INDArray before = gather && feedback.separable() ? z.dup() : z; // the error may be made in place of z
        INDArray error = signalError(z, epsilon, workspaces);
        if (gather) {
            synapses.curvature().gather(input, error);
            if (feedback.separable())
                synapses.curvature().unitSlopes(before, error, moved -> signalError(moved, epsilon, workspaces));
        }
        Gradient gradient = synapses.gradient(input, error, params, gradientViews);
        activationGradient(z, error);
        if (!inputGradient()) return new Pair<>(gradient, null);
        return new Pair<>(gradient, backpropDropOutIfPresent(synapses.inputGradient(input, error, workspaces)));
    }

    private INDArray signalError(INDArray z, INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray slope = feedback.slope(input, () -> activation(z, true, workspaces), epsilon);
        INDArray error = error(z, slope, workspaces);
        if (maskArray != null) applyMask(error);
        return error;
    }

    @Override public final void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(synapses.accept(input, workspaces), workspaces);
        trained = null;
    }

    @Override public final void clear() {
        super.clear();
        trained = null;
    }

    @Override public final void applyConstraints(int iteration, int epoch) { synapses.gradients().project(params); }

    @Override public final boolean updaterDivideByMinibatch(String key) { return synapses.gradients().dividedByMinibatch(); }

    @Override public final boolean isPretrainLayer() { return false; }

    @Override public final boolean hasBias() { return true; }
}
