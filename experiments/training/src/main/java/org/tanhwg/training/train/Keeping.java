package org.tanhwg.training.train;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.train.Checkpoints.Checkpoint;
import org.tanhwg.training.train.Checkpoints.Patience;
import org.tanhwg.training.train.Checkpoints.TrainingState;

/**
 * Which states of a run become checkpoints: some by the clock, those at the end of epochs, and for early stopping the best; which of them do changes no bit of the
 * run.
 */
final class Keeping {
    private static final double SECONDS = 5;
    /** A run of no more epochs keeps each. One of more, whose epochs may be a step or two, goes by the clock: a checkpoint takes longer than a step. */
    private static final int EPOCHS = 60;

    private final Checkpoints checkpoints;
    private final int epochs;
    private final int stepsPerEpoch;
    private final Optional<Patience> patience;
    private final AtomicLong last = new AtomicLong(System.nanoTime());

    /** @param epochs of the run, of so many steps each */
    Keeping(Checkpoints checkpoints, int epochs, int stepsPerEpoch, Optional<Patience> patience) {
        this.checkpoints = checkpoints;
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
        this.patience = patience;
    }

    /** Where the run goes on. @throws UserError when that is damaged, or of a longer run */
    Optional<Checkpoint> latest() {
        Optional<Checkpoint> found = checkpoints.latest();
        found.ifPresent(this::requireOfThisRun);
        return found;
    }

    private void requireOfThisRun(Checkpoint checkpoint) {
        TrainingState state = checkpoint.state();
        if (state.epochsTrained() > epochs || state.account().steps() > stepsPerEpoch) {
            throw new UserError(checkpoint.file() + ": is " + state.epochsTrained() + " epochs and " + state.account().steps()
                    + " steps on the way; this run has " + epochs + " epochs of " + stepsPerEpoch + " steps");
        }
    }

    void save(Model network, TrainingState state) {
        checkpoints.save(network, state, bestStep(state));
        last.set(System.nanoTime());
    }

    /** Whether the last one is long ago. */
    boolean isTime() { return (System.nanoTime() - last.get()) * 1e-9 > SECONDS; }

    /** Saves the end of an epoch, if it is worth one. */
    void ended(EpochResult epoch, Model network, TrainingState after) {
        if (epochs <= EPOCHS || isTime() || best(after).filter(epoch::equals).isPresent()) save(network, after);
    }

    /** The network at the end of the best epoch so far; the latest one where none counts yet. */
    Model best(TrainingState state, Model latest) {
        return bestStep(state).map(checkpoints::network).orElse(latest);
    }

    private Optional<EpochResult> best(TrainingState state) {
        return patience.flatMap(its -> its.best(state.epochs()));
    }

    private Optional<Integer> bestStep(TrainingState state) {
        return best(state).map(epoch -> epoch.epoch() * stepsPerEpoch);
    }
}
