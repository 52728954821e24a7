/**
 * Dense associative memory whose patterns are normal laws (theory §6; Tankala and Balasubramanian, arXiv 2509.23162).
 *
 * <p>{@link org.tanhwg.core.memory.GaussianMemory} stores laws and retrieves them. Laws whose covariances commute are vectors as far as
 * W₂ is concerned, so that {@link org.tanhwg.core.memory.VectorMemory}, a modern Hopfield network, does their work; all others are
 * aligned with the state anew in each update. Whatever depends on the patterns only is computed when they are stored. Nothing here
 * draws random numbers or learns; studies of recall belong in the experiments module.
 */
package org.tanhwg.core.memory;
