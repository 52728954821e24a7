package org.tanhwg.layers.impl.plain;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.ResidualActivation;

/** Runs a {@link ResidualActivation}: linear, so the backward pass is the same kernel run against time. */
public final class ResidualActivationLayer extends BaseRecurrentLayer<ResidualActivation> {
    private static final String STATE = "residual";

    private final transient int copies;
    /** η of each output, [1, outputs]. */
    private final transient INDArray eta;

    /** @param conf holds a {@link ResidualActivation} */
    public ResidualActivationLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        List<Double> rates = layerConf().getForgetting();
        copies = layerConf().isPerSynapse() ? rates.size() : 1;
        int inputs = (int) layerConf().getNIn();
        double[] etas = new double[copies * inputs];
        for (int i = 0; i < etas.length; i++) etas[i] = -Math.expm1(-rates.get((copies > 1 ? i / inputs : i) % rates.size()));
        eta = Nd4j.createFromArray(etas).reshape(1, etas.length).castTo(type);
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        return run(null, workspaces).getFirst();
    }

    @Override public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        Pair<INDArray, INDArray> run = run(stateMap.get(STATE), workspaces);
        stateMap.put(STATE, run.getSecond());
        return run.getFirst();
    }

    @Override public INDArray rnnActivateUsingStoredState(INDArray input, boolean training, boolean store,
            LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        applyDropOutIfNecessary(training, workspaces);
        Pair<INDArray, INDArray> run = run(tBpttStateMap.get(STATE), workspaces);
        if (store) tBpttStateMap.put(STATE, run.getSecond());
        return run.getFirst();
    }

    /** Outputs of all steps, and r after the last, detached. */
    private Pair<INDArray, INDArray> run(INDArray state, LayerWorkspaceMgr workspaces) {
        INDArray a = permuteIfNWC(input);
        requireShape(a, state);
        long batch = a.size(0);
        INDArray r = state != null ? state.dup() : Nd4j.zeros(dataType, batch, eta.size(1));
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, new long[] {batch, eta.size(1), a.size(2)},
                'f');
        for (long t = 0; t < a.size(2); t++) {
            try (MemoryWorkspace loop = workspaces.notifyScopeEntered(ArrayType.RNN_FF_LOOP_WORKING_MEM)) {
                INDArray step = Nd4j.tile(at(a, t).castTo(dataType), 1, copies).subi(r).muliRowVector(eta);
                r.addi(masked(step, t));
                at(out, t).assign(masked(r.dup(), t));
            }
        }
        return new Pair<>(permuteIfNWC(out), r.detach());
    }

    private void requireShape(INDArray sequences, INDArray state) {
        if (sequences.rank() != 3 || sequences.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(input.shape()) + ": layer " + layerId()
                    + " takes sequences of " + layerConf().getNIn() + " numbers, " + getDataFormat());
        }
        if (state != null && state.size(0) != sequences.size(0)) {
            throw new DL4JInvalidInputException(sequences.size(0) + " sequences go on where there were " + state.size(0)
                    + ": call rnnClearPreviousState() between them; layer " + layerId());
        }
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return backward(epsilon, Long.MAX_VALUE, workspaces);
    }

    @Override public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        return backward(epsilon, length, workspaces);
    }

    private Pair<Gradient, INDArray> backward(INDArray epsilon, long length, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray e = permuteIfNWC(epsilon);
        long inputs = layerConf().getNIn();
        INDArray gradient = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, new long[] {e.size(0), inputs, e.size(2)},
                'f');
        INDArray g = Nd4j.zeros(dataType, e.size(0), eta.size(1));
        for (long t = e.size(2) - 1; t >= Math.max(0, e.size(2) - length); t--) {
            try (MemoryWorkspace loop = workspaces.notifyScopeEntered(ArrayType.RNN_BP_LOOP_WORKING_MEM)) {
                g.addi(masked(at(e, t).castTo(dataType).dup(), t));
                INDArray taken = masked(g.mulRowVector(eta), t);
                g.subi(taken);
                for (int k = 0; k < copies; k++)
                    at(gradient, t).addi(taken.get(NDArrayIndex.all(), NDArrayIndex.interval(k * inputs, (k + 1) * inputs)));
            }
        }
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(permuteIfNWC(gradient)));
    }

    private static INDArray at(INDArray sequence, long t) {
        return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
    }

    private INDArray masked(INDArray values, long t) {
        return maskArray == null ? values
                : values.muliColumnVector(maskArray.getColumn(t).castTo(dataType).reshape(values.size(0), 1));
    }

    @Override public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(FloatViews.accept(input, dataType, false, workspaces), workspaces);
    }

    @Override public boolean isPretrainLayer() { return false; }

    @Override public Type type() { return Type.RECURRENT; }
}
