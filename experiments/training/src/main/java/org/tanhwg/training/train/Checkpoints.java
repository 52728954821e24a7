package org.tanhwg.training.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.Measured;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.Energy;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * The checkpoints of a run: {@code step-N.zip} is the network with the optimizer's state, {@code step-N.json} the rest, written last; a
 * network without its JSON is the trace of a run that was killed while writing, and is passed over.
 */
final class Checkpoints {
    private static final int KEPT = 2;
    private static final long LARGEST = 64 << 20;

    private final RunFolder folder;

    Checkpoints(RunFolder folder) { this.folder = folder; }

    /** A network and how far its training has come. */
    record Checkpoint(Model network, TrainingState state, Path file) {}

    /**
     * Writes one and removes all but the last two, with what a killed run left.
     *
     * @param best step of one that stays all the same
     * @throws UserError when it cannot be written; earlier ones stay
     */
    Path save(Model network, TrainingState state, Optional<Integer> best) {
        Path model = file(EitherNetwork.step(network));
        folder.requireBegun();
        folder.writeModel(network, model);
        folder.write(stateOf(model), out -> out.write(Json.bytes(state.snapshot().signed())));
        List<Path> complete = complete();
        removeAllBut(Stream.concat(best.map(this::file).stream(),
                complete.subList(Math.max(0, complete.size() - KEPT), complete.size()).stream()).toList());
        return model;
    }

    /** The newest complete checkpoint. @throws UserError when it is damaged */
    Optional<Checkpoint> latest() {
        List<Path> complete = complete();
        if (complete.isEmpty()) return Optional.empty();
        Path model = complete.get(complete.size() - 1);
        Model network = ModelFile.load(model, Pointer.maxBytes());
        int step = EitherNetwork.step(network);
        if (!model.getFileName().toString().equals(name(step) + ".zip"))
            throw new UserError(model + ": is of step " + step + "; it was renamed or exchanged");
        return Optional.of(new Checkpoint(SteppingUpdater.attach(network), new TrainingState(read(stateOf(model))), model));
    }

    /** The network of a checkpoint that has stayed. @throws UserError when it is damaged */
    Model network(int step) {
        return SteppingUpdater.attach(ModelFile.load(file(step), Pointer.maxBytes()));
    }

    private Path file(int step) {
        return folder.checkpoints().resolve(name(step) + ".zip");
    }

    private static String name(int step) {
        return String.format(Locale.ROOT, "step-%08d", step);
    }

    private static TrainingState.Snapshot read(Path file) {
        try {
            if (Files.size(file) > LARGEST) throw new IOException("it has " + Files.size(file) + " bytes");
            TrainingState.Snapshot snapshot = Json.read(Files.readAllBytes(file), TrainingState.Snapshot.class);
            if (!snapshot.sound()) throw new IOException("its SHA-256 is not the one that was written");
            return snapshot;
        } catch (IOException e) {
            throw new UserError(
                    file + ": cannot be read (" + UserError.reason(e) + "); remove it to go on from the checkpoint before",
                    e);
        }
    }

    private List<Path> complete() {
        return files().stream().filter(file -> file.toString().endsWith(".zip") && Files.exists(stateOf(file))).sorted().toList();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder.checkpoints())) return List.of();
        try (Stream<Path> files = Files.list(folder.checkpoints())) {
            return files.toList();
        } catch (IOException e) {
            throw new UserError(folder.checkpoints() + ": cannot be listed (" + UserError.reason(e) + ")", e);
        }
    }

    private static Path stateOf(Path model) {
        return model.resolveSibling(model.getFileName().toString().replace(".zip", ".json"));
    }

    private void removeAllBut(List<Path> models) {
        // states first: a network without one does not count
        List<Path> parts = files().stream().filter(RunFolder::isOfCheckpoint).sorted()
                .toList();
        for (Path part : parts) {
            if (models.contains(part) || models.stream().map(Checkpoints::stateOf).anyMatch(part::equals)) continue;
            try {
                AtomicFile.delete(part);
            } catch (IOException e) {
                throw new UncheckedIOException(part + ": cannot be removed", e);
            }
        }
    }

    /** What a run knows beside its network: everything that a checkpoint must hold for the run to go on as if never stopped. */
    static final class TrainingState {
        private final List<EpochResult> epochs;
        private int trained;
        private StepAccount partial;

        /**
         * As it stands in a checkpoint.
         *
         * @param sha256 of the rest as JSON; null before it is written, and in checkpoints of earlier releases
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Snapshot(List<EpochResult> epochs, StepAccount partial, String sha256) {
            Snapshot {
                if (epochs == null || partial == null) throw new IllegalArgumentException("epochs and partial: must be there");
                epochs = List.copyOf(epochs);
                for (int i = 0; i < epochs.size(); i++) Checks.inRange("epochs: epoch", epochs.get(i).epoch(), i + 1, i + 1);
            }

            Snapshot(List<EpochResult> epochs, StepAccount partial) { this(epochs, partial, null); }

            Snapshot signed() {
                return new Snapshot(epochs, partial, Provenance.sha256(Json.bytes(new Snapshot(epochs, partial))));
            }

            boolean sound() { return sha256 == null || sha256.equals(signed().sha256); }
        }

        /** An epoch that is trained and waits to be measured, after those {@code before}. */
        record Trained(List<EpochResult> before, StepAccount account, SparsityStats stats) {

            /** @param examples in the epoch @param found at its end @param watched whether early stopping looks at it @param seconds that measuring took @param energy may be null */
            EpochResult measured(int examples, Measured found, boolean watched, double seconds, Energy energy) {
                FinalResult end = found.result(stats);
                var descent = new EnergyDescent(account.checked(), account.violated(),
                        account.checked() == 0 ? 0 : account.worst(),
                        account.batches() == 0 ? null : (double) account.fell() / account.batches());
                return new EpochResult(before.size() + 1, account.loss() / examples, end.testAccuracy(), end.scores().testRmse(),
                        stats.keptFraction(),
                        stats.keptFractions(), stats.sparse(), descent, account.epochSeconds() + seconds, energy,
                        watched ? Patience.loss(end) : null);
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

        /** What is known of the epoch under way. */
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
}
