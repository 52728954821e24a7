package org.tanhwg.layers.optimizer;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** A {@link SynapticUpdater} as seen by one parameter of a layer; made on demand, never part of a configuration file. */
record ParameterUpdater(SynapticUpdater settings, Role role) implements SteppingUpdater {

    @Override public Object family() { return SynapticUpdater.class; }

    @Override public List<UpdaterBlock> bind(List<UpdaterBlock> blocks) { return SynapticBinding.bind(blocks); }

    @Override public long stateSize(long parameters) {
        return parameters * (role == Role.MASS ? settings.slowState() : role.stateSize());
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
}
