/**
 * {@code gnn drift}: recurrent networks that follow a stochastic differential equation (theory §8), and how well they do.
 *
 * <p>Fitting is that of {@code org.tanhwg.core.diffusion}, equations those of {@code org.tanhwg.datasets.sde}; here examples are drawn, networks
 * are simulated as networks, in the space of their neurons, and compared with the equation.
 */
package org.tanhwg.studies.drift;
