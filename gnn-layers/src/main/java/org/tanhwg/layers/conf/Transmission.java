package org.tanhwg.layers.conf;

/** What a synapse passes on (theory §1); the two differ wherever its law is not a Dirac, since σ(E z) ≠ E σ(z). */
public enum Transmission {
    /** Its mean amplitude. */
    EXPECTED,
    /** A draw from its law, fresh for each example. */
    SAMPLED
}
