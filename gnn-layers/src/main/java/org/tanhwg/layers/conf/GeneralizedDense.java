package org.tanhwg.layers.conf;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.layers.impl.GeneralizedDenseLayer;
import org.tanhwg.layers.optimizer.SynapticUpdater;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;
import org.tanhwg.layers.optimizer.TanHwg;

/**
 * A fully connected layer whose units carry a probability measure over their synapses: z_y = Σ_x w_xy m_xy a_x + b_y (theory §1).
 *
 * <p>Input [batch, nIn], output [batch, nOut]. Parameters {@code w}, {@code m}, {@code b}, and {@code s} or {@code q} where the law has a width: see {@link SynapticParameters}. Trained by
 * {@link TanHwg}, or by any updater of Deeplearning4j, which then sees the plain gradients.
 */
public class GeneralizedDense extends FeedForwardLayer implements Generalized {
    private boolean inputGradient = true;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();

    /** For JSON. */
    public GeneralizedDense() {}

    private GeneralizedDense(Builder builder) {
        super(builder);
        this.inputGradient = builder.inputGradient;
        this.embedding = builder.embedding;
        this.signal = builder.signal;
        initializeConstraints(builder);
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view,
            boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(new GeneralizedDenseLayer(conf, type), conf, listeners, index, view, initialize);
    }

    @Override public ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public IUpdater getUpdaterByParam(String key) {
        return SynapticUpdater.forParameter(super.getUpdaterByParam(key), key);
    }

    @Override public List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    @Override public LayerMemoryReport getMemoryReport(InputType type) {
        return GeneralizedLayers.memoryReport(this, type, getOutputType(-1, type));
    }

    /** Whether the layer computes the gradient of its input; only a first layer, or one above a layer with a signal of its own, may do without. */
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
        return super.equals(other) && other instanceof GeneralizedDense that && inputGradient == that.inputGradient
                && embedding.equals(that.embedding) && signal.equals(that.signal);
    }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedDense; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), inputGradient, embedding, signal); }

    /** Builder in the manner of Deeplearning4j; weights start as He's initialisation unless {@code weightInit} says otherwise. */
    public static class Builder extends FeedForwardLayer.Builder<Builder> {
        private boolean inputGradient = true;
        private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
        private Signal signal = new BackPropagation();

        /** Starts with He's initialisation. */
        public Builder() { weightInit(WeightInit.RELU); }

        /**
         * Whether the gradient of the layer's input is computed (default true). Setting false on the first layer of a network that is
         * trained by {@code fit} saves a third of that layer's work; whoever needs ∂L/∂input keeps true.
         */
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

        /** Where the layer's feedback comes from (default back-propagation). */
        public Builder signal(Signal signal) {
            this.signal = Objects.requireNonNull(signal, "signal");
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedDense build() { return new GeneralizedDense(this); }
    }
}
