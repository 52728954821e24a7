package org.tanhwg.layers.conf;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.impl.ComplexGeneralizedDenseLayer;

/**
 * A fully connected layer of complex synapses: z_y = Σ_x w_xy m_xy a_x + b_y in C, then a {@link ComplexActivation} (theory §1, §4.5).
 *
 * <p>{@code nIn} counts complex inputs and {@code nOut} complex units. Complex numbers lie in real arrays as [re | im]: input
 * [batch, 2 nIn], output [batch, 2 nOut], or [batch, nOut] where the activation is a readout. Parameters {@code w}, {@code mr},
 * {@code mi}, {@code b}, and {@code s} where the law is Gaussian, which then varies independently in both parts with the same spread: see
 * {@link SynapticParameters}. Trained by {@code TanHwg}, or by any updater of Deeplearning4j.
 */
public class ComplexGeneralizedDense extends GeneralizedHidden {
    private ComplexActivation complexActivation = ComplexActivation.MODULUS;

    /** For JSON. */
    public ComplexGeneralizedDense() {}

    private ComplexGeneralizedDense(Builder builder) {
        super(builder);
        this.complexActivation = builder.complexActivation;
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(() -> new ComplexGeneralizedDenseLayer(conf, type), conf, listeners, index, view,
                initialize, type);
    }

    /** @throws IllegalStateException if the input has an odd number of columns: they come in pairs [re | im] */
    @Override public void setNIn(InputType inputType, boolean override) {
        boolean unset = nIn <= 0 || override;
        super.setNIn(inputType, override);
        if (unset) nIn = GeneralizedLayers.pairs(nIn, layerName);
    }

    @Override public InputType getOutputType(int index, InputType inputType) {
        super.getOutputType(index, inputType);
        return InputType.feedForward(complexActivation.columns(nOut), timeDistributedFormat);
    }

    @Override public List<String> amplitudeKeys() { return List.of(SynapticParameters.REAL, SynapticParameters.IMAGINARY); }

    @Override public long biases(long units) { return complexActivation.biases(units); }

    /** What the units make of z. */
    public ComplexActivation getComplexActivation() { return complexActivation; }

    /** For JSON. */
    public void setComplexActivation(ComplexActivation activation) { this.complexActivation = activation; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof ComplexGeneralizedDense that
                && complexActivation == that.complexActivation;
    }

    @Override public boolean canEqual(Object other) { return other instanceof ComplexGeneralizedDense; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), complexActivation); }

    /** See {@link GeneralizedHidden.Builder}. */
    public static class Builder extends GeneralizedHidden.Builder<Builder> {
        private ComplexActivation complexActivation = ComplexActivation.MODULUS;

        /** What the units make of z (default MODULUS). */
        public Builder activation(ComplexActivation activation) {
            this.complexActivation = Objects.requireNonNull(activation, "activation");
            return this;
        }

        /** Real activations do not fit. @throws IllegalArgumentException always */
        @Override public Builder activation(IActivation activation) {
            throw GeneralizedLayers.real(activation);
        }

        @Override
        @SuppressWarnings("unchecked") public ComplexGeneralizedDense build() {
            return new ComplexGeneralizedDense(this);
        }
    }
}
