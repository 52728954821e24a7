/**
 * What runs behind the configurations of layers without synapses: pools, normalisation, rectifiers and sums of maps, encodings, residual activations.
 *
 * <p>Knows arrays and kernels, and no layer that has synapses.
 */
package org.tanhwg.layers.impl.plain;
