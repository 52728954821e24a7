package org.tanhwg.layers.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/**
 * An updater around another: what the inner one would subtract from the weights is only proposed, and a rule says what becomes of it.
 * Biases, and whatever else a layer does not count as weights, take the proposal as it is.
 */
interface WeightUpdater extends SteppingUpdater {

    /** The updater that proposes. */
    IUpdater inner();

    /** The rule for weights of a network of this size. */
    WeightRule rule(Weights all);

    @Override default List<UpdaterBlock> bind(List<UpdaterBlock> blocks) {
        var all = new ArrayList<Weights.Part>();
        for (UpdaterBlock block : blocks) {
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                var layer = (Layer) parameter.getLayer().getConfig();
                if (layer.initializer().isWeightParam(layer, parameter.getParamName()))
                    all.add(Weights.Part.of(parameter, block));
            }
        }
        WeightRule rule = rule(new Weights(all));
        for (UpdaterBlock block : blocks)
            ((WeightStep) block.getGradientUpdater()).bind(rule, all.stream().filter(part -> part.block() == block).toList());
        return blocks;
    }

    @Override default long stateSize(long parameters) { return inner().stateSize(parameters); }

    @Override default GradientUpdater<WeightUpdater> instantiate(INDArray view, boolean initialize) {
        return new WeightStep(this, inner().instantiate(view, initialize));
    }

    @Override default GradientUpdater<WeightUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new WeightStep(this, inner().instantiate(state, initialize));
    }

    @Override default double getLearningRate(int iteration, int epoch) { return inner().getLearningRate(iteration, epoch); }

    @Override default boolean hasLearningRate() { return inner().hasLearningRate(); }

    @Override default void setLrAndSchedule(double rate, ISchedule schedule) { inner().setLrAndSchedule(rate, schedule); }
}
