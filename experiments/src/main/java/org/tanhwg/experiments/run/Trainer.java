package org.tanhwg.experiments.run;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.Provenance;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.TanHwg;

/**
 * Trains a network and fills its run folder, from the start or from the last checkpoint.
 *
 * <p>A run is a pure function of its settings and data: order of the examples, noise and schedules depend on seed and step number alone, so
 * that a resumed run ends where an uninterrupted one does, bit for bit.
 */
public final class Trainer {
    /** Every how many steps the loss of the minibatch is compared before and after the step, as the optimizer checks its energy. */
    private static final int CHECK_EVERY = 100;

    private final TrainSettings settings;
    private final Dataset data;
    private final Examples train;
    private final Examples measured;
    private final ExamplesIterator batches;

    private Trainer(TrainSettings settings, Dataset data) {
        this.settings = settings;
        this.data = data;
        Examples.Split split = TrainingData.split(settings, data);
        train = split.train();
        measured = split.validation();
        batches = ExamplesIterator.shuffled(train, settings.batch(), settings.seed());
    }

    /**
     * Trains, going on from the folder's last checkpoint if it has one.
     *
     * @throws TrainingStopped on Ctrl-C, after a checkpoint, and when the numbers cease to be finite, before they are written
     * @throws UserError when the folder cannot be written
     */
    public static RunResult train(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        try (var interruption = new Interruption(resume(folder))) {
            return train(settings, data, folder, progress, interruption);
        }
    }

    /** The same for a cell of a table: where a run diverges it ends, and its result has no final block. */
    public static RunResult trainCell(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        var trainer = new Trainer(settings, data);
        var checkpoints = new Checkpoints(folder);
        try (var interruption = new Interruption(resume(folder))) {
            return trainer.run(folder, checkpoints, progress, interruption, false);
        } catch (Divergence e) {
            List<EpochResult> epochs = checkpoints.latest().map(last -> last.state().epochs()).orElse(List.of());
            var result = new RunResult("train", trainer.provenance(), epochs, null);
            folder.writeResult(result);
            return result;
        }
    }

    private static String resume(RunFolder folder) {
        return "gnn train --resume " + folder.path();
    }

    /** The same as a part of something that Ctrl-C ends as a whole. */
    public static RunResult train(TrainSettings settings, Dataset data, RunFolder folder, Progress progress,
            Interruption interruption) {
        var checkpoints = new Checkpoints(folder);
        try {
            return new Trainer(settings, data).run(folder, checkpoints, progress, interruption, true);
        } catch (Divergence e) {
            throw new TrainingStopped(e.getMessage() + checkpoints.latest()
                    .map(last -> "; the last good checkpoint is " + last.file()).orElse("; there was no checkpoint yet"), e);
        }
    }

    /** Looks at a trial after each epoch. */
    public interface Watch {
        /** @return false to end the trial there */
        boolean goesOn(EpochResult epoch, Metrics metrics);
    }

