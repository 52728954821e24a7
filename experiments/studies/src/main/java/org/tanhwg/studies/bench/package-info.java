/**
 * Comparisons that others can repeat: accuracy tables of whole training runs, and the speed of training and of answers beside
 * Deeplearning4j's own layers, PyTorch and the machine's own limit.
 *
 * <p>A table is a YAML file in {@code resources/benches}; its cells are ordinary runs of {@link org.tanhwg.training.train.Trainer}. Networks of
 * other optimizers are built and trained here and nowhere else. Nothing here decides whether a figure is good.
 */
package org.tanhwg.studies.bench;
