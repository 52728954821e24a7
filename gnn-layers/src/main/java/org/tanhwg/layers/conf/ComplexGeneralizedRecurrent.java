package org.tanhwg.layers.conf;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.impl.ComplexGeneralizedRecurrentLayer;

/**
 * A recurrent layer of complex synapses, whose units may be oscillators (theory §1, §4.5; paper Rem 6.20):
 *
 * <pre>z_y(t) = Σ_x w_xy m_xy a_x(t) + b_y in C,   a(t) = [input(t) | h(t−1)],   h(t) = σ(z(t)),   h(−1) = 0</pre>
 *
 * <p>A unit whose synapse from itself has O = G e^{iω} turns by ω at every step. Under {@link ComplexActivation#BOUNDED} and G &gt; 1 it swings by itself, with
 * modulus √(1 − 1/G²), whatever comes in: a self-sustained rhythm against which the synapses of the input keep phase offsets.
 *
 * <p>{@code nIn} counts complex inputs and {@code nOut} complex units. Input [batch, 2 nIn, time] and output [batch, 2 nOut, time] are [re | im]; parameters
 * {@code w}, {@code mr}, {@code mi} (nIn + nOut rows, those of the input first), {@code s} or {@code q} where the law has a width, and {@code b}: see
 * {@link SynapticParameters}. {@link ComplexGeneralizedOutput} or {@link ComplexGeneralizedDense} read it out.
 */
public class ComplexGeneralizedRecurrent extends GeneralizedSequence {
    private ComplexActivation complexActivation = ComplexActivation.BOUNDED;

    /** For JSON. */
    public ComplexGeneralizedRecurrent() {}

    private ComplexGeneralizedRecurrent(Builder builder) {
        super(builder);
        this.complexActivation = builder.complexActivation;
    }

    @Override BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
        if (!complexActivation.staysComplex()) {
            throw new IllegalStateException("layer " + getLayerName() + " has the activation " + complexActivation
                    + ": its state stays complex, IDENTITY, SPLIT_RELU, MOD_RELU or BOUNDED; a layer above may read out real numbers");
        }
        return new ComplexGeneralizedRecurrentLayer(conf, type);
    }

    /** @throws IllegalStateException if the input has an odd number of columns: they come in pairs [re | im] */
    @Override public void setNIn(InputType inputType, boolean override) {
        boolean unset = nIn <= 0 || override;
        super.setNIn(inputType, override);
        if (unset) nIn = GeneralizedLayers.pairs(nIn, layerName);
    }

    @Override public InputType getOutputType(int index, InputType inputType) {
        var sequences = (InputType.InputTypeRecurrent) super.getOutputType(index, inputType);
        return InputType.recurrent(2 * nOut, sequences.getTimeSeriesLength(), rnnDataFormat);
    }

    @Override public List<String> amplitudeKeys() { return List.of(SynapticParameters.REAL, SynapticParameters.IMAGINARY); }

    @Override public long biases(long units) { return complexActivation.biases(units); }

    /** What the units make of z. */
    public ComplexActivation getComplexActivation() { return complexActivation; }

    /** For JSON. */
    public void setComplexActivation(ComplexActivation activation) { this.complexActivation = activation; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof ComplexGeneralizedRecurrent that
                && complexActivation == that.complexActivation;
    }

    @Override public boolean canEqual(Object other) { return other instanceof ComplexGeneralizedRecurrent; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), complexActivation); }

    /** See {@link GeneralizedSequence.Builder}. */
    public static class Builder extends GeneralizedSequence.Builder<Builder> {
        private ComplexActivation complexActivation = ComplexActivation.BOUNDED;

        /** What the units make of z (default BOUNDED); not a readout, since the state is complex. */
        public Builder activation(ComplexActivation activation) {
            this.complexActivation = Objects.requireNonNull(activation, "activation");
            return this;
        }

        /** Real activations do not fit. @throws IllegalArgumentException always */
        @Override public Builder activation(IActivation activation) {
            throw GeneralizedLayers.real(activation);
        }

        @Override
        @SuppressWarnings("unchecked") public ComplexGeneralizedRecurrent build() {
            return new ComplexGeneralizedRecurrent(this);
        }
    }
}
