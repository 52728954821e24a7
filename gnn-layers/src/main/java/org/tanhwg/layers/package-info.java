/**
 * Generalized layers at scale inside Deeplearning4j.
 *
 * <p>{@code conf} holds what users put into a network configuration, {@code impl} what runs, {@code optimizer} the Tan–HWG step and its
 * attachment to a network, {@code kernel} the fused loops, {@code io} model files. Data sets, runs and reports live elsewhere.
 */
package org.tanhwg.layers;
