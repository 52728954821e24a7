package org.tanhwg.layers.impl;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.kernel.Halves;

/**
 * What the draws of a layer's amplitudes add to its expected transmission, forward and backward (theory §1, §4.4).
 *
 * <p>Complex matrices come in parts, as {@link Synapses} says: 2 batch rows.
 */
sealed interface Sampling permits GaussianSampling, AtomSampling, Sampling.None {

    /**
     * Adds the deviation of the draws from their mean to z.
     *
     * @param a input, [batch, n]
     * @param pass which the draws belong to
     * @param z pre-activations, [batch, Y], row-major
     * @param stream seed of the draws
     * @param halves how the units are done
     */
    void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream, Halves halves);

    /** Does so once more, for input and parameters of the last {@link #draw}. */
    void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream);

    /**
     * Fills the gradient views of the law and, for foreign updaters, adds its share to that of w.
     *
     * @param error ε = ∂L/∂z, [batch, Y], row-major
     * @param scale of every sum over the batch
     * @param proximal whether the views take what the Tan–HWG step takes
     */
    void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters, Map<String, INDArray> views,
            double scale, boolean proximal, Halves halves);

    /** Adds to ∂L/∂a what came through the draws; after {@link #gradient}. */
    void inputGradient(INDArray a, INDArray into);

    static Sampling of(FeedForwardLayer layer, SynapticLaw law, DataType type) {
        return switch (law.kind()) {
            case DIRAC -> new None();
            case GAUSSIAN -> new GaussianSampling(LayerOperations.of(type), ComplexOperations.of(type),
                    ((Generalized) layer).amplitudeKeys().size());
            case QUANTILES -> new AtomSampling((int) layer.getNIn(), (int) layer.getNOut(), law.atoms());
        };
    }

    /** An array that lives as long as the layer, kept while shape and layout stay the same. */
    static INDArray reserve(INDArray present, DataType type, char order, long rows, long columns) {
        if (present != null && present.size(0) == rows && present.size(1) == columns && present.dataType() == type
                && present.ordering() == order)
            return present;
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, new long[] {rows, columns}, order);
        }
    }

    /** Dirac laws: every draw is the mean. */
    final class None implements Sampling {
        @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
                Halves halves) {}

        @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {}

        @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
                Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {}

        @Override public void inputGradient(INDArray a, INDArray into) {}
    }
}
