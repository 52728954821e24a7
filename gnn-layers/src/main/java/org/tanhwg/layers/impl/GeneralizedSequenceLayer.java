package org.tanhwg.layers.impl;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.conf.GeneralizedSequence;
import org.tanhwg.layers.conf.SynapticParameters;

/**
 * Runs a {@link GeneralizedSequence}: the steps of all sequences are rows of one matrix, so that a step is one product forward and one back, and
 * the gradient of the whole is that of {@link Synapses} with every step an example.
 */
abstract class GeneralizedSequenceLayer<C extends GeneralizedSequence> extends BaseRecurrentLayer<C> implements GeneralizedLayer {
    private static final String STATE = "state";

    private final transient Synapses synapses;
    private final transient Feedback feedback;
    /** Numbers that make up an amplitude. */
    private final transient int parts;
    private transient Sequences.Unrolled unrolled;
    /** Products with O of the last pass. */
    private transient DenseProducts products;
    /** What the draws of the last pass added to it. */
    private transient Optional<Sampling> draws = Optional.empty();
    /** Whether {@link #unrolled} is of a training pass over the present input. */
    private transient boolean trained;

    GeneralizedSequenceLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new Synapses(this, conf, type);
        feedback = new Feedback(this, layerConf().getSignal());
        parts = layerConf().amplitudeKeys().size();
    }

    /** {@code into} ← σ(z) of one step or all. */
    abstract void activate(INDArray z, boolean training, INDArray into);

    /** ε = ∂e/∂z from ∂e/∂σ, in {@code into} or elsewhere; the slope, which may be a user's, is left alone. */
    abstract INDArray error(INDArray z, INDArray slope, INDArray into);

    /** Fills the gradient of biases that are not part of z. */
    void activationGradient(INDArray z, INDArray errors) {}

    @Override public final Synapses synapses() { return synapses; }

    @Override public final Feedback feedback() { return feedback; }

    @Override public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        run(null, training, workspaces);
        return output(workspaces);
    }

    @Override public final INDArray rnnTimeStep(INDArray next, LayerWorkspaceMgr workspaces) {
        setInput(next, workspaces);
        run(stateMap.get(STATE), false, workspaces);
        store(stateMap);
        return output(workspaces);
    }

    @Override public final INDArray rnnActivateUsingStoredState(INDArray next, boolean training, boolean store,
            LayerWorkspaceMgr workspaces) {
        setInput(next, workspaces);
        run(tBpttStateMap.get(STATE), training, workspaces);
        if (store) store(tBpttStateMap);
        return output(workspaces);
    }

    private void store(Map<String, INDArray> states) {
        states.put(STATE, unrolled.states().at().get(unrolled.steps() - 1).dup().detach());
    }

    private INDArray output(LayerWorkspaceMgr workspaces) {
        INDArray states = unrolled.states().all();
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, states.dataType(), states.shape(), 'c');
        return Sequences.of(out.assign(states), unrolled.batch());
    }

    /** Fills {@link #unrolled} up to the states. @param state before the first step; null for 0 */
    private void run(INDArray state, boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        requireShape(state);
        applyDropOutIfNecessary(training, workspaces);
        INDArray x = input.castTo(dataType);
        int inputs = (int) layerConf().getNIn();
        unrolled = Sequences.Unrolled.reserve(unrolled, dataType, x.size(2), x.size(0), inputs, layerConf().getNOut(), parts);
        LayerOperations operations = synapses.operations();
        products = synapses.observed(params);
        draws = synapses.begin(unrolled.steps(), parts * x.size(0), params, training);
        operations.place(products.parts(Sequences.rows(x)), products.parts(unrolled.synaptic().all()), 0);
        INDArray bias = params.get(SynapticParameters.BIAS);
        if (additive(bias)) operations.broadcast(bias, unrolled.z().all());
        else unrolled.z().all().assign(0);
        INDArray previous = products
                .parts(state != null ? state : Nd4j.zeros(dataType, x.size(0), parts * layerConf().getNOut()));
        for (int t = 0; t < unrolled.steps(); t++) {
            INDArray a = unrolled.synaptic().products().get(t);
            operations.place(previous, a, inputs);
            INDArray z = unrolled.z().products().get(t);
            products.add(a, z);
            if (draws.isPresent()) draws.get().draw(t, a, params, z);
            previous = unrolled.states().products().get(t);
            activate(unrolled.z().at().get(t), training, unrolled.states().at().get(t));
            mask(unrolled.states().at().get(t), t);
        }
        trained = training;
    }

    private boolean additive(INDArray bias) { return bias.length() == parts * layerConf().getNOut(); }

    private void requireShape(INDArray state) {
        if (input.rank() != 3 || input.size(1) != parts * layerConf().getNIn()) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(input.shape()) + ": layer " + layerId()
                    + " takes [batch, " + parts * layerConf().getNIn() + ", time]"
                    + (parts == 1 ? "" : ", real parts before imaginary ones"));
        }
        if (state != null && state.size(0) != input.size(0)) {
            throw new DL4JInvalidInputException(input.size(0) + " sequences go on where there were " + state.size(0)
                    + ": call rnnClearPreviousState() between them; layer " + layerId());
        }
    }

    private void mask(INDArray step, int t) {
        if (maskArray != null) step.muliColumnVector(maskArray.getColumn(t, true).castTo(step.dataType()));
    }

    @Override public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return backward(epsilon, Integer.MAX_VALUE, workspaces);
    }

    @Override public final Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length,
            LayerWorkspaceMgr workspaces) {
        return backward(epsilon, length, workspaces);
    }

    /** @param length number of steps, from the last, whose errors count; as Deeplearning4j truncates */
    private Pair<Gradient, INDArray> backward(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!trained) run(null, true, workspaces);
        trained = false;
        INDArray above = epsilon == null ? null : Sequences.rows(epsilon.castTo(dataType));
        INDArray slopes = feedback.slope(unrolled.synaptic().all(), unrolled.states()::all, above);
        boolean gather = synapses.curvature().due(getIterationCount());
        INDArray z = gather && feedback.separable() ? unrolled.z().all().dup() : null; // errors may be made in its place
        errors(slopes, Math.max(0, unrolled.steps() - length));
        INDArray synaptic = unrolled.synaptic().all();
        INDArray errors = unrolled.errors().all();
        if (gather) synapses.curvature().gatherSteps(unrolled.steps(), synaptic, errors);
        if (z != null) synapses.curvature().unitSlopes(z, errors, moved -> ownErrors(moved, above));
        Gradient gradient = synapses.gradient(synaptic, errors, params, gradientViews);
        activationGradient(unrolled.z().all(), errors);
        if (!layerConf().isInputGradient()) return new Pair<>(gradient, null);
        long inputs = layerConf().getNIn();
        INDArray intoInput = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType,
                new long[] {errors.size(0), parts * inputs}, 'c');
        INDArray into = products.parts(intoInput);
        products.inputGradient(products.parts(errors), 0, inputs, 0, into);
        draws.ifPresent(those -> those.inputGradient(
                products.parts(synaptic).get(NDArrayIndex.all(), NDArrayIndex.interval(0, inputs)), into));
        return new Pair<>(gradient, backpropDropOutIfPresent(Sequences.of(intoInput, unrolled.batch())));
    }

    /** ε(t) = ∂L/∂z(t) from the slopes of each step and, under back-propagation, what comes back from the step after it. */
    private void errors(INDArray slopes, int earliest) {
        boolean throughTime = feedback.isBackPropagation();
        long first = layerConf().getNIn();
        long end = first + layerConf().getNOut();
        unrolled.slopes().all().assign(slopes);
        for (int t = unrolled.steps() - 1; t >= 0; t--) {
            INDArray error = unrolled.errors().at().get(t);
            if (t < earliest) {
                error.assign(0);
                continue;
            }
            INDArray slope = unrolled.slopes().at().get(t);
            if (throughTime && t < unrolled.steps() - 1) {
                INDArray next = unrolled.errors().products().get(t + 1);
                INDArray back = unrolled.slopes().products().get(t);
                products.inputGradient(next, first, end, 1, back);
                if (draws.isPresent()) draws.get().stateGradient(t + 1, next, params, unrolled.states().products().get(t), back);
            }
            INDArray made = error(unrolled.z().at().get(t), slope, error);
            if (made != error) error.assign(made);
            mask(error, t);
        }
    }

    /** ε of a signal that knows no time, as a function of all z. */
    private INDArray ownErrors(INDArray z, INDArray above) {
        INDArray states = z.ulike();
        activate(z, true, states);
        INDArray slopes = feedback.slope(unrolled.synaptic().all(), () -> states, above);
        INDArray errors = error(z, slopes, z.ulike());
        if (maskArray != null) errors.muliColumnVector(Sequences.maskRows(maskArray).castTo(errors.dataType()));
        return errors;
    }

    @Override public final void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(synapses.accept(input, workspaces), workspaces);
        trained = false;
    }

    @Override public final void clear() {
        super.clear();
        trained = false;
    }

    @Override public final void applyConstraints(int iteration, int epoch) { synapses.gradients().project(params); }

    @Override public final boolean updaterDivideByMinibatch(String key) { return synapses.gradients().dividedByMinibatch(); }

    @Override public final boolean isPretrainLayer() { return false; }

    @Override public final boolean hasBias() { return true; }

    @Override public final Type type() { return Type.RECURRENT; }
}
