/**
 * ND4J arrays as kernels, BLAS and layers of pictures see them: memory in the order it lies in, without copies.
 *
 * <p>Knows kernels, and neither configurations nor layers.
 */
package org.tanhwg.layers.arrays;
