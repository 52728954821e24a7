package org.tanhwg.layers.baseline;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.tanhwg.layers.impl.FloatViews;

/** Asks the inner updater for a proposal and the rule what becomes of it. */
final class WeightStep implements GradientUpdater<WeightUpdater> {
    private final WeightUpdater updater;
    private final GradientUpdater<? extends IUpdater> inner;
    private WeightRule rule;
    private List<Weights.Part> weights;

    WeightStep(WeightUpdater updater, GradientUpdater<? extends IUpdater> inner) {
        this.updater = updater;
        this.inner = inner;
    }

    void bind(WeightRule rule, List<Weights.Part> weights) {
        this.rule = rule;
        this.weights = weights;
    }

    @Override public WeightUpdater getConfig() { return updater; }

    @Override public void setState(Map<String, INDArray> states, boolean initialize) { inner.setState(states, initialize); }

    @Override public Map<String, INDArray> getState() { return inner.getState(); }

    @Override public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        inner.setStateViewArray(view, shape, order, initialize);
    }

    @Override public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (rule == null) throw updater.notAttached();
        inner.applyUpdater(gradient, iteration, epoch);
        FloatBuffer update = FloatViews.of(gradient);
        for (Weights.Part part : weights) rule.apply(part.values(), part.of(update), iteration, epoch);
    }
}
