package org.tanhwg.layers.signal;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Energy between a unit's activation and its feedback b (theory §4, Rem 6.9); complex numbers as pairs of columns, in which it is the same sum.
 */
public enum FeedbackEnergy {
    /** ½|σ(z) − b|²: pulls the activation to the feedback. */
    ALIGNMENT {
        @Override public INDArray slope(INDArray output, INDArray feedback) { return output.sub(feedback); }
    },
    /** −Re(conj(b) σ(z)): what fires together wires together; unbounded below unless σ or a potential bounds it. */
    CORRELATION {
        @Override public INDArray slope(INDArray output, INDArray feedback) { return feedback.neg(); }
    };

    /** ∂e/∂σ, a new array. */
    public abstract INDArray slope(INDArray output, INDArray feedback);
}
