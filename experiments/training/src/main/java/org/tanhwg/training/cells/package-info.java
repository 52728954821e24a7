/**
 * Many training runs for one table: each in an ordinary run folder, here or in a process of its own, several at a time; what is done is kept.
 *
 * <p>Which runs there are, and what their figures mean, is the business of {@code bench} and {@code compare}.
 */
package org.tanhwg.training.cells;
