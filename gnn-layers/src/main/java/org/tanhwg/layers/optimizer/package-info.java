/**
 * The Tan–HWG optimizer: its configuration, its attachment to a network, and one step of a layer (theory §2, §4.1, §4.2).
 *
 * <p>Deeplearning4j hands an updater gradients but no parameters; attaching gives our updaters the parameter views they step. The
 * numerical work is in {@code kernel}; how gradients arise is none of this package's business.
 */
package org.tanhwg.layers.optimizer;
