package org.tanhwg.training.train;

import org.deeplearning4j.nn.api.Model;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;

/** Takes the steps of a training: in this process, or elsewhere. */
public interface StepExecutor extends AutoCloseable {

    /** Number of training examples. */
    int examples();

    /** Number of steps in an epoch. */
    int stepsPerEpoch();

    /** Whether what is done from one call of the listener to the next takes longer than a checkpoint. */
    default boolean callsAreWorthACheckpoint() {
        return false;
    }

    /** From now on fills batches on a thread of its own, where steps are taken in this process and until it is closed. */
    default void readAhead() {}

    @Override default void close() {}

    /**
     * Steps to the end of an epoch.
     *
     * @param epoch from 0
     * @param account of the steps of it that were taken before
     * @param listener is told of what was done; between two calls nothing is kept outside the network and the account
     * @return the account of the whole epoch
     * @throws Divergence when the numbers cease to be finite
     */
    StepAccount epoch(Model network, int epoch, StepAccount account, Steps.Listener listener);

    /** Takes the steps in this process, on {@link Steps#batches}. */
    final class Here implements StepExecutor {
        private final ExamplesIterator batches;
        private final int examples;
        private final String hint;

        Here(TrainSettings settings, Examples train) {
            batches = Steps.batches(settings, train);
            examples = train.count();
            hint = Steps.hint(settings);
        }

        @Override public int examples() { return examples; }

        @Override public int stepsPerEpoch() { return batches.batchesPerEpoch(); }

        @Override public void readAhead() { batches.readAhead(); }

        @Override public void close() { batches.close(); }

        @Override public StepAccount epoch(Model network, int epoch, StepAccount account, Steps.Listener listener) {
            batches.start(epoch, account.steps());
            return new Steps(network, batches, hint).take(Integer.MAX_VALUE, account, listener);
        }
    }
}
