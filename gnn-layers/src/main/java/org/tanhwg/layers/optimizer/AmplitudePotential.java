package org.tanhwg.layers.optimizer;

/** How the amplitude potential of a unit counts its synapses (theory §4.1, §4.2). */
public enum AmplitudePotential {
    /** (β/n) Σ_x |m_x|: every living synapse counts once; the threshold does not depend on the structural weight. */
    COUNTING,
    /** β ∫|s| dμ = β Σ_x w_x |m_x|: synapses count by their mass, which is an ℓ1 penalty on the observable. */
    MASS_WEIGHTED
}
