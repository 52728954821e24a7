package org.tanhwg.layers.conf;

/**
 * What a complex unit makes of its pre-activation z: complex numbers [re | im], or one real number each, to be read by real layers.
 */
public enum ComplexActivation {
    /** z. */
    IDENTITY,
    /** max(0, Re z) + i max(0, Im z). */
    SPLIT_RELU,
    /**
     * max(0, |z| + b) z/|z|, which keeps the phase (Arjovsky, Shah, Bengio 2016); its bias b is real, one for each unit, and not part
     * of z. Where b &gt; 0 it is discontinuous at 0.
     */
    MOD_RELU,
    /** |z|, a readout: one real column for each unit. */
    MODULUS,
    /** Re z, a readout: one real column for each unit. */
    REAL_PART;

    /** Columns of the activation of that many units. */
    public long columns(long units) {
        return this == MODULUS || this == REAL_PART ? units : 2 * units;
    }

    /** Biases of that many units. */
    public long biases(long units) { return this == MOD_RELU ? units : 2 * units; }
}
