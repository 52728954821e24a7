package org.tanhwg.spark;

import java.io.Serializable;
import org.tanhwg.core.Checks;

/**
 * How training is shared out.
 *
 * @param batch examples of a step over all partitions together; each takes its part, rounded up
 * @param epochs passes over the training examples
 * @param seed of the order of examples in each partition and epoch
 * @param steps fast steps from one barycentre to the next; 0 for an epoch
 */
public record RoundSettings(int batch, int epochs, long seed, int steps) implements Serializable {
    /** @throws IllegalArgumentException naming the component, its value and its range */
    public RoundSettings {
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("steps", steps, 0);
    }

    /** Examples of a step in one of so many partitions. */
    int share(int partitions) {
        return (batch + partitions - 1) / partitions;
    }
}
