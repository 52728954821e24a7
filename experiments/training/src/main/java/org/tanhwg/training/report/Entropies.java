package org.tanhwg.training.report;

/**
 * How uncertain the predictions for a group of examples are, in nats.
 *
 * @param name of the group
 * @param total entropy of each example's probabilities
 * @param epistemic the part of it that the samples disagree on
 */
public record Entropies(String name, double[] total, double[] epistemic) {}
