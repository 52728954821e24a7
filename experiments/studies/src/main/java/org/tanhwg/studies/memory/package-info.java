/**
 * Studies of the dense associative memory over normal laws (theory §6): patterns on a Wasserstein sphere and their cues, or words and what
 * the other half of a text says of them; what was retrieved, how far from it, and what kind of fixed point each cue ended at.
 *
 * <p>The memory itself is gnn-core's. No network; charts are those of {@code org.tanhwg.report}.
 */
package org.tanhwg.studies.memory;
