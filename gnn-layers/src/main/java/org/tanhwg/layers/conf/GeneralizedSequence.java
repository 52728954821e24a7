package org.tanhwg.layers.conf;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/**
 * What recurrent generalized layers have in common, whatever numbers they carry: one measure of each unit over all its synapses, those from the
 * input and those from the layer's own previous state.
 *
 * <p>Where synapses are sampled each step of each sequence draws anew, as each position of a convolution does. Under back-propagation errors travel
 * back through time, truncated where the network says; with any other signal a unit learns at each step from what it sees at that step.
 *
 * <p>State lasts across {@code rnnTimeStep} and from one segment to the next of truncated back-propagation through time, until
 * {@code rnnClearPreviousState}. A masked step outputs 0 and leaves 0 as the state, as in Deeplearning4j's {@code SimpleRnn}.
 */
public abstract class GeneralizedSequence extends BaseRecurrentLayer implements Generalized {
    private boolean inputGradient = true;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    GeneralizedSequence() {}

    GeneralizedSequence(Builder<?> builder) {
        super(builder);
        this.inputGradient = builder.inputGradient;
        this.embedding = builder.told().embedding;
        this.signal = builder.told().signal;
        initializeConstraints(builder);
    }

    @Override public final Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        if (rnnDataFormat == RNNFormat.NWC) {
            throw new IllegalStateException("layer " + (layerName == null ? index : layerName)
                    + ": data format NWC; must be NCW, [batch, size, time]");
        }
        return GeneralizedLayers.prepare(() -> layer(conf, type), conf, listeners, index, view, initialize, type);
    }

    /** Runs this configuration. */
    abstract BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type);

    @Override public final ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public final long synapses(long inputs, long units) { return inputs + units; }

    /** The weights that one part of O starts as, in the place of m: input and state each as their own initialisation has it. */
    final void initialWeights(INDArray into) {
        IWeightInit ofState = weightInitFnRecurrent == null ? weightInitFn : weightInitFnRecurrent;
        into.assign(Nd4j.vstack(weights(weightInitFn, nIn, into.dataType()), weights(ofState, nOut, into.dataType())));
    }

    private INDArray weights(IWeightInit init, long inputs, DataType type) {
        int parts = amplitudeKeys().size();
        INDArray weights = Nd4j.createUninitialized(type, new long[] {inputs, nOut}, 'f');
        init.init(parts * inputs, parts * nOut, weights.shape(), 'f', weights);
        return weights;
    }

    @Override public final IUpdater getUpdaterByParam(String key) {
        return GeneralizedLayers.updater(super.getUpdaterByParam(key), key);
    }

    @Override public final List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    @Override public final LayerMemoryReport getMemoryReport(InputType type) {
        return GeneralizedLayers.memoryReport(this, type, getOutputType(-1, type));
    }

    /** Whether the layer computes the gradient of its input; see {@link Builder#inputGradient}. */
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
        return super.equals(other) && other instanceof GeneralizedSequence that && inputGradient == that.inputGradient
                && embedding.equals(that.embedding) && signal.equals(that.signal);
    }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), inputGradient, embedding, signal); }

    /** Builder in the manner of Deeplearning4j; Xavier's initialisation unless said otherwise, {@code weightInitRecurrent} for the weights from the state. */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<B extends Builder<B>> extends BaseRecurrentLayer.Builder<B>
            implements
                SynapticBuilder<B> {
        private boolean inputGradient = true;
        private final Told told = new Told();

        /** Whether the gradient of the layer's input is computed (default true); a first layer may do without. */
        public final B inputGradient(boolean compute) {
            this.inputGradient = compute;
            return (B) this;
        }

        @Override public final Told told() { return told; }
    }
}
