package org.tanhwg.training.train;

import java.io.Serializable;
import java.util.Optional;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;

/** A training that leaves nothing behind: what it is watched by, where it stands, and who trains it. */
public final class Trial {
    private Trial() {}

    /** Trains trials in this process, or elsewhere. For several threads. */
    public interface Executor {

        /** How many trials it trains at a time. */
        int workers();

        /**
         * Trains one.
         *
         * @param watch looks at it after each epoch, or at several epochs at once, in their order
         * @throws Divergence when the numbers cease to be finite
         * @throws java.util.concurrent.CancellationException when it was not tried, through no fault of its own
         */
        void trial(TrainSettings settings, Watch watch);
    }

    /** Looks at a trial after each epoch. */
    public interface Watch {
        /** @return false to end the trial there */
        boolean goesOn(Standing standing);
    }

    /**
     * Where a trial stands.
     *
     * @param epoch that it has done, from 1
     * @param accuracy and {@code nll} on the validation examples; NaN where numbers are predicted
     * @param rmse of those, in standard deviations of the targets; else NaN
     * @param keptFraction share of the weights that are left, and {@code multiplyAdds} of the multiplications with one, which are as many but for convolutions
     */
    public record Standing(int epoch, double accuracy, double nll, double rmse, double keptFraction,
            double multiplyAdds) implements Serializable {
        /** The same standing of what was found. */
        static Standing of(int epoch, FinalResult found, double multiplyAdds) {
            boolean numbers = found.isRegression();
            return new Standing(epoch, numbers ? Double.NaN : found.testAccuracy(), numbers ? Double.NaN : found.testNll(),
                    numbers ? found.scores().testRmse() : Double.NaN, found.keptFraction(), multiplyAdds);
        }
    }

    /** A trial between two epochs, from where it can go on. */
    public record Pause(LivingState state, int steps, int epochs) {}

    /** Trains in this process, {@code workers} ≥ 1 at a time. */
    public static Executor here(Dataset data, int workers) {
        return new Executor() {
            @Override public int workers() { return workers; }

            @Override public void trial(TrainSettings settings, Watch watch) {
                new Trainer(settings, TrainingData.of(data)).trial(Optional.empty(), settings.epochs(), watch);
            }
        };
    }
}
