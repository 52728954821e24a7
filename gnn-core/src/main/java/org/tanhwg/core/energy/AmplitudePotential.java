package org.tanhwg.core.energy;

/** How a potential V of the amplitude means counts the n synapses of a unit (theory §4.1, §4.2). */
public enum AmplitudePotential {
    /** (1/n) Σ V(|m_x|) over w_x > 0: every living synapse counts once (maintenance); the threshold does not depend on the structural weight. */
    COUNTING,
    /** Σ_x w_x V(|m_x|), the integral of V: synapses count by their mass, which is an ℓ1 penalty on the observable where V = β|s|. */
    MASS
}
