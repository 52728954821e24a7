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
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.layers.impl.GeneralizedRecurrentLayer;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/**
 * A recurrent layer whose units carry one probability measure over all their synapses, those from the input and those from the layer's own
 * previous state (theory §1):
 *
 * <pre>z_y(t) = Σ_x w_xy m_xy a_x(t) + b_y,   a(t) = [input(t) | h(t−1)],   h(t) = σ(z(t)),   h(−1) = 0</pre>
 *
 * <p>Input [batch, nIn, time], output [batch, nOut, time]; parameters {@code w}, {@code m} (nIn + nOut rows, those of the input first), {@code s} or
 * {@code q} where the law has a width, and {@code b}: see {@link SynapticParameters}. Where synapses are sampled each step of each sequence draws
 * anew, as each position of a convolution does. Under back-propagation errors travel back through time, truncated where the network says; with any
 * other signal a unit learns at each step from what it sees at that step.
 *
 * <p>State lasts across {@code rnnTimeStep} and from one segment to the next of truncated back-propagation through time, until
 * {@code rnnClearPreviousState}. A masked step outputs 0 and leaves 0 as the state, as in Deeplearning4j's {@code SimpleRnn}.
 */
public class GeneralizedRecurrent extends BaseRecurrentLayer implements Generalized {
    private boolean inputGradient = true;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    public GeneralizedRecurrent() {}

    private GeneralizedRecurrent(Builder builder) {
        super(builder);
        this.inputGradient = builder.inputGradient;
        this.embedding = builder.embedding;
        this.signal = builder.signal;
        initializeConstraints(builder);
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        if (rnnDataFormat == RNNFormat.NWC) {
            throw new IllegalStateException("layer " + (layerName == null ? index : layerName)
                    + ": data format NWC; must be NCW, [batch, size, time]");
        }
        return GeneralizedLayers.prepare(() -> new GeneralizedRecurrentLayer(conf, type), conf, listeners, index, view,
                initialize, type);
    }

    @Override public ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public long synapses(long inputs, long units) { return inputs + units; }

    /** The weights that O starts as, in the place of m: input and state each as their own initialisation has it. */
    void initialWeights(INDArray into) {
        IWeightInit ofState = weightInitFnRecurrent == null ? weightInitFn : weightInitFnRecurrent;
        into.assign(Nd4j.vstack(weights(weightInitFn, nIn, into.dataType()), weights(ofState, nOut, into.dataType())));
    }

    private INDArray weights(IWeightInit init, long inputs, DataType type) {
        INDArray weights = Nd4j.createUninitialized(type, new long[] {inputs, nOut}, 'f');
        init.init(inputs, nOut, weights.shape(), 'f', weights);
        return weights;
    }

    @Override public IUpdater getUpdaterByParam(String key) {
        return GeneralizedLayers.updater(super.getUpdaterByParam(key), key);
    }

    @Override public List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    @Override public LayerMemoryReport getMemoryReport(InputType type) {
        return GeneralizedLayers.memoryReport(this, type, getOutputType(-1, type));
    }

    /** Whether the layer computes the gradient of its input; see {@link Builder#inputGradient}. */
    public boolean isInputGradient() {
        return inputGradient;
    }

    /** For JSON. */
    public void setInputGradient(boolean inputGradient) { this.inputGradient = inputGradient; }

    @Override public SynapticEmbedding getEmbedding() { return embedding; }

    /** For JSON. */
    public void setEmbedding(SynapticEmbedding embedding) { this.embedding = embedding; }

    @Override public Signal getSignal() { return signal; }

    /** For JSON. */
    public void setSignal(Signal signal) { this.signal = signal; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof GeneralizedRecurrent that && inputGradient == that.inputGradient
                && embedding.equals(that.embedding) && signal.equals(that.signal);
    }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedRecurrent; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), inputGradient, embedding, signal); }

    /**
     * Builder in the manner of Deeplearning4j; tanh and Xavier's initialisation unless said otherwise, {@code weightInitRecurrent} for the
     * weights from the state.
     */
    public static class Builder extends BaseRecurrentLayer.Builder<Builder> {
        private boolean inputGradient = true;
        private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
        private Signal signal = new BackPropagation();

        /** A layer that starts as a {@code SimpleRnn} would. */
        public Builder() { activation(new ActivationTanH()); }

        /** Whether the gradient of the layer's input is computed (default true); a first layer may do without. */
        public Builder inputGradient(boolean compute) {
            this.inputGradient = compute;
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

        /** Where the layer's feedback comes from (default back-propagation, through time). */
        public Builder signal(Signal signal) {
            this.signal = Objects.requireNonNull(signal, "signal");
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedRecurrent build() { return new GeneralizedRecurrent(this); }
    }
}
