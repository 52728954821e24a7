/**
 * The network that pruning leaves behind: plain arrays, fast and small, to be shipped without Deeplearning4j.
 *
 * <p>{@link org.tanhwg.core.compact.CompactNetwork} answers as the trained network does when every synapse transmits its observable weight
 * O = w m (theory §1); what no longer reaches the output is gone. {@link org.tanhwg.core.compact.CompactFile} keeps it
 * (docs/compact-format.md), with what its inputs and outputs mean in a {@link org.tanhwg.core.compact.CompactModel}. Nothing here trains, draws random numbers or knows where a network comes from.
 */
package org.tanhwg.core.compact;
