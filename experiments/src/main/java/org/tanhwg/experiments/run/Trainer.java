package org.tanhwg.experiments.run;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.experiments.report.Evidence;
import org.tanhwg.experiments.report.TrainingReport;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.Provenance;
import org.tanhwg.experiments.result.RunResult;
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
    private final RunFolder folder;
    private final Progress progress;
    private final Examples train;
    private final Examples measured;
    private final ExamplesIterator batches;
    private final Checkpoints checkpoints;

    private Trainer(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        this.settings = settings;
        this.data = data;
        this.folder = folder;
        this.progress = progress;
        boolean held = settings.validation() > 0;
        Examples.Split split = held ? data.train().split(settings.validation(), settings.seed())
                : new Examples.Split(data.train(), data.test());
        train = split.train();
        measured = split.validation();
        batches = ExamplesIterator.shuffled(train, settings.batch(), settings.seed());
        checkpoints = new Checkpoints(folder);
    }

    /**
     * Trains, going on from the folder's last checkpoint if it has one.
     *
     * @throws TrainingStopped on Ctrl-C, after a checkpoint, and when the numbers cease to be finite, before they are written
     * @throws UserError when the folder cannot be written
     */
    public static RunResult train(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        return new Trainer(settings, data, folder, progress).run();
    }

    /** The same for a cell of a table: where a run diverges it ends, and its result has no final block. */
    public static RunResult trainCell(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        var trainer = new Trainer(settings, data, folder, progress);
        try {
            return trainer.run();
        } catch (TrainingStopped e) {
            if (!e.diverged()) throw e;
            return trainer.diverged();
        }
    }

    private RunResult run() {
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.latest();
        long steps = (long) settings.epochs() * batches.batchesPerEpoch();
        MultiLayerNetwork network = checkpoint.map(Checkpoints.Checkpoint::network)
                .orElseGet(() -> settings.from() == null ? Networks.create(settings, train, steps)
                        : GivenNetwork.ready(settings, train, steps));
        TrainingState state = checkpoint.map(Checkpoints.Checkpoint::state).orElseGet(TrainingState::new);
        var classifier = new Classifier(network, "the network");
        progress.start(settings.epochs(), state.epochsDone(), train.count(), evaluatedOn());
        try (var interruption = new Interruption()) {
            while (state.epochsDone() < settings.epochs()) {
                epoch(network, state, interruption);
                long start = System.nanoTime();
                double accuracy = evaluate(classifier, network).metrics().accuracy();
                Census census = Census.of(network);
                progress.epochDone(state.endEpoch(train.count(), accuracy, census, (System.nanoTime() - start) * 1e-9));
                checkpoints.save(network, state);
            }
            return finish(network, state, evaluate(classifier, network));
        }
    }

    private void epoch(MultiLayerNetwork network, TrainingState state, Interruption interruption) {
        batches.start(state.epochsDone(), state.stepsInEpoch());
        while (batches.hasNext()) {
            DataSet batch = batches.next();
            boolean check = network.getIterationCount() % CHECK_EVERY == 0;
            double before = check ? network.score(batch, false) : 0;
            long start = System.nanoTime();
            fit(network, batch);
            state.step(network.score() * batch.numExamples(), (System.nanoTime() - start) * 1e-9);
            progress.step(batch.numExamples(), network.score());
            if (check) state.checked(TanHwg.takeEnergyDescent(network), network.score(batch, false) < before);
            if (interruption.requested()) {
                checkpoints.save(network, state);
                throw interruption.stopped("stopped after step " + network.getIterationCount() + "; gnn train --resume "
                        + folder.path() + " goes on from there");
            }
        }
    }

    private void fit(MultiLayerNetwork network, DataSet batch) {
        try {
            network.fit(batch);
        } catch (ArithmeticException e) {
            throw diverged(e.getMessage(), e);
        }
        requireNumber(network, "the loss", network.score());
    }

    private Evaluation evaluate(Classifier classifier, MultiLayerNetwork network) {
        try {
            Evaluation evaluation = Evaluation.of(classifier, measured, data.name());
            requireNumber(network, "the sum of the parameters", network.params().sumNumber().doubleValue()); // ReLU may hide NaN
            return evaluation;
        } catch (ArithmeticException e) {
            throw diverged(after(network, e.getMessage()), e);
        }
    }

    private void requireNumber(MultiLayerNetwork network, String name, double value) {
        if (Double.isNaN(value)) throw diverged(after(network, name + " is NaN"), null);
    }

    private String after(MultiLayerNetwork network, String message) {
        return "after step " + network.getIterationCount() + ": " + message + "; a smaller eta"
                + (settings.optimizer().heeds("kappa") ? ", or kappa > 0," : "") + " keeps the step in bounds";
    }

    private TrainingStopped diverged(String message, ArithmeticException cause) {
        return new TrainingStopped(message + checkpoints.latest().map(last -> "; the last good checkpoint is " + last.file())
                .orElse("; there was no checkpoint yet"), cause);
    }

    private RunResult diverged() {
        List<EpochResult> epochs = checkpoints.latest().map(last -> last.state().epochs()).orElse(List.of());
        var result = new RunResult("train", provenance(), epochs, null);
        folder.writeResult(result);
        return result;
    }

    private Provenance provenance() {
        return Provenances.collect(SettingsReader.write(settings), data.sha256(), settings.seed());
    }

    private RunResult finish(MultiLayerNetwork network, TrainingState state, Evaluation evaluation) {
        double seconds = state.trainSeconds();
        var result = new RunResult("train", provenance(), state.epochs(),
                evaluation.result(Census.of(network), seconds, (double) settings.epochs() * train.count() / seconds));
        folder.writeModel(network, folder.model());
        Evidence evidence = Evidences.of(network, measured, evaluation, data.name(), evaluatedOn());
        folder.writeReport(
                TrainingReport.page(result, Evidences.setup(settings, SettingsReader.write(settings)), evidence).html());
        folder.writeResult(result);
        checkpoints.clear();
        return result;
    }

    private String evaluatedOn() { return settings.validation() > 0 ? "validation" : "test"; }
}
