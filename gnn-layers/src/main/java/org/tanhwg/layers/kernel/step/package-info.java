/** Steps of the parameters of a layer (theory §4): amplitudes, laws and mass, and the classical weights of baselines. */
package org.tanhwg.layers.kernel.step;
