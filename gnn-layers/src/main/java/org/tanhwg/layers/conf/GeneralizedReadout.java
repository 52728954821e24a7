package org.tanhwg.layers.conf;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/**
 * What generalized output layers have in common, whatever numbers their synapses carry: any loss and activation of Deeplearning4j.
 *
 * <p>Above a recurrent layer input, labels and output are [batch, ·, time] all three, the loss is summed over the steps, and a mask [batch, time] tells
 * which steps count.
 */
public abstract class GeneralizedReadout extends BaseOutputLayer implements Generalized {
    /** Whether nobody has named a weight initialisation yet. */
    private transient boolean unset;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    GeneralizedReadout() {}

    GeneralizedReadout(Builder<?> builder) {
        super(builder);
        this.embedding = builder.told().embedding;
        this.signal = builder.told().signal;
        unset = getWeightInitFn() == null;
        initializeConstraints(builder);
    }

    @Override public final void setWeightInitFn(IWeightInit given) {
        super.setWeightInitFn(unset ? GeneralizedLayers.global(given) : given);
        unset = false;
    }

    @Override public final Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(() -> layer(conf, type), conf, listeners, index, view, initialize, type);
    }

    /** Runs this configuration. */
    abstract BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type);

    @Override public void setNIn(InputType input, boolean override) {
        if (!(input instanceof InputType.InputTypeRecurrent sequences)) super.setNIn(input, override);
        else if (nIn <= 0 || override) nIn = sequences.getSize();
    }

    @Override public final InputType getOutputType(int index, InputType input) {
        if (input instanceof InputType.InputTypeRecurrent sequences)
            return InputType.recurrent(columns(), sequences.getTimeSeriesLength(), sequences.getFormat());
        super.getOutputType(index, input); // refuses what cannot come in
        return InputType.feedForward(columns(), timeDistributedFormat);
    }

    /** Columns of the labels and of what the layer answers. */
    long columns() { return nOut; }

    @Override public final InputPreProcessor getPreProcessorForInputType(InputType input) {
        if (input instanceof InputType.InputTypeRecurrent) return null;
        // what a recurrent layer gave to layers in between, step by step
        if (input instanceof InputType.InputTypeFeedForward rows && rows.getTimeDistributedFormat() instanceof RNNFormat format)
            return new FeedForwardToRnnPreProcessor(format);
        return FlattenedMaps.inPlaceOf(super.getPreProcessorForInputType(input));
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

    @Override public final SynapticEmbedding getEmbedding() { return embedding; }

    /** For JSON. */
    public final void setEmbedding(SynapticEmbedding embedding) { this.embedding = embedding; }

    @Override public final Signal getSignal() { return signal; }

    /** For JSON. */
    public final void setSignal(Signal signal) { this.signal = signal; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof GeneralizedReadout that && embedding.equals(that.embedding)
                && signal.equals(that.signal);
    }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), embedding, signal); }

    /** Builder in the manner of Deeplearning4j's output layer. */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<B extends Builder<B>> extends BaseOutputLayer.Builder<B> implements SynapticBuilder<B> {
        private final Told told = new Told();

        Builder(ILossFunction loss, IActivation activation) {
            super(loss);
            activation(activation);
        }

        /** Every generalized layer has biases. @throws IllegalArgumentException if {@code hasBias} is false */
        @Override public final B hasBias(boolean hasBias) {
            if (!hasBias) throw new IllegalArgumentException("hasBias = false: a generalized layer always has biases");
            return (B) this;
        }

        @Override public final Told told() { return told; }
    }
}
