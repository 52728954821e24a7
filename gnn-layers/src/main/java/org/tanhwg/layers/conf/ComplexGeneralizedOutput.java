package org.tanhwg.layers.conf;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.impl.ComplexGeneralizedOutputLayer;

/**
 * An output layer of complex synapses: z_y = Σ_x w_xy m_xy a_x + b_y in C, read out as the {@link ComplexActivation} says, then any loss of Deeplearning4j on
 * these columns.
 *
 * <p>Either the labels are complex, [batch, 2 nOut] as [re | im], under the squared error |z − label|², the alignment energy of theory §4; or the units'
 * moduli or real parts are what softmax or another real activation takes, and labels and output are [batch, nOut]. Input [batch, 2 nIn]; above a recurrent
 * layer [batch, ·, time] throughout. Parameters {@code w}, {@code mr}, {@code mi}, {@code s} or {@code q} where the law has a width, and {@code b}: see
 * {@link SynapticParameters}.
 */
public class ComplexGeneralizedOutput extends GeneralizedReadout {
    private ComplexActivation complexActivation = ComplexActivation.IDENTITY;

    /** For JSON. */
    public ComplexGeneralizedOutput() {}

    private ComplexGeneralizedOutput(Builder builder) {
        super(builder);
        this.complexActivation = builder.readout;
    }

    @Override BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
        return new ComplexGeneralizedOutputLayer(conf, type);
    }

    /** @throws IllegalStateException if the input has an odd number of columns: they come in pairs [re | im] */
    @Override public void setNIn(InputType input, boolean override) {
        boolean unset = nIn <= 0 || override;
        super.setNIn(input, override);
        if (unset) nIn = GeneralizedLayers.pairs(nIn, layerName);
    }

    @Override long columns() { return complexActivation.columns(nOut); }

    @Override public List<String> amplitudeKeys() { return List.of(SynapticParameters.REAL, SynapticParameters.IMAGINARY); }

    @Override public long biases(long units) { return complexActivation.biases(units); }

    /** How z is read out. */
    public ComplexActivation getComplexActivation() { return complexActivation; }

    /** For JSON. */
    public void setComplexActivation(ComplexActivation activation) { this.complexActivation = activation; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof ComplexGeneralizedOutput that
                && complexActivation == that.complexActivation;
    }

    @Override public boolean canEqual(Object other) { return other instanceof ComplexGeneralizedOutput; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), complexActivation); }

    /** See {@link GeneralizedReadout.Builder}. */
    public static class Builder extends GeneralizedReadout.Builder<Builder> {
        private final ComplexActivation readout;

        /** z itself under the squared error |z − label|², with complex labels. */
        public Builder() {
            this(ComplexActivation.IDENTITY, LossFunction.L2.getILossFunction(), new ActivationIdentity());
        }

        /** Classes by softmax and cross-entropy of real numbers that are read out. @param readout MODULUS or REAL_PART */
        public Builder(ComplexActivation readout) {
            this(readout, LossFunction.MCXENT.getILossFunction(), new ActivationSoftmax());
        }

        /**
         * Any loss.
         *
         * @param readout how z becomes the columns that the loss sees
         * @param activation what Deeplearning4j's loss makes of these columns
         */
        public Builder(ComplexActivation readout, ILossFunction loss, IActivation activation) {
            super(loss, activation);
            this.readout = Objects.requireNonNull(readout, "readout");
        }

        @Override
        @SuppressWarnings("unchecked") public ComplexGeneralizedOutput build() {
            return new ComplexGeneralizedOutput(this);
        }
    }
}
