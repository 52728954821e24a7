/**
 * What a network's inputs were before they were numbers, in plain Java: a model file carries an {@link org.tanhwg.datasets.inputs.InputRecord}, and whoever has one
 * can feed the network raw pictures or rows.
 *
 * <p>Nothing here knows Deeplearning4j, DataVec or how files are read. What does not fit what training knew is refused with a
 * {@link org.tanhwg.datasets.DataException}; nothing is guessed.
 */
package org.tanhwg.datasets.inputs;
