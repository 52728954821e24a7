package org.tanhwg.layers.optimizer;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** A {@link SynapticUpdater} as seen by one parameter of a layer; made on demand, never part of a configuration file. */
record ParameterUpdater(SynapticUpdater settings, Role role) implements SteppingUpdater {

    @Override public Object family() { return SynapticUpdater.class; }

    @Override public List<UpdaterBlock> bind(List<UpdaterBlock> blocks) { return SynapticBinding.bind(blocks); }

    @Override public long stateSize(long parameters) {
        return parameters * switch (role) {
            case MASS -> settings.slowState();
            case BIAS -> settings.fastStep().settings().biasState();
            case AMPLITUDE -> settings.signals();
            case SPREAD, ATOMS -> role.stateSize();
        };
    }

    @Override public GradientUpdater<ParameterUpdater> instantiate(INDArray view, boolean initialize) {
        if (view != null && initialize) view.assign(0);
        return new StepUpdater(this, view);
    }

    @Override public GradientUpdater<ParameterUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        return instantiate(state.get(StepUpdater.STATE), initialize);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public ParameterUpdater clone() {
        return new ParameterUpdater((SynapticUpdater) settings.clone(), role);
    }

    @Override public double getLearningRate(int iteration, int epoch) { return settings.getLearningRate(iteration, epoch); }

    @Override public boolean hasLearningRate() { return true; }

    @Override public void setLrAndSchedule(double rate, ISchedule schedule) { settings.setLrAndSchedule(rate, schedule); }

    /**
     * Holds the optimizer's state of one parameter. Deeplearning4j would call it with a gradient alone, which is not enough to step:
     * attaching the network puts a {@link StepBlock} in its place.
     */
    static final class StepUpdater implements GradientUpdater<ParameterUpdater> {
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

        @Override public void applyUpdater(INDArray gradient, int iteration, int epoch) { throw updater.notAttached(); }
    }
}
