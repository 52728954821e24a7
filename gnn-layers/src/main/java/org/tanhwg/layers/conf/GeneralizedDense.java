package org.tanhwg.layers.conf;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.impl.GeneralizedDenseLayer;

/**
 * A fully connected layer whose units carry a probability measure over their synapses: z_y = Σ_x w_xy m_xy a_x + b_y (theory §1).
 *
 * <p>Input [batch, nIn], output [batch, nOut]. Parameters {@code w}, {@code m}, {@code b}, and {@code s} or {@code q} where the law has a
 * width: see {@link SynapticParameters}. Trained by {@code TanHwg}, or by any updater of Deeplearning4j, which
 * then sees the plain gradients, and after whose steps w is brought back to the simplex and spreads to 0 or above.
 *
 * <p>Types FLOAT and DOUBLE, quantile laws and TanHwg FLOAT alone; features and labels of other types are cast. Constraints, weight noise and other types are
 * refused by {@code init}, L1, L2 and weight decay where a TanHwg is attached.
 */
public class GeneralizedDense extends GeneralizedHidden {

    /** For JSON. */
    public GeneralizedDense() {}

    private GeneralizedDense(Builder builder) { super(builder); }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(() -> new GeneralizedDenseLayer(conf, type), conf, listeners, index, view,
                initialize, type);
    }

    @Override public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return FlattenedMaps.inPlaceOf(super.getPreProcessorForInputType(input));
    }

    @Override public boolean equals(Object other) { return super.equals(other) && other instanceof GeneralizedDense; }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedDense; }

    @Override public int hashCode() { return super.hashCode(); }

    /** See {@link GeneralizedHidden.Builder}. */
    public static class Builder extends GeneralizedHidden.Builder<Builder> {
        @Override
        @SuppressWarnings("unchecked") public GeneralizedDense build() { return new GeneralizedDense(this); }
    }
}
