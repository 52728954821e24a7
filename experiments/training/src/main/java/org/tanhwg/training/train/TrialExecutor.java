package org.tanhwg.training.train;

import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;

/** Where trials are trained: in this process, or elsewhere. For several threads. */
public interface TrialExecutor {

    /** How many trials it trains at a time. */
    int workers();

    /**
     * Trains one and leaves nothing behind.
     *
     * @param watch looks at it after each epoch, or at several epochs at once, in their order
     * @throws Divergence when the numbers cease to be finite
     * @throws java.util.concurrent.CancellationException when it was not tried, through no fault of its own
     */
    void trial(TrainSettings settings, Watch watch);

    /** Looks at a trial after each epoch. */
    interface Watch {
        /** @return false to end the trial there */
        boolean goesOn(Standing standing);
    }

    /**
     * Where a trial stands.
     *
     * @param epoch that it has done, from 1
     * @param accuracy and {@code nll} on the validation examples
     */
    record Standing(int epoch, double accuracy, double nll, double keptFraction) implements java.io.Serializable {}
}
