package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.FeedbackAlignment;
import org.tanhwg.layers.signal.OwnTarget;
import org.tanhwg.layers.signal.Signal;
import org.tanhwg.layers.signal.ThisStep;

/** The label of each step is the bit of the step before: without the state no better than chance. */
class RecurrentTrainingTest {
    private static final int STEPS = 300;
    private static final TanHwg SPARSE = new TanHwg.Builder(STEPS).eta(10).kappa(0.1).beta(0.01).consolidateEvery(5).checkEvery(1)
            .build();

    @TempDir Path folder;

    static Signal[] signals() {
        return new Signal[] {new BackPropagation(), new ThisStep(), new FeedbackAlignment(3),
                new OwnTarget(OwnTarget.Energy.ALIGNMENT, 1)};
    }

    private static MultiLayerNetwork network(TanHwg updater, Signal signal) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(updater).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(12).signal(signal).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.recurrent(3))
                .backpropType(BackpropType.TruncatedBPTT).tBPTTLength(8).build());
        network.init();
        return TanHwg.attach(network);
    }

    /** Inputs: the bit, its opposite, and one that is always 0. */
    private static DataSet batch(long seed) {
        var random = new SplittableRandom(seed);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 10, 3, 8);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 10, 2, 8);
        for (int b = 0; b < 10; b++) {
            int before = 0;
            for (int t = 0; t < 8; t++) {
                int bit = random.nextInt(2);
                features.putScalar(b, bit, t, 1);
                labels.putScalar(b, before, t, 1);
                before = bit;
            }
        }
        return new DataSet(features, labels);
    }

    private static MultiLayerNetwork trained(int from, int to, MultiLayerNetwork network) {
        for (int i = from; i < to; i++) network.fit(batch(i));
        return network;
    }

    private static double lossPerStep(MultiLayerNetwork network) { return network.score(batch(-1)) / 8; }

    /** Chance is log 2 = 0.693; signals that know no time leave it to the output to read what the state happens to hold. */
    @ParameterizedTest
    @MethodSource("signals") void everySignalTrains(Signal signal) {
        var network = trained(0, STEPS / 2, network(new TanHwg.Builder(STEPS / 2).eta(10).kappa(0.1).beta(0).build(), signal));
        assertThat(lossPerStep(network)).isLessThan(signal instanceof BackPropagation ? 0.4 : 0.66);
    }

    @Test void recurrentSynapsesVanishExactlyAndTheEnergyDescends() {
        MultiLayerNetwork network = trained(0, STEPS, network(SPARSE, new BackPropagation()));
        INDArray w = network.getParam("0_w");
        INDArray m = network.getParam("0_m");
        int zeros = 0;
        for (int unit = 0; unit < w.columns(); unit++) {
            assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-4));
            for (int x = 0; x < w.rows(); x++) {
                if (w.getFloat(x, unit) == 0) assertThat(m.getFloat(x, unit)).isZero();
                if (x >= 3 && w.getFloat(x, unit) == 0) zeros++;
            }
        }
        assertThat(zeros).isBetween(40, 143);
        assertThat(m.getRow(2).norm2Number().doubleValue()).as("an input that is always 0 keeps no synapse").isZero();
        assertThat(lossPerStep(network)).isLessThan(0.3);
        assertThat(TanHwg.takeEnergyDescent(network)).satisfies(descent -> {
            assertThat(descent.checked()).isGreaterThan(STEPS);
            assertThat(descent.violated()).isZero();
        });
        assertThat(TanHwg.diagnostics(network).get(0).units().get(0).support()).isBetween(1, 14);
    }

    @Test void trainingResumesBitForBitFromAModelFile() throws Exception {
        MultiLayerNetwork whole = trained(0, 60, network(SPARSE, new ThisStep()));
        Path file = folder.resolve("half.zip");
        ModelFile.save(trained(0, 33, network(SPARSE, new ThisStep())), file);
        MultiLayerNetwork half = (MultiLayerNetwork) ModelFile.load(file);
        INDArray features = batch(-1).getFeatures();
        assertThat(trained(33, 60, TanHwg.attach(half)).params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(half.rnnTimeStep(features)).isEqualTo(whole.output(features));
    }

    @Test void graphsTrainAndSurviveAModelFile() throws Exception {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(3).updater(SPARSE).graphBuilder()
                .addInputs("in").addLayer("state", new GeneralizedRecurrent.Builder().nOut(12).inputGradient(false).build(), "in")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(2).build(), "state").setOutputs("out")
                .setInputTypes(InputType.recurrent(3)).backpropType(BackpropType.TruncatedBPTT).tBPTTForwardLength(4)
                .tBPTTBackwardLength(4).build());
        graph.init();
        TanHwg.attach(graph);
        for (int i = 0; i < STEPS / 2; i++) graph.fit(batch(i));
        assertThat(graph.score(batch(-1)) / 8).isLessThan(0.4);
        Path file = folder.resolve("graph.zip");
        ModelFile.save(graph, file);
        INDArray features = batch(-1).getFeatures();
        INDArray whole = graph.outputSingle(features);
        assertThat(((ComputationGraph) ModelFile.load(file)).rnnTimeStep(features)[0]).isEqualTo(whole);
    }
}
