package org.tanhwg.spark;

import java.io.Serializable;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * What one partition brings back from a round.
 *
 * @param examples it took steps on: its weight in the barycentre
 * @param field {@link Message} of its field; empty if it diverged
 * @param seconds it trained
 * @param divergence what went out of bounds; null if nothing did
 */
record Contribution(int partition, long examples, StepAccount account, Message field, double seconds, String divergence)
        implements
            Serializable {}
