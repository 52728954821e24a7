package org.tanhwg.experiments.run;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.EpochResult.EnergyDescent;

/** What a run knows beside its network: everything that a checkpoint must hold for the run to go on as if never stopped. */
final class TrainingState {
    private final List<EpochResult> epochs;
    private StepAccount partial;

    /** As it stands in a checkpoint. */
    record Snapshot(List<EpochResult> epochs, StepAccount partial) {}

    TrainingState() { this(new Snapshot(List.of(), StepAccount.fresh(0))); }

    TrainingState(Snapshot snapshot) {
        epochs = new ArrayList<>(snapshot.epochs);
        partial = snapshot.partial;
    }

    Snapshot snapshot() { return new Snapshot(List.copyOf(epochs), partial); }

    List<EpochResult> epochs() { return epochs; }

    int epochsDone() { return epochs.size(); }

    double trainSeconds() { return partial.trainSeconds(); }

    /** Of the epoch under way. */
    StepAccount account() { return partial; }

    void account(StepAccount account) { partial = account; }

    EpochResult endEpoch(int examples, double accuracy, Census census, double evaluationSeconds) {
        StepAccount p = partial;
        var descent = new EnergyDescent(p.checked(), p.violated(), p.checked() == 0 ? 0 : p.worst(),
                p.batches() == 0 ? null : (double) p.fell() / p.batches());
        var epoch = new EpochResult(epochs.size() + 1, p.loss() / examples, accuracy, census.keptFraction(),
                census.keptFractions(), census.sparse(), descent, p.epochSeconds() + evaluationSeconds);
        epochs.add(epoch);
        partial = StepAccount.fresh(p.trainSeconds());
        return epoch;
    }
}
