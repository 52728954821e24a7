package org.tanhwg.datasets.sde;

import org.tanhwg.core.diffusion.ItoProcess;

/** An equation each of whose coordinates has noise of its own, of the same strength everywhere: G = σI. */
interface AdditiveNoise extends ItoProcess {
    /** σ, in units of the state over the root of time. */
    double sigma();

    @Override default int noises() {
        return dimension();
    }

    @Override default void diffusion(double[] z, double[] diffusion) {
        int k = dimension();
        for (int i = 0; i < k; i++) for (int j = 0; j < k; j++) diffusion[i * k + j] = i == j ? sigma() : 0;
    }
}
