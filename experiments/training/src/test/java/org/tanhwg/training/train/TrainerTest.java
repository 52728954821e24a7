package org.tanhwg.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.step.JointEnergy;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.run.Interruption.TrainingStopped;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Checkpoints.Patience;
import org.tanhwg.training.train.Measurer.EnergyMeter;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;
import org.tanhwg.training.train.Trial.Standing;

class TrainerTest {
    private static final Dataset DATA = TinyRuns.data();
    private static final TrainingData TRAINING = TrainingData.of(DATA);

    @TempDir private Path folder;

    private static final class Killed extends RuntimeException {}

    /** Takes steps as usual, until it is killed in an epoch, after some steps of it. */
    private record Mortal(StepExecutor alive, int epoch, int step) implements StepExecutor {
        @Override public int examples() { return alive.examples(); }

        @Override public int stepsPerEpoch() { return alive.stepsPerEpoch(); }

        @Override public StepAccount epoch(Model network, int now, StepAccount account, Steps.Listener listener) {
            return alive.epoch(network, now, account, (so, examples) -> {
                if (now == epoch && so.steps() == step) throw new Killed();
                listener.stepped(so, examples);
            });
        }
    }

    private RunFolder run(String name) {
        var run = new RunFolder(folder.resolve(name));
        if (!Files.exists(run.config())) run.writeConfig("begun: true\n");
        return run;
    }

    private static Progress silence() { return new Progress(new PrintStream(OutputStream.nullOutputStream()), false); }

    private static RunResult train(TrainSettings settings, RunFolder run) {
        return new Trainer(settings, TRAINING).train(run, silence());
    }

    private static List<Object> untimed(RunResult result) {
        var all = new ArrayList<Object>();
        for (EpochResult e : result.epochs())
            all.add(List.of(e.epoch(), e.trainLoss(), e.testAccuracy(), e.kept(), e.sparse(), e.energyDescent()));
        all.add(List.of(result.outcome().testAccuracy(), result.outcome().testNll(), result.outcome().testEce(),
                result.outcome().kept(), result.outcome().liveUnits()));
        return all;
    }

    private static float[] parameters(RunFolder run) {
        Model model = ModelFile.load(run.model());
        return model.params().toFloatVector();
    }

    /** J at both ends of each epoch: an epoch begins where the one before ended, nothing else changes, and a run that is cut ends alike. */
    @Test void theEnergyIsMeasuredAtBothEndsOfAnEpoch() {
        TrainSettings settings = SettingsReader.with(TinyRuns.settings(), "energy-sample", 20);
        List<EpochResult> epochs = train(settings, run("energy")).epochs();
        for (int i = 0; i < epochs.size(); i++) {
            EpochResult.Energy energy = epochs.get(i).energy();
            assertThat(energy.fell()).isEqualTo(energy.after() <= energy.before());
            if (i > 0) assertThat(energy.lossBefore()).isEqualTo(epochs.get(i - 1).energy().loss());
            if (i > 0) assertThat(energy.penaltyBefore()).isEqualTo(epochs.get(i - 1).energy().penalty());
        }
        assertThat(epochs.get(0).energy().lossBefore()).isGreaterThan(epochs.get(0).energy().loss());
        assertThat(epochs.get(0).energy().penalty()).isPositive();
        RunResult plain = train(TinyRuns.settings(), run("plain"));
        assertThat(plain.epochs()).extracting(EpochResult::energy).containsOnlyNulls();
        assertThat(plain.epochs()).extracting(EpochResult::trainLoss)
                .isEqualTo(epochs.stream().map(EpochResult::trainLoss).toList());
        assertThatThrownBy(
                () -> new Trainer(settings, new StepExecutor.Here(settings, DATA.train()), Measurer.of(settings, TRAINING)))
                .hasMessage("--energy-sample = 20: must be 0 where a cluster trains");
    }

