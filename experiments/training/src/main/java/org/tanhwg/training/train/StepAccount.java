package org.tanhwg.training.train;

import java.io.Serializable;
import org.tanhwg.layers.optimizer.DescentChecks;

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
    StepAccount checked(DescentChecks found, boolean batchEnergyFell) {
        return new StepAccount(steps, loss, checked + found.checked(), violated + found.violated(),
                Math.max(worst, found.worst()), batches + 1, fell + (batchEnergyFell ? 1 : 0), epochSeconds, trainSeconds);
    }

    /** Of as many steps that were taken elsewhere at the same time, by whoever has other examples. Times are left out. */
    public StepAccount beside(StepAccount other) {
        return new StepAccount(Math.max(steps, other.steps), loss + other.loss, checked + other.checked,
                violated + other.violated, Math.max(worst, other.worst), batches + other.batches, fell + other.fell, 0, 0);
    }

    /** And then those steps too. @param seconds that they took in all */
    public StepAccount then(StepAccount next, double seconds) {
        return new StepAccount(steps + next.steps, loss + next.loss, checked + next.checked, violated + next.violated,
                Math.max(worst, next.worst), batches + next.batches, fell + next.fell, epochSeconds + seconds,
                trainSeconds + seconds);
    }
}
