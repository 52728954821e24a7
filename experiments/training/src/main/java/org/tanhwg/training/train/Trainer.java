package org.tanhwg.training.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.optimizer.TargetKept;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.Measured;
import org.tanhwg.training.evaluate.RegressionEvaluation;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.report.ReportData;
import org.tanhwg.training.run.Interruption;
import org.tanhwg.training.run.Interruption.TrainingStopped;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.Energy;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Checkpoints.Checkpoint;
import org.tanhwg.training.train.Checkpoints.Patience;
import org.tanhwg.training.train.Checkpoints.TrainingState;
import org.tanhwg.training.train.Measurer.EnergyMeter;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * Trains a network: an executor takes the steps, a measurer says after each epoch how good the network is.
 *
 * <p>A run is a pure function of its settings and data: order of the examples, noise and schedules depend on seed and step number alone, so
 * that a resumed run ends where an uninterrupted one does, bit for bit.
 */
public final class Trainer {
    private final TrainSettings settings;
    /** With all epochs that the examples at hand ask for. */
    private final TrainSettings sized;
    private final StepExecutor executor;
    /** Whether this process takes the steps. */
    private final boolean here;
    private final Measurer measurer;
    private final Optional<TrainingData> data;
    private final Optional<EnergyMeter> energy;
    private final Optional<Patience> patience;

    /** Trains in this process. */
    public Trainer(TrainSettings settings, TrainingData data) {
        this(settings, data, TrainingData.split(settings, data.dataset()));
    }

    private Trainer(TrainSettings settings, TrainingData data, Examples.Split split) {
        this(settings, new StepExecutor.Here(settings, split.train()),
                Measurer.of(settings, data, split.validation()), Optional.of(data), Optional.of(split.train()));
    }

    /** As below, examples of which no more is known. */
    public Trainer(TrainSettings settings, StepExecutor executor, Measurer measurer) {
        this(settings, executor, measurer, Optional.empty());
    }

    /** Trains where the executor takes the steps, by whoever has the training examples. @param data what is known of them */
    public Trainer(TrainSettings settings, StepExecutor executor, Measurer measurer, Optional<TrainingData> data) {
        this(settings, executor, measurer, data, Optional.empty());
    }

    private Trainer(TrainSettings settings, StepExecutor executor, Measurer measurer, Optional<TrainingData> data,
            Optional<Examples> examples) {
        if (settings.energySample() > 0 && examples.isEmpty())
            throw new UserError("--energy-sample = " + settings.energySample() + ": must be 0 where a cluster trains");
        energy = examples.filter(all -> settings.energySample() > 0).map(all -> new EnergyMeter(
                all.sample(Math.min(settings.energySample(), all.count()), settings.seed()), settings.potential()));
        this.settings = settings;
        this.executor = executor;
        here = examples.isPresent();
        this.measurer = measurer;
        this.data = data;
        sized = settings.sized(executor.stepsPerEpoch());
        patience = Patience.of(sized);
    }

    /**
     * Fills a run folder, going on from its last checkpoint if it has one.
     *
     * @throws TrainingStopped on Ctrl-C, after a checkpoint, and when the numbers cease to be finite, before they are written
     * @throws UserError when the folder cannot be written
     */
    public RunResult train(RunFolder folder, Progress progress) {
        try (var interruption = interruption(folder)) {
            return train(folder, progress, interruption);
        }
    }

    /** Trains as {@link #train(RunFolder, Progress)} does, as a part of something that Ctrl-C ends as a whole. */
    public RunResult train(RunFolder folder, Progress progress, Interruption interruption) {
        var checkpoints = new Checkpoints(folder);
        try {
            return run(folder, checkpoints, progress, interruption, here, true);
        } catch (Divergence e) {
            throw new TrainingStopped(e.getMessage() + checkpoints.latest()
                    .map(last -> "; the last good checkpoint is " + last.file()).orElse("; there was no checkpoint yet"), e);
        }
    }

    /** Trains a cell of a table: where a run diverges it ends, and its result has no final block. */
    public RunResult trainCell(RunFolder folder, Progress progress) {
        var checkpoints = new Checkpoints(folder);
        try (var interruption = interruption(folder)) {
            return run(folder, checkpoints, progress, interruption, false, false);
        } catch (Divergence e) {
            List<EpochResult> epochs = checkpoints.latest().map(last -> last.state().epochs()).orElse(List.of());
            var result = new RunResult("train", provenance(), epochs, null, summary());
            folder.writeResult(result);
            return result;
        }
    }

