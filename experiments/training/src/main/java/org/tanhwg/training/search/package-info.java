/**
 * Searches for good settings: spaces, strategies, successive halving, the Pareto front, and the folder that survives a kill.
 *
 * <p>Spaces, random draws, grids and the genetic operators are Arbiter's; every generator gets its seed from here, so that a search is a function of its
 * settings. Arbiter's own runner is not used: it takes candidates in the order in which others end, so that no two searches of several workers agree, polls
 * once a second, and may never end. A candidate is a {@link org.tanhwg.training.train.Trial trial} of the trainer; nothing here trains. Test examples
 * are touched once, when the best settings are trained again.
 */
package org.tanhwg.training.search;
