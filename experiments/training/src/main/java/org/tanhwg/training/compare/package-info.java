/**
 * Comparisons of optimizers: which runs there are, what is tuned and how, and what their figures say about one another.
 *
 * <p>A run is an ordinary training run, run by {@code cells}. Test examples are read by the runs of the table alone; step sizes are chosen on
 * held-out training examples.
 */
package org.tanhwg.training.compare;
