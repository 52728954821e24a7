/**
 * Fused loops over float arrays, each doing in one pass over the numbers of a layer what the theory says of one. Those here are of passes through a layer.
 *
 * <p>Parameters live off the heap, one column per output unit; loops run over small heap tiles that are copied in and out, because the
 * compiler vectorises those. Nothing of Deeplearning4j or ND4J may be imported here or below. Every kernel has an oracle in gnn-core.
 */
package org.tanhwg.layers.kernel;
