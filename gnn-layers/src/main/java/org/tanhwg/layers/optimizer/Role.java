package org.tanhwg.layers.optimizer;

import org.tanhwg.layers.conf.SynapticParameters;

/** What a parameter of a generalized layer is to the optimizer, and how many numbers of state each of its elements needs. */
enum Role {
    /** Structural weights: what the slow regime keeps, see {@link SynapticUpdater#slowState}. */
    MASS(0),
    /** Amplitude means: averages of the signal, see {@link SynapticUpdater#signals}. */
    AMPLITUDE(0),
    /** Spreads, and what tells a covariance from them: the averaged curvature, C and B. */
    SPREAD(1),
    /** Centred atoms: the averaged signal, or the averaged curvature when training takes expectations. */
    ATOMS(1),
    /** Biases: the averaged signal; then the units' curvature estimates, as weighted sums and sums of weights. */
    BIAS(3);

    private final int stateSize;

    Role(int stateSize) { this.stateSize = stateSize; }

    int stateSize() { return stateSize; }

    static Role of(String key) {
        return switch (key) {
            case SynapticParameters.MASS -> MASS;
            case SynapticParameters.AMPLITUDE, SynapticParameters.REAL, SynapticParameters.IMAGINARY -> AMPLITUDE;
            case SynapticParameters.SPREAD, SynapticParameters.CONJUGATE -> SPREAD;
            case SynapticParameters.ATOMS -> ATOMS;
            case SynapticParameters.BIAS -> BIAS;
            default -> throw new IllegalArgumentException("parameter " + key + ": not one of a generalized layer");
        };
    }
}
