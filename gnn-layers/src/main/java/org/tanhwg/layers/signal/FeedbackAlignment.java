package org.tanhwg.layers.signal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Direct feedback alignment: ∂e/∂σ = ε_out B, the error of the output through a fixed random matrix, entries N(0, 1/units), which
 * keeps the length of the error.
 *
 * <p>The correlation energy with feedback b = −ε_out B. No weight is carried backwards, and every layer can learn at the same time. B is a
 * function of seed and layer; it is drawn again when a model is loaded, never stored.
 *
 * <p>A. Nøkland, Direct feedback alignment provides learning in deep neural networks, 2016.
 *
 * @param seed of the matrix; layers draw different ones from the same seed
 */
public record FeedbackAlignment(@JsonProperty("seed") long seed) implements Signal {
    @Override public INDArray slope(Context context) {
        INDArray error = context.outputError();
        INDArray matrix = context.normal(seed, error.size(1));
        return error.mmul(matrix).divi(Math.sqrt(matrix.size(1)));
    }
}
