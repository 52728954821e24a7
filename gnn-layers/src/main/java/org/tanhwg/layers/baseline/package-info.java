/**
 * What Tan–HWG is compared with, as updaters for any network: mirror descent of the structural weights of generalized layers, and pruning and
 * exponentiated gradients for the weights of Deeplearning4j's own layers, around any updater of Deeplearning4j.
 *
 * <p>All of them step from parameters, so a network is attached once: {@link org.tanhwg.layers.optimizer.SteppingUpdater#attach}. Tan–HWG itself
 * lives in {@code optimizer}; the loops over weights are kernels.
 */
package org.tanhwg.layers.baseline;
