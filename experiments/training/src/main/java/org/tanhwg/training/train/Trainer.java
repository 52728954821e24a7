package org.tanhwg.training.train;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.report.ReportData;
import org.tanhwg.training.run.Interruption;
import org.tanhwg.training.run.Interruption.TrainingStopped;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * Trains a network and fills its run folder, from the start or from the last checkpoint.
 *
 * <p>A run is a pure function of its settings and data: order of the examples, noise and schedules depend on seed and step number alone, so
 * that a resumed run ends where an uninterrupted one does, bit for bit.
 */
public final class Trainer {
    private static final double KEEP_EVERY_SECONDS = 5;

    private final TrainSettings settings;
    private final Measured measured;
    private final StepExecutor site;

    private Trainer(TrainSettings settings, Measured measured, StepExecutor site) {
        this.settings = settings;
        this.measured = measured;
        this.site = site;
    }

    private static Trainer here(TrainSettings settings, Dataset data) {
        Examples.Split split = TrainingData.split(settings, data);
        return new Trainer(settings, new Measured(split.validation(), data.name(), data.sha256()),
                new Here(ExamplesIterator.shuffled(split.train(), settings.batch(), settings.seed()), split.train().count(),
                        hint(settings)));
    }

    /**
     * What a network is measured on after each epoch.
     *
     * @param data name of the data set, and {@code sha256} its sum
     */
    public record Measured(Examples examples, String data, String sha256) {}

    /** Takes the steps in this process. */
    private record Here(ExamplesIterator batches, int examples, String hint) implements StepExecutor {
        @Override public int stepsPerEpoch() {
            return batches.batchesPerEpoch();
        }

        @Override public StepAccount epoch(MultiLayerNetwork network, int epoch, StepAccount account, Steps.Listener listener) {
            batches.start(epoch, account.steps());
            return new Steps(network, batches, hint).take(Integer.MAX_VALUE, account, listener);
        }
    }

    /** What a message says against numbers that cease to be finite. */
    public static String hint(TrainSettings settings) {
        return "a smaller eta" + (settings.optimizer().uses("kappa") ? ", or kappa > 0," : "") + " keeps the step in bounds";
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
        Trainer trainer = here(settings, data);
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
        return train(here(settings, data), folder, progress, interruption);
    }

    /** The same with the steps taken elsewhere, by whoever has the training examples. */
    public static RunResult train(TrainSettings settings, Measured measured, StepExecutor site, RunFolder folder,
            Progress progress) {
        try (var interruption = new Interruption(resume(folder) + " --spark MASTER")) {
            return train(new Trainer(settings, measured, site), folder, progress, interruption);
        }
    }

    private static RunResult train(Trainer trainer, RunFolder folder, Progress progress, Interruption interruption) {
        var checkpoints = new Checkpoints(folder);
        try {
            return trainer.run(folder, checkpoints, progress, interruption, trainer.site instanceof Here);
        } catch (Divergence e) {
            throw new TrainingStopped(e.getMessage() + checkpoints.latest()
                    .map(last -> "; the last good checkpoint is " + last.file()).orElse("; there was no checkpoint yet"), e);
        }
    }

    /** A trial between two epochs. */
    public record Halt(LivingState state, int steps, int epochs) {}

    /**
     * Trains the same network on the same batches as {@link #train} and leaves nothing behind.
     *
     * @throws Divergence when the numbers cease to be finite
     */
    public static void trial(TrainSettings settings, Dataset data, TrialExecutor.Watch watch) {
        trial(settings, data, Optional.empty(), settings.epochs(), watch);
    }

    /**
     * A part of a trial.
     *
     * @param from where to go on; empty for the start
     * @param until epochs to be done then, unless the watch ends it before
     * @return from where it can go on
     * @throws Divergence when the numbers cease to be finite
     */
    public static Halt trial(TrainSettings settings, Dataset data, Optional<Halt> from, int until, TrialExecutor.Watch watch) {
        Trainer trainer = here(settings, data);
        MultiLayerNetwork network = trainer.create();
        from.ifPresent(halt -> {
            halt.state.into(network, true);
            network.setIterationCount(halt.steps);
            SteppingUpdater.attach(network); // anew: it looks whether curvatures are known
        });
        var classifier = new Classifier(network, "the network");
        int epoch = from.map(Halt::epochs).orElse(0);
        for (boolean goesOn = true; goesOn && epoch < until; epoch++) {
            trainer.site.epoch(network, epoch, StepAccount.fresh(0), (account, examples) -> {});
            Metrics metrics = trainer.evaluate(classifier, network).metrics();
            goesOn = watch.goesOn(new TrialExecutor.Standing(epoch + 1, metrics.accuracy(), metrics.nll(),
                    SparsityStats.of(network).keptFraction()));
        }
        return new Halt(LivingState.of(network, true), network.getIterationCount(), epoch);
    }

