package org.tanhwg.layers.conf;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/** What fully connected generalized layers that are not output layers have in common, whatever numbers they carry. */
public abstract class GeneralizedHidden extends FeedForwardLayer implements Generalized {
    private boolean inputGradient = true;
    /** Whether nobody has named a weight initialisation yet. */
    private transient boolean unset;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    GeneralizedHidden() {}

    GeneralizedHidden(Builder<?> builder) {
        super(builder);
        this.inputGradient = builder.inputGradient;
        this.embedding = builder.told().embedding;
        this.signal = builder.told().signal;
        unset = getWeightInitFn() == null;
        initializeConstraints(builder);
    }

    @Override public final void setWeightInitFn(IWeightInit given) {
        super.setWeightInitFn(unset ? GeneralizedLayers.global(given) : given);
        unset = false;
    }

    @Override public final ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public final IUpdater getUpdaterByParam(String key) {
        return GeneralizedLayers.updater(super.getUpdaterByParam(key), key);
    }

    @Override public final List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    @Override public final LayerMemoryReport getMemoryReport(InputType type) {
        return GeneralizedLayers.memoryReport(this, type, getOutputType(-1, type));
    }

    /** Whether the layer computes the gradient of its input; only a first layer, or one above a layer with a signal of its own, may do without. */
    public final boolean isInputGradient() {
        return inputGradient;
    }

    /** For JSON. */
    public final void setInputGradient(boolean inputGradient) { this.inputGradient = inputGradient; }

    @Override public final SynapticEmbedding getEmbedding() { return embedding; }

    /** For JSON. */
    public final void setEmbedding(SynapticEmbedding embedding) { this.embedding = embedding; }

    @Override public final Signal getSignal() { return signal; }

    /** For JSON. */
    public final void setSignal(Signal signal) { this.signal = signal; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof GeneralizedHidden that && inputGradient == that.inputGradient
                && embedding.equals(that.embedding) && signal.equals(that.signal);
    }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), inputGradient, embedding, signal); }

    /**
     * Builder in the manner of Deeplearning4j; weights start as He's initialisation unless {@code weightInit}, of the layer or the network, says
     * otherwise. For the network Xavier's is Deeplearning4j's default, and counts as not said.
     */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<B extends Builder<B>> extends FeedForwardLayer.Builder<B> implements SynapticBuilder<B> {
        private boolean inputGradient = true;
        private final Told told = new Told();

        /**
         * Whether the gradient of the layer's input is computed (default true). Setting false on the first layer of a network that is
         * trained by {@code fit} saves a third of that layer's work; whoever needs ∂L/∂input keeps true. What is handed down instead is null, of a
         * convolution NaN.
         */
        public final B inputGradient(boolean compute) {
            this.inputGradient = compute;
            return (B) this;
        }

        @Override public final Told told() { return told; }
    }
}
