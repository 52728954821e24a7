package org.tanhwg.training.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.settings.TrainSettings;

/**
 * When a training stops before its schedules end, and which epoch is kept: a function of the losses on held-out examples alone.
 *
 * <p>Before the support is frozen the network is larger than what is asked for, and its loss says nothing of what will be left; so epochs count from the first that ends
 * with a frozen support on, and from the first of all where nothing prunes.
 *
 * @param epochs without a smaller loss after which training stops
 * @param from first epoch that counts, from 1
 */
record Patience(int epochs, int from) {

    /** What the settings say of it. */
    static Optional<Patience> of(TrainSettings settings) {
        return Optional.ofNullable(settings.patience()).map(epochs -> new Patience(epochs,
                settings.prunes() ? (int) Math.floor(settings.offAt() * settings.epochs()) + 1 : 1));
    }

    /** The loss that is watched: negative log-likelihood, or the error of numbers. */
    static double loss(FinalResult end) {
        return end.isRegression() ? end.scores().testRmse() : end.testNll();
    }

    /** The epoch with the smallest loss so far, the first of equals; empty before one counts. */
    Optional<EpochResult> best(List<EpochResult> done) {
        return done.stream().skip(from - 1L).min(Comparator.comparingDouble(EpochResult::validationLoss));
    }

    /** Whether training stops here. */
    boolean isOver(List<EpochResult> done) {
        return best(done).filter(best -> done.size() - best.epoch() >= epochs).isPresent();
    }
}
