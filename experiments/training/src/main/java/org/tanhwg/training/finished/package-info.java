/**
 * What is done with a run that is over, or with a network that somebody else trained: evaluate it, convert it, export it, report it again, run it again
 * and compare.
 *
 * <p>Nothing here trains. Comparisons and searches write their own reports, in their packages.
 */
package org.tanhwg.training.finished;
