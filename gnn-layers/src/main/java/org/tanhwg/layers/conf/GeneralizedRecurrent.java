package org.tanhwg.layers.conf;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.impl.GeneralizedRecurrentLayer;

/**
 * A recurrent layer whose units carry one probability measure over all their synapses, those from the input and those from the layer's own
 * previous state (theory §1):
 *
 * <pre>z_y(t) = Σ_x w_xy m_xy a_x(t) + b_y,   a(t) = [input(t) | h(t−1)],   h(t) = σ(z(t)),   h(−1) = 0</pre>
 *
 * <p>Input [batch, nIn, time], output [batch, nOut, time]; parameters {@code w}, {@code m} (nIn + nOut rows, those of the input first), {@code s} or
 * {@code q} where the law has a width, and {@code b}: see {@link SynapticParameters}.
 */
public class GeneralizedRecurrent extends GeneralizedSequence {

    /** For JSON. */
    public GeneralizedRecurrent() {}

    private GeneralizedRecurrent(Builder builder) {
        super(builder);
    }

    @Override BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) { return new GeneralizedRecurrentLayer(conf, type); }

    @Override public boolean equals(Object other) { return super.equals(other) && other instanceof GeneralizedRecurrent; }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedRecurrent; }

    @Override public int hashCode() { return super.hashCode(); }

    /** See {@link GeneralizedSequence.Builder}; tanh unless said otherwise. */
    public static class Builder extends GeneralizedSequence.Builder<Builder> {

        /** A layer that starts as a {@code SimpleRnn} would. */
        public Builder() { activation(new ActivationTanH()); }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedRecurrent build() { return new GeneralizedRecurrent(this); }
    }
}
