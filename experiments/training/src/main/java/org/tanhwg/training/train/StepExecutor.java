package org.tanhwg.training.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;

/** Where the steps of a training are taken: in this process, or elsewhere. */
public interface StepExecutor {

    /** Number of training examples. */
    int examples();

    /** Number of steps in an epoch. */
    int stepsPerEpoch();

    /** Whether a call of the listener is worth a checkpoint: what is done here is done again sooner than written. */
    default boolean keepsItsCalls() {
        return false;
    }

    /**
     * Steps to the end of an epoch.
     *
     * @param epoch from 0
     * @param account of the steps of it that were taken before
     * @param listener is told of what was done; between two calls nothing is kept outside the network and the account
     * @return the account of the whole epoch
     * @throws Divergence when the numbers cease to be finite
     */
    StepAccount epoch(MultiLayerNetwork network, int epoch, StepAccount account, Steps.Listener listener);
}
