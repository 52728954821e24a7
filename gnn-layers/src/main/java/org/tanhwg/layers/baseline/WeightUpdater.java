package org.tanhwg.layers.baseline;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/**
 * An updater around another: what the inner one would subtract from the weights is only proposed, and a rule says what becomes of it.
 * Biases, and whatever else a layer does not count as weights, take the proposal as it is.
 */
interface WeightUpdater extends SteppingUpdater {

    /** The updater that proposes. */
    IUpdater inner();

    /** The rule for weights of a network of this size. */
    Rule rule(Weights all);

    @Override default List<UpdaterBlock> bind(List<UpdaterBlock> blocks) {
        var all = new ArrayList<Weights.Part>();
        for (UpdaterBlock block : blocks) {
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                var layer = (Layer) parameter.getLayer().getConfig();
                if (innermost(layer) instanceof Generalized) throw refused(layer);
                if (layer.initializer().isWeightParam(layer, parameter.getParamName()))
                    all.add(Weights.Part.of(parameter, block));
            }
        }
        Rule rule = rule(new Weights(all));
        for (UpdaterBlock block : blocks)
            ((Step) block.getGradientUpdater()).bind(rule, all.stream().filter(part -> part.block() == block).toList());
        return blocks;
    }

    private static Layer innermost(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) return innermost(wrapper.getUnderlying());
        return layer instanceof Bidirectional both ? innermost(both.getFwd()) : layer;
    }

    /** A weight of a generalized layer is w m: a rule for w alone leaves the simplex, one for m alone prunes nothing. */
    private IllegalStateException refused(Layer layer) {
        String kind = getClass().getSimpleName();
        return new IllegalStateException("layer " + layer.getLayerName() + " is a " + innermost(layer).getClass().getSimpleName()
                + ", which " + kind + " cannot train: its weights are w m; give it TanHwg, or train a dense layer with " + kind
                + " and convert it (Conversion.toGeneralized)");
    }

    @Override default long stateSize(long parameters) { return inner().stateSize(parameters); }

    @Override default GradientUpdater<WeightUpdater> instantiate(INDArray view, boolean initialize) {
        return new Step(this, inner().instantiate(view, initialize));
    }

    @Override default GradientUpdater<WeightUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new Step(this, inner().instantiate(state, initialize));
    }

    @Override default double getLearningRate(int iteration, int epoch) { return inner().getLearningRate(iteration, epoch); }

    @Override default boolean hasLearningRate() { return inner().hasLearningRate(); }

    @Override default void setLrAndSchedule(double rate, ISchedule schedule) { inner().setLrAndSchedule(rate, schedule); }

    /** What becomes of weights when an updater proposes a step. */
    @FunctionalInterface
    interface Rule {

        /**
         * Looks at a gradient, and may change it, before the inner updater does.
         *
         * @param weights W, only read
         * @param gradient ∂L/∂W
         */
        default void before(FloatBuffer weights, FloatBuffer gradient, int iteration) {}

        /**
         * Steps one parameter.
         *
         * @param weights W, only read
         * @param update on entry the proposal u, on return W − W⁺
         */
        void apply(FloatBuffer weights, FloatBuffer update, int iteration, int epoch);
    }

    /** Asks the inner updater for a proposal and the rule what becomes of it. */
    final class Step implements GradientUpdater<WeightUpdater> {
        /** Steps after which averages of dead units, which only decay, are looked at. */
        private static final int FLUSH_EVERY = 64;

        private final Pointwise pointwise = new Pointwise();
        private final WeightUpdater updater;
        private final GradientUpdater<? extends IUpdater> inner;
        private Rule rule;
        private List<Weights.Part> weights;

        Step(WeightUpdater updater, GradientUpdater<? extends IUpdater> inner) {
            this.updater = updater;
            this.inner = inner;
        }

        void bind(Rule rule, List<Weights.Part> weights) {
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
            FloatBuffer update = FloatViews.of(gradient);
            for (Weights.Part part : weights) rule.before(part.values(), part.of(update), iteration);
            if (iteration % FLUSH_EVERY == 0) inner.getState().values().forEach(state -> pointwise.flush(FloatViews.of(state)));
            inner.applyUpdater(gradient, iteration, epoch);
            for (Weights.Part part : weights) rule.apply(part.values(), part.of(update), iteration, epoch);
        }
    }
}
