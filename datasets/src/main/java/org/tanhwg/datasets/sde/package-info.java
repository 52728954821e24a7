/**
 * Stochastic differential equations that networks are to follow (theory §8); each is a small value with its parameters. How they are stepped
 * is decided in {@code org.tanhwg.core.diffusion}.
 */
package org.tanhwg.datasets.sde;
