/**
 * Predictions of networks whose synapses are laws: the posterior predictive by sampled transmission, and how uncertain it is (theory §1:
 * σ(E z) ≠ E σ(z), so the expectation over the laws is taken after the network, not inside it).
 *
 * <p>What a layer draws is decided in {@code impl}; scores against labels, data sets and files live elsewhere.
 */
package org.tanhwg.layers.predictive;
