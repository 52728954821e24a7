package org.tanhwg.experiments.run;

import java.io.Serializable;
import org.tanhwg.layers.optimizer.EnergyDescent;

/**
 * What is known of the steps of an epoch under way.
 *
 * @param steps done
 * @param loss sum over its examples
 * @param checked unit steps whose energy descent was checked, {@code violated} of them in vain; {@code worst} excess
 * @param batches whose own loss was compared before and after the step; {@code fell} of them fell
 * @param trainSeconds of the whole run
 */
public record StepAccount(int steps, double loss, long checked, long violated, double worst, int batches, int fell,
        double epochSeconds, double trainSeconds) implements Serializable {

    /** Before the first step of an epoch. */
    public static StepAccount fresh(double trainSeconds) {
        return new StepAccount(0, 0, 0, 0, -Double.MAX_VALUE, 0, 0, 0, trainSeconds);
    }

    StepAccount step(double lossSum, double seconds) {
        return new StepAccount(steps + 1, loss + lossSum, checked, violated, worst, batches, fell, epochSeconds + seconds,
                trainSeconds + seconds);
    }

    /** @param batchEnergyFell whether the loss of the same minibatch fell with the step */
    StepAccount checked(EnergyDescent found, boolean batchEnergyFell) {
        return new StepAccount(steps, loss, checked + found.checked(), violated + found.violated(),
                Math.max(worst, found.worst()), batches + 1, fell + (batchEnergyFell ? 1 : 0), epochSeconds, trainSeconds);
    }
}
