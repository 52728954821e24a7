/**
 * Recurrent networks that follow a given stochastic differential equation (theory §8), and what it takes to step one.
 *
 * <p>A network is fitted in the latent space, where it is a linear readout of tanh features; how good it is, and where equations come
 * from, is decided elsewhere. Double precision throughout. Start at {@link org.tanhwg.core.diffusion.DriftNetwork}.
 */
package org.tanhwg.core.diffusion;
