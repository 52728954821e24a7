/**
 * Generalized layers at scale inside Deeplearning4j.
 *
 * <p>{@code conf} holds what users put into a network configuration, {@code impl} what runs, {@code optimizer} the Tan–HWG step and its
 * attachment to a network, {@code kernel} the fused loops, {@code io} model files. Data sets, runs and reports live elsewhere.
 *
 * <p>All packages but {@code impl} and {@code kernel} are API; those two are public to the others only and change without notice.
 */
package org.tanhwg.layers;