    private Interruption interruption(RunFolder folder) {
        return new Interruption("gnn train --resume " + folder.path() + (here ? "" : " --spark MASTER"));
    }

    /**
     * Trains the same network on the same batches as {@link #train} and leaves nothing behind.
     *
     * @param from where to go on; empty for the start
     * @param until epochs to be done then, unless the watch ends it before
     * @return where it can go on
     * @throws Divergence when the numbers cease to be finite
     */
    public Trial.Pause trial(Optional<Trial.Pause> from, int until, Trial.Watch watch) {
        Model network = create();
        from.ifPresent(pause -> {
            pause.state().into(network, true);
            EitherNetwork.step(network, pause.steps());
            SteppingUpdater.attach(network); // anew: it looks whether curvatures are known
        });
        int epoch = from.map(Trial.Pause::epochs).orElse(0);
        for (boolean goesOn = true; goesOn && epoch < until; epoch++) {
            executor.epoch(network, epoch, StepAccount.fresh(0), (account, examples) -> {});
            SparsityStats left = SparsityStats.of(network);
            goesOn = watch.goesOn(Trial.Standing.of(epoch + 1, measurer.evaluate(network).result(left),
                    left.multiplyAdds().map(its -> its.left() / (double) its.dense()).orElse(left.keptFraction())));
        }
        return new Trial.Pause(LivingState.of(network, true), EitherNetwork.step(network), epoch);
    }

    /**
     * @param alone whether no other run shares the machine, so that a second thread finds a core
     * @param live whether somebody may watch its report
     */
    private RunResult run(RunFolder folder, Checkpoints checkpoints, Progress progress, Interruption interruption,
            boolean alone, boolean live) {
        var keeping = new Keeping(checkpoints, sized.epochs(), executor.stepsPerEpoch(), patience);
        Optional<Checkpoint> checkpoint = keeping.latest();
        Model network = checkpoint.map(Checkpoint::network).orElseGet(this::create);
        TrainingState state = checkpoint.map(Checkpoint::state).orElseGet(TrainingState::new);
        progress.start(sized.epochs(), state.epochsTrained(), executor.examples(), settings.watchedOn());
        var last = new AtomicReference<Measured>();
        try (var report = new LiveReport(folder, sized.epochs())) {
            Provenance origin = provenance();
            Optional<Showing> showing = live
                    ? Optional.of((after, stats, copy, found) -> report.write(after, () -> ReportData.underWay(
                            new RunResult("train", origin, after.epochs(), found.result(stats), summary()), settings,
                            measurer.data(), copy,
                            found, measurer.outputs().names())))
                    : Optional.empty();
            try (var beside = new Measurer.Beside(epoch -> {
                state.add(epoch.result());
                last.set(epoch.evaluation());
                progress.epochDone(epoch.result());
            }); var second = alone ? SecondThread.help(network) : null; executor) {
                while (goesOn(state, beside)) {
                    if (interruption.requested()) throw stopped(network, state, keeping, beside, interruption);
                    state.account(executor.epoch(network, state.epochsTrained(), state.account(), (account, examples) -> {
                        state.account(account);
                        progress.step(examples, network.score());
                        beside.poll();
                        boolean keeps = executor.callsAreWorthACheckpoint() && keeping.isTime();
                        if (!interruption.requested() && !keeps) return;
                        if (account.steps() == executor.stepsPerEpoch()) return; // nothing would be left of the epoch to see which way its steps took
                        if (interruption.requested()) throw stopped(network, state, keeping, beside, interruption);
                        beside.await();
                        keeping.save(network, state);
                    }));
                    beside.await();
                    TrainingState.Trained ended = state.endEpoch(SparsityStats.of(network));
                    Model copy = EitherNetwork.copy(network);
                    double strength = energy.isPresent() ? TanHwg.strength(network) : 0;
                    beside.begin(() -> measure(copy, strength, ended, keeping, showing));
                    if (alone && ended.stats().sparse().contains(true)) executor.readAhead(); // until then the second thread needs that core
                }
                beside.await();
            }
            RunResult result;
            if (patience.isEmpty()) {
                Measured evaluation = last.get() != null ? last.get() : measurer.evaluate(network);
                result = finish(network, measurer, state, evaluation, folder);
            } else {
                Model best = keeping.best(state, network);
                Measurer test = Measurer.of(settings, data.orElseThrow());
                result = finish(best, test, state, test.evaluate(best), folder);
            }
            report.done();
            folder.clearCheckpoints();
            return result;
        }
    }

