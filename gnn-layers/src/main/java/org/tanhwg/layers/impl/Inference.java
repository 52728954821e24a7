package org.tanhwg.layers.impl;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.Transmission;

/** What one layer transmits at inference: expectations, or draws whose sequence is a function of a seed and the layer. */
public final class Inference {
    private final Transmission transmission;
    private final long seed;
    private final boolean repeated;
    private long draws;
    /** Pre-activations without the deviation of the draws, once known; only where all passes share them. */
    private INDArray mean;

    private Inference(Transmission transmission, long seed, boolean repeated) {
        this.transmission = transmission;
        this.seed = seed;
        this.repeated = repeated;
    }

    static Inference of(Transmission transmission, long seed) { return new Inference(transmission, seed, false); }

    /** Means. */
    public static Inference expected() { return of(Transmission.EXPECTED, 0); }

    /** Samples, fresh ones at each pass. */
    public static Inference sampled(long seed) { return of(Transmission.SAMPLED, seed); }

    /**
     * Samples for passes that all bring the same input and parameters: mean and variance of the pre-activation are computed in the first
     * of them.
     */
    public static Inference sampledForOneInput(long seed) { return new Inference(Transmission.SAMPLED, seed, true); }

    boolean samples() { return transmission == Transmission.SAMPLED; }

    /** Whether the moments of this pass are those of the passes before. */
    boolean knowsMoments() { return mean != null; }

    /** Writes the pre-activations without the deviation of the draws. */
    void recall(INDArray z) { z.assign(mean); }

    /** Keeps them, if later passes share them. */
    void remember(INDArray z) {
        if (repeated && samples()) mean = FloatViews.reserve(null, z.dataType(), 'c', z.size(0), z.size(1)).assign(z);
    }

    /** The stream of the next pass through layer {@code index}. */
    long nextStream(int index) {
        return SplitMix.seed(SplitMix.seed(seed, index), draws++);
    }
}