    /** The penalty is that of gnn-core's J, unit by unit. */
    @Test void thePenaltyIsThatOfTheory() {
        TrainSettings settings = TinyRuns.settings();
        MultiLayerNetwork network = Networks.create(settings, DATA.train(), 10);
        double expected = 0;
        for (var layer : network.getLayers()) {
            var w = layer.getParam("w");
            var m = layer.getParam("m");
            for (int unit = 0; unit < w.columns(); unit++) {
                double[] mass = w.getColumn(unit).toDoubleVector(), o = w.mul(m).getColumn(unit).toDoubleVector();
                expected += new JointEnergy(x -> 0, double[]::clone, 1).value(mass, o);
            }
        }
        assertThat(new EnergyMeter(DATA.train(), AmplitudePotential.COUNTING).of(network).penalty()).isCloseTo(expected,
                within(1e-6 * expected));
    }

    @Test void aRunLeavesModelReportAndResultAndNothingElse() throws Exception {
        TrainSettings settings = TinyRuns.settings();
        RunFolder run = run("whole");
        RunResult result = train(settings, run);
        assertThat(result.epochs()).extracting(EpochResult::epoch).containsExactly(1, 2, 3);
        assertThat(result.outcome().testAccuracy()).isEqualTo(result.epochs().get(2).testAccuracy()).isGreaterThan(0.8);
        assertThat(result.outcome().parameters()).isEqualTo(9 * 6 + 6 + 6 * 3 + 3);
        assertThat(result.outcome().oodAuroc()).isNull();
        assertThat(result.outcome().examplesPerSecond()).isPositive();
        assertThat(run.read(RunResult.class)).isEqualTo(result);
        try (var files = Files.list(run.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.yaml", "model.zip", "report.html", "result.json");
        }
    }

    /** In the middle of an epoch what it had done is lost; at its end it is not. */
    @ParameterizedTest
    @CsvSource({"0,5", "1,1", "2,7"}) void aKilledRunEndsWhereAnUndisturbedOneDoes(int epoch, int step) {
        TrainSettings settings = TinyRuns.settings("noise-hidden", "0.3", "law", "gaussian", "transmission", "sampled", "augment",
                "shift:1,flip,rotate:9");
        RunResult whole = train(settings, run("whole"));

        RunFolder killed = run("killed");
        var measurer = new Measurer(settings, DATA.test(), DATA.name(), DATA.sha256());
        var mortal = new Mortal(new StepExecutor.Here(settings, DATA.train()), epoch, step);
        assertThatThrownBy(() -> new Trainer(settings, mortal, measurer).train(killed, silence())).isInstanceOf(Killed.class);
        assertThat(killed.result()).doesNotExist();
        RunResult resumed = train(settings, killed);

        assertThat(untimed(resumed)).isEqualTo(untimed(whole));
        assertThat(parameters(killed)).isEqualTo(parameters(run("whole")));
    }

    /** LeNet-5 made small, whose kernels lose synapses and channels, and a graph: its batch normalisation has averages, and steps of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "resnet8"}) void aKilledNetworkOfPicturesEndsWhereAnUndisturbedOneDoes(String network) {
        TrainSettings named = SettingsReader
                .read(Map.of("network", network, "epochs", "2", "batch", "40", "consolidate-every", "2",
                        "beta", "0.01", "augment", "shift:1", "drop-every", "2"), Optional.empty());
        List<?> small = List.of(Map.of("conv", 6, "kernel", 2), Map.of("pool", 2), Map.of("dense", 5));
        TrainSettings settings = network.equals("lenet5") ? SettingsReader.with(named, "network", small) : named;
        var measurer = new Measurer(settings, DATA.test(), DATA.name(), DATA.sha256()); // no run has a second thread, which may round otherwise
        RunResult whole = new Trainer(settings, new StepExecutor.Here(settings, DATA.train()), measurer).train(run("whole"),
                silence());
        RunFolder killed = run("killed");
        var mortal = new Mortal(new StepExecutor.Here(settings, DATA.train()), 1, 1);
        assertThatThrownBy(() -> new Trainer(settings, mortal, measurer).train(killed, silence())).isInstanceOf(Killed.class);
        assertThat(
                untimed(new Trainer(settings, new StepExecutor.Here(settings, DATA.train()), measurer).train(killed, silence())))
                .isEqualTo(untimed(whole));
        assertThat(parameters(killed)).isEqualTo(parameters(run("whole")));
    }

    /** The held-out examples choose among epochs with a frozen support, and the test examples judge once. */
    @Test void patienceKeepsTheBestEpochAndStopsThere() {
        TrainSettings settings = TinyRuns.settings(PATIENT);
        RunResult result = train(settings, run("patient"));
        int best = result.outcome().bestEpoch();
        List<Double> losses = result.epochs().stream().map(EpochResult::validationLoss).toList();
        assertThat(result.epochs()).as("stopped two epochs later").hasSize(best + 2);
        assertThat(best).isGreaterThan(8); // .2 of 40 epochs
        assertThat(losses.subList(8, losses.size()))
                .allSatisfy(loss -> assertThat(loss).isGreaterThanOrEqualTo(losses.get(best - 1)));

        var network = (MultiLayerNetwork) ModelFile.load(run("patient").model());
        Examples.Split split = TrainingData.split(settings, DATA);
        assertThat(split.validation().count()).isEqualTo(30);
        assertThat(lossOn(settings, split.validation(), network)).isEqualTo(losses.get(best - 1));
        assertThat(lossOn(settings, DATA.test(), network)).isEqualTo(result.outcome().testNll());
        assertThat(run("patient").report()).content().contains("Epoch " + best + " has the smallest loss");
    }

    /** 12 steps an epoch: three epochs are 36, and 50 need five. The settings as they were given stand in config and report. */
    @Test void smallDataGetMoreEpochs() {
        TrainSettings settings = TinyRuns.settings("min-steps", "50");
        assertThat(train(settings, run("small")).epochs()).hasSize(5);
        assertThat(train(TinyRuns.settings("epochs", "5"), run("five")).outcome().kept())
                .isEqualTo(run("small").read(RunResult.class).outcome().kept());
        assertThat(parameters(run("small"))).isEqualTo(parameters(run("five")));
        assertThat(TinyRuns.settings("min-steps", "20").sized(12).epochs()).isEqualTo(3);
        assertThat(TrainingData.sized(TinyRuns.settings("min-steps", "50", "validation", "40"), DATA).epochs()).isEqualTo(7);
    }

    private static double lossOn(TrainSettings settings, Examples examples, MultiLayerNetwork network) {
        return Patience.loss(Measurer.of(settings, TRAINING, examples).evaluate(network).result(SparsityStats.of(network)));
    }

    private static final String[] PATIENT = {"epochs", "40", "patience", "2", "validation-share", "25%", "off-at", "0.2", "eta",
            "50", "kappa", "0.05", "noise-hidden", "1"};

    @ParameterizedTest
    @CsvSource({"5,3", "9,0", "10,7"}) void aKilledRunWithPatienceKeepsTheSameEpoch(int epoch, int step) {
        TrainSettings settings = TinyRuns.settings(PATIENT);
        RunResult whole = train(settings, run("whole"));
        Examples.Split split = TrainingData.split(settings, DATA);
        var mortal = new Mortal(new StepExecutor.Here(settings, split.train()), epoch, step + 1);
        RunFolder killed = run("killed");
        assertThatThrownBy(() -> new Trainer(settings, mortal, Measurer.of(settings, TRAINING, split.validation())).train(killed,
                silence())).isInstanceOf(Killed.class);
        RunResult resumed = train(settings, killed);
        assertThat(untimed(resumed)).isEqualTo(untimed(whole));
        assertThat(resumed.outcome().bestEpoch()).isEqualTo(whole.outcome().bestEpoch());
        assertThat(parameters(killed)).isEqualTo(parameters(run("whole")));
    }

    @Test void theSecondRunOfTheSameSettingsIsTheSameAndAnotherSeedIsNot() {
        RunResult first = train(TinyRuns.settings(), run("first"));
        assertThat(untimed(train(TinyRuns.settings(), run("second")))).isEqualTo(untimed(first));
        assertThat(untimed(train(TinyRuns.settings("seed", "2"), run("third")))).isNotEqualTo(untimed(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adam"}) void divergenceSaysWhereAndWhatHelps(String optimizer) {
        TrainSettings settings = TinyRuns.settings("optimizer", optimizer, "eta", "1e35");
        assertThatThrownBy(() -> train(settings, run("wild"))).isInstanceOf(TrainingStopped.class)
                .hasMessageMatching("after step \\d+: .*").hasMessageContaining("a smaller eta keeps the step in bounds")
                .hasMessageContaining("checkpoint").hasCauseInstanceOf(Divergence.class);
        assertThat(run("wild").result()).doesNotExist();
    }

    @Test void aDivergedCellHasAResultWithoutAnOutcome() {
        TrainSettings settings = TinyRuns.settings("optimizer", "sgd", "eta", "1e35");
        RunResult result = new Trainer(settings, TRAINING).trainCell(run("cell"), silence());
        assertThat(result.outcome()).isNull();
        assertThat(run("cell").read(RunResult.class)).isEqualTo(result);
        assertThat(run("cell").model()).doesNotExist();
    }

    @Test void aTrialStandsWhereTheRunStands() {
        TrainSettings settings = TinyRuns.settings("validation", "40");
        List<EpochResult> epochs = train(settings, run("whole")).epochs();
        var standings = new ArrayList<Standing>();
        new Trainer(settings, TRAINING).trial(Optional.empty(), 3, standings::add);
        for (int e = 0; e < 3; e++) {
            assertThat(standings.get(e).epoch()).isEqualTo(e + 1);
            assertThat(standings.get(e).accuracy()).isEqualTo(epochs.get(e).testAccuracy());
            assertThat(standings.get(e).keptFraction()).isEqualTo(epochs.get(e).keptFraction());
        }
    }

    /** As on a cluster, where parts run anywhere. */
    @Test void aTrialInPartsIsTheWholeTrial() {
        TrainSettings settings = TinyRuns.settings();
        var whole = new ArrayList<Standing>();
        new Trainer(settings, TRAINING).trial(Optional.empty(), 3, whole::add);
        var parts = new ArrayList<Standing>();
        Optional<Trial.Pause> pause = Optional.empty();
        for (int until = 1; until <= 3; until++)
            pause = Optional.of(new Trainer(settings, TRAINING).trial(pause, until, parts::add));
        assertThat(parts).isEqualTo(whole);
        assertThat(pause.orElseThrow().epochs()).isEqualTo(3);
        assertThat(pause.orElseThrow().steps()).isEqualTo(36);
    }

    @Test void whoWatchesEndsATrial() {
        var seen = new ArrayList<Standing>();
        Trial.here(DATA, 1).trial(TinyRuns.settings("epochs", "5"), standing -> {
            seen.add(standing);
            return standing.epoch() < 2;
        });
        assertThat(seen).hasSize(2);
    }

    @Test void aRunStartsFromAnotherOnesNetwork() {
        RunFolder dense = run("dense");
        dense.writeConfig(SettingsReader.write(TinyRuns.settings("optimizer", "adam")));
        train(TinyRuns.settings("optimizer", "adam", "epochs", "20"), dense);
        var given = new Trainer(SettingsReader.with(TinyRuns.settings("epochs", "1"), "from", dense.path().toString()), TRAINING);
        assertThat(given.train(run("pruned"), silence()).outcome().testAccuracy()).isGreaterThan(0.9);
    }
}
