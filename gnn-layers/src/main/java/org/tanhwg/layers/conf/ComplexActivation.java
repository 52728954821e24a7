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
    /**
     * z/√(1 + |z|²): close to z where that is small, of modulus below 1, phase kept. A recurrent loop of gain G &gt; 1 swings by itself with modulus
     * √(1 − 1/G²).
     */
    BOUNDED,
    /** |z|, a readout: one real column for each unit. */
    MODULUS,
    /** Re z, a readout: one real column for each unit. */
    REAL_PART;

    /** Columns of the activation of that many units. */
    public long columns(long units) {
        return staysComplex() ? 2 * units : units;
    }

    /** Whether activations are complex numbers; otherwise the activation is a readout. */
    public boolean staysComplex() {
        return this != MODULUS && this != REAL_PART;
    }

    /** Biases of that many units. */
    public long biases(long units) { return this == MOD_RELU ? units : 2 * units; }
}
