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
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.layers.impl.ComplexGeneralizedDenseLayer;
import org.tanhwg.layers.optimizer.SynapticUpdater;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/**
 * A fully connected layer of complex synapses: z_y = Σ_x w_xy m_xy a_x + b_y in C, then a {@link ComplexActivation} (theory §1, §4.5).
 *
 * <p>{@code nIn} counts complex inputs and {@code nOut} complex units. Complex numbers lie in real arrays as [re | im]: input
 * [batch, 2 nIn], output [batch, 2 nOut], or [batch, nOut] where the activation is a readout. Parameters {@code w}, {@code mr},
 * {@code mi}, {@code b}, and {@code s} where the law is Gaussian: see {@link SynapticParameters}. Trained by {@link TanHwg}, or by any
 * updater of Deeplearning4j.
 */
public class ComplexGeneralizedDense extends FeedForwardLayer implements Generalized {
    private boolean inputGradient = true;
    private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
    private Signal signal = new BackPropagation();
    private ComplexActivation complexActivation = ComplexActivation.MODULUS;

    /** For JSON. */
    public ComplexGeneralizedDense() {}

    private ComplexGeneralizedDense(Builder builder) {
        super(builder);
        this.inputGradient = builder.inputGradient;
        this.embedding = builder.embedding;
        this.signal = builder.signal;
        this.complexActivation = builder.complexActivation;
        initializeConstraints(builder);
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view,
            boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(new ComplexGeneralizedDenseLayer(conf, type), conf, listeners, index, view, initialize);
    }

    @Override public ParamInitializer initializer() { return SynapticParameters.INSTANCE; }

    @Override public IUpdater getUpdaterByParam(String key) {
        return SynapticUpdater.forParameter(super.getUpdaterByParam(key), key);
    }

    @Override public List<Regularization> getRegularizationByParam(String key) {
        return GeneralizedLayers.regularization(key, regularization, regularizationBias);
    }

    /** @throws IllegalStateException if the input has an odd number of columns: they come in pairs [re | im] */
    @Override public void setNIn(InputType inputType, boolean override) {
        boolean unset = nIn <= 0 || override;
        super.setNIn(inputType, override);
        if (!unset) return;
        if (nIn % 2 != 0) {
            throw new IllegalStateException(
                    "layer " + getLayerName() + " takes complex numbers [re | im], an even number of columns; "
                            + "its input has " + nIn);
        }
        nIn /= 2;
    }

    @Override public InputType getOutputType(int index, InputType inputType) {
        super.getOutputType(index, inputType);
        return InputType.feedForward(complexActivation.columns(nOut), timeDistributedFormat);
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

    @Override public List<String> amplitudeKeys() { return List.of(SynapticParameters.REAL, SynapticParameters.IMAGINARY); }

    @Override public long biases(long units) { return complexActivation.biases(units); }

    /** What the units make of z. */
    public ComplexActivation getComplexActivation() { return complexActivation; }

    /** For JSON. */
    public void setComplexActivation(ComplexActivation activation) { this.complexActivation = activation; }

    /** Whether the layer computes the gradient of its input; only a first layer may do without. */
    public boolean isInputGradient() {
        return inputGradient;
    }

    /** For JSON. */
    public void setInputGradient(boolean inputGradient) { this.inputGradient = inputGradient; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof ComplexGeneralizedDense that && inputGradient == that.inputGradient
                && complexActivation == that.complexActivation && embedding.equals(that.embedding) && signal.equals(that.signal);
    }

    @Override public boolean canEqual(Object other) { return other instanceof ComplexGeneralizedDense; }

    @Override public int hashCode() {
        return Objects.hash(super.hashCode(), inputGradient, complexActivation, embedding, signal);
    }

    /** Builder in the manner of Deeplearning4j; weights start as He's initialisation unless {@code weightInit} says otherwise. */
    public static class Builder extends FeedForwardLayer.Builder<Builder> {
        private boolean inputGradient = true;
        private ComplexActivation complexActivation = ComplexActivation.MODULUS;
        private SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
        private Signal signal = new BackPropagation();

        /** Starts with He's initialisation and the modulus. */
        public Builder() { weightInit(WeightInit.RELU); }

        /** What the units make of z (default MODULUS). */
        public Builder activation(ComplexActivation activation) {
            this.complexActivation = Objects.requireNonNull(activation, "activation");
            return this;
        }

        /** Real activations do not fit. @throws IllegalArgumentException always */
        @Override public Builder activation(IActivation activation) {
            throw new IllegalArgumentException("activation = " + activation + ": a complex layer takes a ComplexActivation");
        }

        /**
         * Law of the amplitudes (default Dirac); a Gaussian one varies independently in both parts, with the same spread.
         *
         * @throws IllegalArgumentException for quantile laws, which need an order
         */
        public Builder law(SynapticLaw law) {
            if (law.kind() == SynapticLaw.Kind.QUANTILES)
                throw new IllegalArgumentException("law = " + law.kind() + ": a complex layer takes DIRAC or GAUSSIAN");
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

        /** See {@link GeneralizedDense.Builder#inputGradient}. */
        public Builder inputGradient(boolean compute) {
            this.inputGradient = compute;
            return this;
        }

        /** Where the layer's feedback comes from (default back-propagation). */
        public Builder signal(Signal signal) {
            this.signal = Objects.requireNonNull(signal, "signal");
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public ComplexGeneralizedDense build() {
            return new ComplexGeneralizedDense(this);
        }
    }
}