    private TrainingStopped stopped(Model network, TrainingState state, Keeping keeping, Measurer.Beside beside,
            Interruption interruption) {
        beside.await();
        keeping.save(network, state);
        return interruption.stopped("stopped after step " + EitherNetwork.step(network));
    }

    /** Whether another epoch is to come. Early stopping waits for the one before to be measured. */
    private boolean goesOn(TrainingState state, Measurer.Beside beside) {
        if (patience.isPresent()) beside.await();
        return state.epochsTrained() < sized.epochs() && patience.filter(its -> its.isOver(state.epochs())).isEmpty();
    }

    /** Shows a run under way. */
    private interface Showing {
        void show(TrainingState after, SparsityStats stats, Model network, Measured found);
    }

    /** Evaluates the network as it was at the end of an epoch, may make it a checkpoint, and shows it. */
    private Measurer.Epoch measure(Model network, double strength, TrainingState.Trained ended,
            Keeping keeping, Optional<Showing> showing) {
        long start = System.nanoTime();
        Measured evaluation = measurer.evaluate(network);
        List<EpochResult> before = ended.before();
        Energy found = energy.map(meter -> meter.epoch(
                before.isEmpty() ? meter.of(create()) : EnergyMeter.Parts.at(before.get(before.size() - 1)), network, strength))
                .orElse(null);
        EpochResult epoch = ended.measured(executor.examples(), evaluation, patience.isPresent(),
                (System.nanoTime() - start) * 1e-9, found);
        TrainingState after = ended.after(epoch);
        keeping.ended(epoch, network, after);
        showing.ifPresent(its -> its.show(after, ended.stats(), network, evaluation));
        return new Measurer.Epoch(epoch, evaluation);
    }

    private Model create() {
        long steps = (long) sized.epochs() * executor.stepsPerEpoch();
        return settings.from() == null ? Networks.of(sized, measurer.examples(), steps)
                : GivenNetwork.ready(sized, measurer.examples(), steps);
    }

    private RunResult.Data summary() {
        return data.map(TrainingData::summary).orElse(null);
    }

    private Provenance provenance() {
        return Provenance.collect(SettingsReader.write(settings), measurer.sha256(), settings.seed());
    }

    /** @param measured on what the evaluation is of */
    private RunResult finish(Model network, Measurer measured, TrainingState state, Measured evaluation,
            RunFolder folder) {
        double seconds = state.trainSeconds();
        Optional<RegressionEvaluation> sampled = measured.sampled(network);
        OptionalDouble strength = TargetKept.reached(network);
        FinalResult end = evaluation.result(SparsityStats.of(network)).came(strength.isPresent() ? strength.getAsDouble() : null,
                patience.flatMap(its -> its.best(state.epochs())).map(EpochResult::epoch).orElse(null));
        if (sampled.isPresent()) end = end.scored(end.scores().withCoverage(sampled.get().coverage()));
        var result = new RunResult("train", provenance(), state.epochs(),
                end.trained(seconds, (double) state.epochs().size() * executor.examples() / seconds), summary());
        Optional<RegressionEvaluation> numbers = sampled.isPresent() ? sampled
                : Optional.of(evaluation).filter(RegressionEvaluation.class::isInstance).map(RegressionEvaluation.class::cast);
        Optional<InputRecord> inputs = data.flatMap(TrainingData::inputs).map(its -> numbers
                .map(found -> its.with(its.outputs().withResiduals(found.residuals()))).orElse(its));
        folder.writeModel(network, inputs.map(InputRecord::toJson), folder.model());
        folder.writeReport(
                ReportData
                        .page(result, settings, measured.data(), network, measured.examples(), evaluation,
                                measured.outputs().names())
                        .html());
        folder.writeResult(result);
        return result;
    }
}
