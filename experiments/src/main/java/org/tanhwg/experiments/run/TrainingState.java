package org.tanhwg.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.EpochResult.EnergyDescent;

/** What a run knows beside its network: everything that a checkpoint must hold for the run to go on as if never stopped. */
final class TrainingState {
    private final List<EpochResult> epochs;
    private int trained;
    private Partial partial;

    /**
     * An epoch under way.
     *
     * @param steps done
     * @param loss sum over its examples
     * @param checked unit steps whose energy descent was checked, {@code violated} of them in vain; {@code worst} excess
     * @param batches whose own loss was compared before and after the step; {@code fell} of them fell
     * @param trainSeconds of the whole run
     */
    record Partial(int steps, double loss, long checked, long violated, double worst, int batches, int fell, double epochSeconds,
            double trainSeconds) {}

    /** As it stands in a checkpoint. */
    record Snapshot(List<EpochResult> epochs, Partial partial) {}

    /** An epoch that is trained and waits to be measured, after those {@code before}. */
    record Trained(List<EpochResult> before, Partial partial, Census census) {

        /** @param examples in the epoch @param seconds that measuring took */
        EpochResult measured(int examples, double accuracy, double seconds) {
            Partial p = partial;
            var descent = new EnergyDescent(p.checked, p.violated, p.checked == 0 ? 0 : p.worst,
                    p.batches == 0 ? null : (double) p.fell / p.batches);
            return new EpochResult(before.size() + 1, p.loss / examples, accuracy, census.keptFraction(), census.keptFractions(),
                    census.sparse(), descent, p.epochSeconds + seconds);
        }

        /** The state at the end of the epoch. */
        TrainingState after(EpochResult measured) {
            return new TrainingState(new Snapshot(
                    Stream.concat(before.stream(), Stream.of(measured)).toList(), fresh(partial.trainSeconds)));
        }
    }

    TrainingState() { this(new Snapshot(List.of(), fresh(0))); }

    TrainingState(Snapshot snapshot) {
        epochs = new ArrayList<>(snapshot.epochs);
        trained = epochs.size();
        partial = snapshot.partial;
    }

    Snapshot snapshot() { return new Snapshot(List.copyOf(epochs), partial); }

    List<EpochResult> epochs() { return epochs; }

    int epochsTrained() { return trained; }

    int stepsInEpoch() { return partial.steps; }

    double trainSeconds() { return partial.trainSeconds; }

    void step(double lossSum, double seconds) {
        Partial p = partial;
        partial = new Partial(p.steps + 1, p.loss + lossSum, p.checked, p.violated, p.worst, p.batches, p.fell,
                p.epochSeconds + seconds,
                p.trainSeconds + seconds);
    }

    /** @param batchEnergyFell whether the loss of the same minibatch fell with the step */
    void checked(org.tanhwg.layers.optimizer.EnergyDescent found, boolean batchEnergyFell) {
        Partial p = partial;
        partial = new Partial(p.steps, p.loss, p.checked + found.checked(), p.violated + found.violated(),
                Math.max(p.worst, found.worst()),
                p.batches + 1, p.fell + (batchEnergyFell ? 1 : 0), p.epochSeconds, p.trainSeconds);
    }

    /** Begins the next epoch; {@link #add} takes the result of this one. */
    Trained endEpoch(Census census) {
        var ended = new Trained(List.copyOf(epochs), partial, census);
        partial = fresh(partial.trainSeconds);
        trained++;
        return ended;
    }

    void add(EpochResult measured) {
        epochs.add(measured);
    }

    private static Partial fresh(double trainSeconds) {
        return new Partial(0, 0, 0, 0, -Double.MAX_VALUE, 0, 0, 0, trainSeconds);
    }
}
