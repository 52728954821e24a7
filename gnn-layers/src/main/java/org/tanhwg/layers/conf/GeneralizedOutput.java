package org.tanhwg.layers.conf;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.impl.GeneralizedOutputLayer;

/**
 * The output layer that belongs to {@link GeneralizedDense}: the same synapses, any loss and activation of Deeplearning4j; softmax and
 * cross-entropy unless said otherwise.
 *
 * <p>Input [batch, nIn], labels and output [batch, nOut]; or, above a recurrent layer, [batch, ·, time] all three, the loss summed over the
 * steps, with a mask [batch, time] of steps that count.
 */
public class GeneralizedOutput extends GeneralizedReadout {

    /** For JSON. */
    public GeneralizedOutput() {}

    private GeneralizedOutput(Builder builder) {
        super(builder);
    }

    @Override BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) { return new GeneralizedOutputLayer(conf, type); }

    @Override public boolean equals(Object other) { return super.equals(other) && other instanceof GeneralizedOutput; }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedOutput; }

    @Override public int hashCode() { return super.hashCode(); }

    /** See {@link GeneralizedReadout.Builder}. */
    public static class Builder extends GeneralizedReadout.Builder<Builder> {

        /** Softmax and multi-class cross-entropy. */
        public Builder() { this(LossFunction.MCXENT.getILossFunction()); }

        /** Softmax and the given loss; set {@code activation} for another output function. */
        public Builder(LossFunction loss) {
            this(loss.getILossFunction());
        }

        /** Softmax and the given loss; set {@code activation} for another output function. */
        public Builder(ILossFunction loss) {
            super(loss, new ActivationSoftmax());
        }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedOutput build() { return new GeneralizedOutput(this); }
    }
}
