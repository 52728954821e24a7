package org.tanhwg.spark;

import org.tanhwg.training.train.Steps.StepAccount;

/**
 * What a round did and cost.
 *
 * @param firstStep number of its first step in the run, from 0
 * @param steps of each partition
 * @param examples over all partitions
 * @param loss mean over them
 * @param bytesDown of the field that each executor fetched
 * @param bytesUp of the fields that all partitions sent together
 * @param seconds in all
 * @param trainingSeconds of the slowest partition
 * @param account of its steps, checks of energy descent included
 */
public record Round(int firstStep, int steps, long examples, double loss, long bytesDown, long bytesUp, double seconds,
        double trainingSeconds, StepAccount account) {}
