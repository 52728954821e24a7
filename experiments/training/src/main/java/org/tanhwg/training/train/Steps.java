package org.tanhwg.training.train;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.DescentChecks;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.settings.TrainSettings;

/** Training steps, wherever they are taken, and the account of them. */
public final class Steps {
    /** Every how many steps the loss of the minibatch is compared before and after the step, as the optimizer checks its energy. */
    private static final int CHECK_EVERY = 100;

    private final Model network;
    private final ExamplesIterator batches;
    private final String hint;

    /** @param hint what a message says against numbers that cease to be finite */
    public Steps(Model network, ExamplesIterator batches, String hint) {
        this.network = network;
        this.batches = batches;
        this.hint = hint;
    }

    /** Minibatches as the settings say: shuffled, and pictures changed, anew in each epoch. */
    public static ExamplesIterator batches(TrainSettings settings, Examples train) {
        return settings.augmentation()
                .map(changes -> ExamplesIterator.shuffled(train, settings.batch(), settings.seed(), changes))
                .orElseGet(() -> ExamplesIterator.shuffled(train, settings.batch(), settings.seed()));
    }

    /** Hears of each step. */
    public interface Listener {
        /** @param account of the epoch so far, this step of {@code examples} included */
        void stepped(StepAccount account, int examples);
    }

    /**
     * Goes on from where the batches are, until none is left in the epoch or {@code most} steps are done.
     *
     * @param account of the steps before
     * @return that of these too
     * @throws Divergence when the numbers cease to be finite
     */
    public StepAccount take(int most, StepAccount account, Listener listener) {
        StepAccount now = account;
        for (int i = 0; i < most && batches.hasNext(); i++) {
            DataSet batch = batches.next();
            boolean check = EitherNetwork.step(network) % CHECK_EVERY == 0;
            double before = check ? EitherNetwork.loss(network, batch) : 0;
            long start = System.nanoTime();
            fit(batch);
            now = now.step(network.score() * batch.numExamples(), (System.nanoTime() - start) * 1e-9);
            if (check) now = now.checked(TanHwg.takeEnergyDescent(network), EitherNetwork.loss(network, batch) < before);
            listener.stepped(now, batch.numExamples());
        }
        return now;
    }

    private void fit(DataSet batch) {
        try {
            EitherNetwork.fit(network, batch);
        } catch (ArithmeticException e) {
            throw new Divergence(e.getMessage(), e);
        }
        requireNumber(network, "the loss", network.score(), hint);
    }

    /** What a message says against numbers that cease to be finite. */
    public static String hint(TrainSettings settings) {
        return "a smaller eta" + (settings.optimizer().uses("kappa") ? ", or kappa > 0," : "") + " keeps the step in bounds";
    }

    static void requireNumber(Model network, String name, double value, String hint) {
        if (Double.isNaN(value)) throw new Divergence(after(network, name + " is NaN", hint), null);
    }

    static String after(Model network, String message, String hint) {
        return "after step " + EitherNetwork.step(network) + ": " + message + "; " + hint;
    }

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

        /** @throws IllegalArgumentException naming a count that no training comes to */
        public StepAccount {
            Checks.atLeast("steps", steps, 0);
            Checks.atLeast("batches", batches, 0);
            Checks.inRange("fell", fell, 0, batches);
            Checks.inRange("violated", violated, 0, checked);
            Checks.nonNegative("epochSeconds", epochSeconds);
            Checks.nonNegative("trainSeconds", trainSeconds);
        }

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

        /** This account together with that of as many steps taken elsewhere at the same time, on other examples. Times are left out. */
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

    /** The numbers of a training ceased to be finite; the message says where, and what keeps them in bounds. */
    public static final class Divergence extends RuntimeException {
        /** @param cause what found out; null where a training elsewhere sent the message alone, or the loss itself tells */
        public Divergence(String message, ArithmeticException cause) {
            super(message, cause);
        }
    }
}
