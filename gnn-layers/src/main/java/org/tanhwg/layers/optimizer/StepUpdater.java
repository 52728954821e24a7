package org.tanhwg.layers.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Deeplearning4j's handle on one parameter: passes its gradient on to the layer's step once a network is attached. */
final class StepUpdater implements GradientUpdater<ParameterUpdater> {
    static final String STATE = "TanHwg";

    private final ParameterUpdater updater;
    private INDArray state;
    private LayerStep step;

    StepUpdater(ParameterUpdater updater, INDArray state) {
        this.updater = updater;
        this.state = state;
    }

    void bind(LayerStep step) { this.step = step; }

    LayerStep step() { return step; }

    INDArray state() { return state; }

    @Override public ParameterUpdater getConfig() { return updater; }

    @Override public void setState(Map<String, INDArray> states, boolean initialize) {
        state = states.get(STATE);
        if (initialize && state != null) state.assign(0);
    }

    @Override public Map<String, INDArray> getState() { return state == null ? Map.of() : Map.of(STATE, state); }

    @Override public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        state = view;
        if (initialize) view.assign(0);
    }

    @Override public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (step == null) {
            throw new IllegalStateException(
                    "this network is not attached to its optimizer: call TanHwg.attach(network) after init(), "
                            + "restore, clone() or a change of its updater");
        }
        switch (updater.role()) {
            case MASS -> step.mass(gradient);
            case AMPLITUDE -> step.amplitude(gradient, iteration);
            case BIAS -> step.bias(gradient, iteration);
        }
    }
}
