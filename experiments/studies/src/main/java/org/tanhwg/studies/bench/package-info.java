/**
 * Comparisons that others can repeat: accuracy tables of whole training runs.
 *
 * <p>A table is a YAML file in {@code resources/benches}; its cells are ordinary runs of {@link org.tanhwg.training.train.Trainer}. Networks of
 * other optimizers are built and trained here and nowhere else. Nothing here decides whether a figure is good.
 */
package org.tanhwg.studies.bench;
