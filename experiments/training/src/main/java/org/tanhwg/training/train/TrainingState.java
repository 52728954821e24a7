package org.tanhwg.training.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.train.Steps.StepAccount;

/** What a run knows beside its network: everything that a checkpoint must hold for the run to go on as if never stopped. */
final class TrainingState {
    private final List<EpochResult> epochs;
    private int trained;
    private StepAccount partial;

    /** As it stands in a checkpoint. */
    record Snapshot(List<EpochResult> epochs, StepAccount partial) {}

    /** An epoch that is trained and waits to be measured, after those {@code before}. */
    record Trained(List<EpochResult> before, StepAccount account, SparsityStats stats) {

        /** @param examples in the epoch @param seconds that measuring took */
        EpochResult measured(int examples, double accuracy, double seconds) {
            var descent = new EnergyDescent(account.checked(), account.violated(), account.checked() == 0 ? 0 : account.worst(),
                    account.batches() == 0 ? null : (double) account.fell() / account.batches());
            return new EpochResult(before.size() + 1, account.loss() / examples, accuracy, stats.keptFraction(),
                    stats.keptFractions(), stats.sparse(), descent, account.epochSeconds() + seconds);
        }

        /** The state at the end of the epoch. */
        TrainingState after(EpochResult measured) {
            return new TrainingState(new Snapshot(Stream.concat(before.stream(), Stream.of(measured)).toList(),
                    StepAccount.fresh(account.trainSeconds())));
        }
    }

    TrainingState() { this(new Snapshot(List.of(), StepAccount.fresh(0))); }

    TrainingState(Snapshot snapshot) {
        epochs = new ArrayList<>(snapshot.epochs);
        trained = epochs.size();
        partial = snapshot.partial;
    }

    Snapshot snapshot() { return new Snapshot(List.copyOf(epochs), partial); }

    List<EpochResult> epochs() { return epochs; }

    int epochsTrained() { return trained; }

    double trainSeconds() { return partial.trainSeconds(); }

    /** Of the epoch under way. */
    StepAccount account() { return partial; }

    void account(StepAccount account) { partial = account; }

    /** Begins the next epoch; {@link #add} takes the result of this one. */
    Trained endEpoch(SparsityStats stats) {
        var ended = new Trained(List.copyOf(epochs), partial, stats);
        partial = StepAccount.fresh(partial.trainSeconds());
        trained++;
        return ended;
    }

    void add(EpochResult measured) { epochs.add(measured); }
}