    /**
     * Trains the same network on the same batches as {@link #train} and leaves nothing behind.
     *
     * @throws Divergence when the numbers cease to be finite
     */
    public static void trial(TrainSettings settings, Dataset data, Watch watch) {
        var trainer = new Trainer(settings, data);
        MultiLayerNetwork network = trainer.create();
        var classifier = new Classifier(network, "the network");
        var state = new TrainingState();
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            trainer.epoch(network, state, examples -> {});
            TrainingState.Trained ended = state.endEpoch(Census.of(network));
            long start = System.nanoTime();
            Metrics metrics = trainer.evaluate(classifier, network).metrics();
            EpochResult result = trainer.result(ended, metrics, start);
            state.add(result);
            if (!watch.goesOn(result, metrics)) return;
        }
    }

    /** @param alone whether no other run shares the machine, so that a second thread finds a core */
    private RunResult run(RunFolder folder, Checkpoints checkpoints, Progress progress, Interruption interruption,
            boolean alone) {
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.latest();
        MultiLayerNetwork network = checkpoint.map(Checkpoints.Checkpoint::network).orElseGet(this::create);
        TrainingState state = checkpoint.map(Checkpoints.Checkpoint::state).orElseGet(TrainingState::new);
        progress.start(settings.epochs(), state.epochsTrained(), train.count(), TrainingData.measuredOn(settings));
        try (var measurement = new Measurement(); var second = alone ? SecondThread.help(network) : null) {
            while (state.epochsTrained() < settings.epochs()) {
                epoch(network, state, examples -> {
                    progress.step(examples, network.score());
                    measurement.poll().ifPresent(epoch -> done(epoch, state, progress));
                    if (!interruption.requested()) return;
                    measurement.await().ifPresent(epoch -> done(epoch, state, progress));
                    checkpoints.save(network, state);
                    throw interruption.stopped("stopped after step " + network.getIterationCount());
                });
                measurement.await().ifPresent(epoch -> done(epoch, state, progress));
                TrainingState.Trained ended = state.endEpoch(Census.of(network));
                MultiLayerNetwork copy = network.clone();
                measurement.begin(() -> measure(copy, ended, checkpoints));
            }
            measurement.await().ifPresent(epoch -> done(epoch, state, progress));
        }
        RunResult result = finish(network, state, evaluate(new Classifier(network, "the network"), network), folder);
        checkpoints.clear();
        return result;
    }

    private static void done(EpochResult epoch, TrainingState state, Progress progress) {
        state.add(epoch);
        progress.epochDone(epoch);
    }

    /** Evaluates the network as it was at the end of an epoch, and makes it a checkpoint. */
    private EpochResult measure(MultiLayerNetwork network, TrainingState.Trained ended, Checkpoints checkpoints) {
        long start = System.nanoTime();
        EpochResult epoch = result(ended, evaluate(new Classifier(network, "the network"), network).metrics(), start);
        checkpoints.save(network, ended.after(epoch));
        return epoch;
    }

    private MultiLayerNetwork create() {
        long steps = (long) settings.epochs() * batches.batchesPerEpoch();
        return settings.from() == null ? Networks.create(settings, train, steps) : GivenNetwork.ready(settings, train, steps);
    }

    private EpochResult result(TrainingState.Trained ended, Metrics metrics, long evaluationStart) {
        return ended.measured(train.count(), metrics.accuracy(), (System.nanoTime() - evaluationStart) * 1e-9);
    }

    /** @param afterStep gets the number of examples of each step */
    private void epoch(MultiLayerNetwork network, TrainingState state, IntConsumer afterStep) {
        batches.start(state.epochsTrained(), state.stepsInEpoch());
        while (batches.hasNext()) {
            DataSet batch = batches.next();
            boolean check = network.getIterationCount() % CHECK_EVERY == 0;
            double before = check ? network.score(batch, false) : 0;
            long start = System.nanoTime();
            fit(network, batch);
            state.step(network.score() * batch.numExamples(), (System.nanoTime() - start) * 1e-9);
            if (check) state.checked(TanHwg.takeEnergyDescent(network), network.score(batch, false) < before);
            afterStep.accept(batch.numExamples());
        }
    }

    private void fit(MultiLayerNetwork network, DataSet batch) {
        try {
            network.fit(batch);
        } catch (ArithmeticException e) {
            throw new Divergence(e.getMessage(), e);
        }
        requireNumber(network, "the loss", network.score());
    }

    private Evaluation evaluate(Classifier classifier, MultiLayerNetwork network) {
        try {
            Evaluation evaluation = Evaluation.of(classifier, measured, data.name());
            requireNumber(network, "the sum of the parameters", network.params().sumNumber().doubleValue()); // ReLU may hide NaN
            return evaluation;
        } catch (ArithmeticException e) {
            throw new Divergence(after(network, e.getMessage()), e);
        }
    }

    private void requireNumber(MultiLayerNetwork network, String name, double value) {
        if (Double.isNaN(value)) throw new Divergence(after(network, name + " is NaN"), null);
    }

    private String after(MultiLayerNetwork network, String message) {
        return "after step " + network.getIterationCount() + ": " + message + "; a smaller eta"
                + (settings.optimizer().heeds("kappa") ? ", or kappa > 0," : "") + " keeps the step in bounds";
    }

    private Provenance provenance() {
        return Provenances.collect(SettingsReader.write(settings), data.sha256(), settings.seed());
    }

    private RunResult finish(MultiLayerNetwork network, TrainingState state, Evaluation evaluation, RunFolder folder) {
        double seconds = state.trainSeconds();
        var result = new RunResult("train", provenance(), state.epochs(),
                evaluation.result(Census.of(network), seconds, (double) settings.epochs() * train.count() / seconds));
        folder.writeModel(network, folder.model());
        folder.writeReport(Evidences.page(result, settings, network, measured, evaluation).html());
        folder.writeResult(result);
        return result;
    }
}
