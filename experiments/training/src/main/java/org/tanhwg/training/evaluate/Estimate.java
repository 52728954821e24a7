package org.tanhwg.training.evaluate;

/**
 * What a regression answers to one example, a number for each target in its own units.
 *
 * @param mean of the answers over the laws of the synapses
 * @param spread their standard deviation; 0 where the synapses were not sampled
 * @param deviation standard deviation of the target about the mean: that of the answers, and what errors on held-out rows had besides; NaN where no such
 *        errors are known
 */
public record Estimate(double[] mean, double[] spread, double[] deviation) {}
