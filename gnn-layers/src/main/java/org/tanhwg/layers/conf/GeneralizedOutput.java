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
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.impl.GeneralizedOutputLayer;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/**
 * The output layer that belongs to {@link GeneralizedDense}: the same synapses, any loss and activation of Deeplearning4j; softmax and
 * cross-entropy unless said otherwise.
 *
 * <p>Input [batch, nIn], labels and output [batch, nOut]; or, above a recurrent layer, [batch, ·, time] all three, the loss summed over the
 * steps, with a mask [batch, time] of steps that count.
 */
public class GeneralizedOutput extends BaseOutputLayer implements Generalized {
    /** Whether nobody has named a weight initialisation yet. */
    private transient boolean unset;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    public GeneralizedOutput() {}

    private GeneralizedOutput(Builder builder) {
        super(builder);
        this.embedding = builder.embedding;
        this.signal = builder.signal;
        unset = getWeightInitFn() == null;
        initializeConstraints(builder);
    }

    @Override public void setWeightInitFn(IWeightInit given) {
        super.setWeightInitFn(unset ? GeneralizedLayers.global(given) : given);
        unset = false;
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(() -> new GeneralizedOutputLayer(conf, type), conf, listeners, index, view,
                initialize, type);
    }

    @Override public void setNIn(InputType input, boolean override) {
        if (!(input instanceof InputType.InputTypeRecurrent sequences)) super.setNIn(input, override);
        else if (nIn <= 0 || override) nIn = sequences.getSize();
    }

    @Override public InputType getOutputType(int index, InputType input) {
        return input instanceof InputType.InputTypeRecurrent sequences
                ? InputType.recurrent(nOut, sequences.getTimeSeriesLength(), sequences.getFormat())
                : super.getOutputType(index, input);
    }

    @Override public InputPreProcessor getPreProcessorForInputType(InputType input) {
        if (input instanceof InputType.InputTypeRecurrent) return null;
        // what a recurrent layer gave to layers in between, step by step
        if (input instanceof InputType.InputTypeFeedForward rows && rows.getTimeDistributedFormat() instanceof RNNFormat format)
            return new FeedForwardToRnnPreProcessor(format);
        return FlattenedMaps.inPlaceOf(super.getPreProcessorForInputType(input));
    }

    @Override public ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public IUpdater getUpdaterByParam(String key) {
        return GeneralizedLayers.updater(super.getUpdaterByParam(key), key);
    }

    @Override public List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    @Override public LayerMemoryReport getMemoryReport(InputType type) {
        return GeneralizedLayers.memoryReport(this, type, getOutputType(-1, type));
    }

    @Override public SynapticEmbedding getEmbedding() { return embedding; }

    /** For JSON. */
    public void setEmbedding(SynapticEmbedding embedding) { this.embedding = embedding; }

    @Override public Signal getSignal() { return signal; }

    /** For JSON. */
    public void setSignal(Signal signal) { this.signal = signal; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof GeneralizedOutput that && embedding.equals(that.embedding)
                && signal.equals(that.signal);
    }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedOutput; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), embedding, signal); }

    /** Builder in the manner of Deeplearning4j's output layer. */
    public static class Builder extends BaseOutputLayer.Builder<Builder> {
        private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
        private Signal signal = new BackPropagation();

        /** Softmax and multi-class cross-entropy. */
        public Builder() { this(LossFunction.MCXENT.getILossFunction()); }

        /** Softmax and the given loss; set {@code activation} for another output function. */
        public Builder(LossFunction loss) {
            this(loss.getILossFunction());
        }

        /** Softmax and the given loss; set {@code activation} for another output function. */
        public Builder(ILossFunction loss) {
            super(loss);
            activation(new ActivationSoftmax());
        }

        /** Every generalized layer has biases. @throws IllegalArgumentException if {@code hasBias} is false */
        @Override public Builder hasBias(boolean hasBias) {
            if (!hasBias) throw new IllegalArgumentException("hasBias = false: a generalized layer always has biases");
            return this;
        }

        /** Law of the amplitudes (default Dirac). */
        public Builder law(SynapticLaw law) {
            embedding = embedding.withLaw(law);
            return this;
        }

        /** What synapses transmit while training (default EXPECTED). */
        public Builder transmission(Transmission training) {
            embedding = embedding.withTraining(training);
            return this;
        }

        /** What synapses transmit at inference (default EXPECTED). */
        public Builder inference(Transmission inference) {
            embedding = embedding.withInference(inference);
            return this;
        }

        /** Where the layer's feedback comes from (default back-propagation). */
        public Builder signal(Signal signal) {
            this.signal = Objects.requireNonNull(signal, "signal");
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedOutput build() { return new GeneralizedOutput(this); }
    }
}
