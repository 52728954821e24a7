package org.tanhwg.layers.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Holds the optimizer's state of one parameter. Deeplearning4j would call it with a gradient alone, which is not enough to step:
 * attaching the network puts a {@link StepBlock} in its place.
 */
final class StepUpdater implements GradientUpdater<ParameterUpdater> {
    static final String STATE = "TanHwg";

    private final ParameterUpdater updater;
    private INDArray state;

    StepUpdater(ParameterUpdater updater, INDArray state) {
        this.updater = updater;
        this.state = state;
    }

    INDArray state() { return state; }

    @Override public ParameterUpdater getConfig() { return updater; }

    @Override public void setState(Map<String, INDArray> states, boolean initialize) {
        setStateViewArray(states.get(STATE), null, 'c', initialize);
    }

    @Override public Map<String, INDArray> getState() { return state == null ? Map.of() : Map.of(STATE, state); }

    @Override public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        state = view;
        if (initialize && view != null) view.assign(0);
    }

    @Override public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        throw updater.notAttached();
    }
}