    /** @param alone whether no other run shares the machine, so that a second thread finds a core */
    private RunResult run(RunFolder folder, Checkpoints checkpoints, Progress progress, Interruption interruption,
            boolean alone) {
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.latest();
        MultiLayerNetwork network = checkpoint.map(Checkpoints.Checkpoint::network).orElseGet(this::create);
        TrainingState state = checkpoint.map(Checkpoints.Checkpoint::state).orElseGet(TrainingState::new);
        progress.start(settings.epochs(), state.epochsTrained(), site.examples(), settings.measuredOn());
        long[] kept = {System.nanoTime()};
        var last = new AtomicReference<Evaluation>();
        try (var measurement = new Measurer(epoch -> {
            state.add(epoch.result());
            last.set(epoch.evaluation());
            progress.epochDone(epoch.result());
        }); var second = alone ? SecondThread.help(network) : null) {
            while (state.epochsTrained() < settings.epochs()) {
                epoch(network, state, (account, examples) -> {
                    progress.step(examples, network.score());
                    measurement.poll();
                    boolean keeps = site.keepsItsCalls() && (System.nanoTime() - kept[0]) * 1e-9 > KEEP_EVERY_SECONDS;
                    if (!interruption.requested() && !keeps) return;
                    if (account.steps() == site.stepsPerEpoch()) return; // nothing would be left of the epoch to see which way its steps took
                    measurement.await();
                    checkpoints.save(network, state);
                    kept[0] = System.nanoTime();
                    if (interruption.requested())
                        throw interruption.stopped("stopped after step " + network.getIterationCount());
                });
                measurement.await();
                TrainingState.Trained ended = state.endEpoch(SparsityStats.of(network));
                MultiLayerNetwork copy = network.clone();
                measurement.begin(() -> measure(copy, ended, checkpoints));
            }
            measurement.await();
        }
        Evaluation evaluation = last.get() != null ? last.get() : evaluate(new Classifier(network, "the network"), network);
        RunResult result = finish(network, state, evaluation, folder);
        checkpoints.clear();
        return result;
    }

    /** Evaluates the network as it was at the end of an epoch, and makes it a checkpoint. */
    private Measurer.Epoch measure(MultiLayerNetwork network, TrainingState.Trained ended, Checkpoints checkpoints) {
        long start = System.nanoTime();
        Evaluation evaluation = evaluate(new Classifier(network, "the network"), network);
        EpochResult epoch = ended.measured(site.examples(), evaluation.metrics().accuracy(), (System.nanoTime() - start) * 1e-9);
        checkpoints.save(network, ended.after(epoch));
        return new Measurer.Epoch(epoch, evaluation);
    }

    private MultiLayerNetwork create() {
        long steps = (long) settings.epochs() * site.stepsPerEpoch();
        return settings.from() == null ? Networks.create(settings, measured.examples, steps)
                : GivenNetwork.ready(settings, measured.examples, steps);
    }

    private void epoch(MultiLayerNetwork network, TrainingState state, Steps.Listener listener) {
        state.account(site.epoch(network, state.epochsTrained(), state.account(), (account, examples) -> {
            state.account(account);
            listener.stepped(account, examples);
        }));
    }

    private Evaluation evaluate(Classifier classifier, MultiLayerNetwork network) {
        try {
            Evaluation evaluation = Evaluation.of(classifier, measured.examples, measured.data);
            Steps.requireNumber(network, "the sum of the parameters", network.params().sumNumber().doubleValue(),
                    hint(settings)); // ReLU may hide NaN
            return evaluation;
        } catch (ArithmeticException e) {
            throw new Divergence(Steps.after(network, e.getMessage(), hint(settings)), e);
        }
    }

    private Provenance provenance() {
        return Provenance.collect(SettingsReader.write(settings), measured.sha256, settings.seed());
    }

    private RunResult finish(MultiLayerNetwork network, TrainingState state, Evaluation evaluation, RunFolder folder) {
        double seconds = state.trainSeconds();
        var result = new RunResult("train", provenance(), state.epochs(),
                evaluation.result(SparsityStats.of(network), seconds, (double) settings.epochs() * site.examples() / seconds));
        folder.writeModel(network, folder.model());
        folder.writeReport(ReportData.page(result, settings, network, measured.examples, evaluation).html());
        folder.writeResult(result);
        return result;
    }
}
