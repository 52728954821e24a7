/**
 * What runs behind the layer configurations: forward and backward passes over Deeplearning4j's views of parameters and gradients.
 *
 * <p>Matrix products go straight to BLAS into preallocated arrays; everything elementwise is a kernel or one ND4J call. How a layer learns
 * is the optimizer's business.
 */
package org.tanhwg.layers.impl;
