package org.tanhwg.layers.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;

class BaselineTest {
    private static final int STEPS = 200;
    private static final TanHwg FAST = new TanHwg.Builder(STEPS).beta(0.02).build();

    static List<IUpdater> synaptic() {
        return List.of(new StructuralDescent(FAST, MirrorDescent.ENTROPIC, 0.5),
                new StructuralDescent(FAST, MirrorDescent.EUCLIDEAN, 0.5));
    }

    static List<IUpdater> classical() {
        var rate = new HalfCosine(0.3, STEPS);
        return List.of(new ProximalL1(new Nesterovs(rate), 0.002, STEPS, 0.7),
                new ExponentiatedGradient(new Sgd(rate), 0.3),
                new MagnitudePruning(new Adam(new HalfCosine(0.03, STEPS)), 0.3, STEPS, 0.2, 0.7, 5),
                new RigL(new Nesterovs(rate), 0.6, STEPS, 10, 0.3, 0.75, 3));
    }

    @ParameterizedTest
    @MethodSource("synaptic") void structuralWeightsStayOnTheSimplexWhileLearning(IUpdater updater) {
        MultiLayerNetwork network = trained(Networks.classifier(updater), 0, STEPS);
        for (String key : new String[] {"0_w", "1_w"}) {
            INDArray w = network.getParam(key);
            assertThat(w.minNumber().doubleValue()).isNotNegative();
            for (int unit = 0; unit < w.columns(); unit++)
                assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
            assertThat(w.stdNumber().doubleValue()).as("the weights moved").isGreaterThan(0.01);
        }
        assertThat(network.score(Networks.batch(0))).isLessThan(0.5);
    }

    @ParameterizedTest
    @MethodSource("synaptic") void synapticTrainingResumesBitForBit(IUpdater updater) throws IOException {
        resumes(Networks.classifier(updater));
    }

    @ParameterizedTest
    @MethodSource("classical") void classicalTrainingResumesBitForBit(IUpdater updater) throws IOException {
        resumes(dense(updater));
    }

    private static void resumes(MultiLayerConfiguration configuration) throws IOException {
        MultiLayerNetwork whole = trained(configuration, 0, 170);
        var file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(trained(configuration, 0, 83), file, true);
        MultiLayerNetwork resumed = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()));
        assertThat(resumed.getLayerWiseConfigurations().getConf(0)).isEqualTo(whole.getLayerWiseConfigurations().getConf(0));
        fit(SteppingUpdater.attach(resumed), 83, 170);
        assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
    }

    @ParameterizedTest
    @MethodSource("classical") void classicalNetworksLearn(IUpdater updater) {
        MultiLayerNetwork network = trained(dense(updater), 0, STEPS);
        assertThat(network.score(Networks.batch(0))).isLessThan(0.6);
    }

    @ParameterizedTest
    @MethodSource("classical") void graphsTrainLikeNetworks(IUpdater updater) {
        var graph = new ComputationGraph(
                new NeuralNetConfiguration.Builder().seed(7).updater(updater).graphBuilder().addInputs("in")
                        .layer("hidden", new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build(), "in")
                        .layer("out", new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(), "hidden")
                        .setOutputs("out")
                        .setInputTypes(InputType.feedForward(6)).build());
        graph.init();
        SteppingUpdater.attach(graph);
        MultiLayerNetwork network = trained(dense(updater), 0, 0);
        graph.setParams(network.params());
        fit(network, 0, 150);
        fit(graph, 0, 150);
        assertThat(graph.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    /** Prop 5.20: mirror descent is a Tan–HWG step toward the right signal. */
    @Test void mirrorDescentIsTanHwgWithItsSignal() {
        TanHwg fast = new TanHwg.Builder(STEPS).beta(0).build();
        MultiLayerNetwork direct = trained(Networks.classifier(new StructuralDescent(fast, MirrorDescent.ENTROPIC, 0.1)), 0,
                STEPS);
        MultiLayerNetwork bySignal = trained(Networks.classifier(new StructuralDescent(fast, MirrorDescent.ENTROPIC, 0.1, 0.4)),
                0, STEPS);
        assertThat(direct.getParam("0_w").stdNumber().doubleValue()).isGreaterThan(0.01);
        assertThat(bySignal.params().sub(direct.params()).amaxNumber().doubleValue()).isLessThan(1e-5);
        MultiLayerNetwork tooFar = trained(Networks.classifier(new StructuralDescent(fast, MirrorDescent.ENTROPIC, 0.1, 1e-4)), 0,
                0);
        assertThatThrownBy(() -> fit(tooFar, 0, STEPS)).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("leaves the simplex");
    }

    @Test void theProximalStepLeavesExactZerosThatStay() {
        MultiLayerNetwork network = trained(dense(classical().get(0)), 0, 140);
        long zeros = zeros(network);
        assertThat(zeros).isBetween(5L, 40L);
        assertThat(network.getParam("0_b").ameanNumber().doubleValue()).as("biases are not penalised").isPositive();
        fit(network, 140, 160);
        assertThat(zeros(network)).isEqualTo(zeros);
    }

    @Test void pruningKeepsTheLargestWeightsOfAllLayers() {
        MultiLayerNetwork network = trained(dense(classical().get(2)), 0, 140);
        float[] before = weights(network);
        for (int i = 0; i < before.length; i++) before[i] = Math.abs(before[i]);
        Arrays.sort(before);
        fit(network, 140, 141);
        assertThat(zeros(network)).isEqualTo(Math.round(0.7 * 45));
        float[] after = weights(network);
        fit(network, 141, STEPS);
        float[] later = weights(network);
        for (int i = 0; i < after.length; i++) assertThat(later[i] == 0).isEqualTo(after[i] == 0);
        assertThat(before[(int) zeros(network)]).isGreaterThan(0);
    }

    @Test void pruningFollowsItsSchedule() {
        var pruning = new MagnitudePruning(new Sgd(0.1), 0.1, 100, 0.2, 0.7, 5);
        assertThat(pruning.round(19)).isZero();
        assertThat(pruning.round(20)).isEqualTo(1);
        assertThat(pruning.round(69)).isEqualTo(4);
        assertThat(pruning.round(70)).isEqualTo(5);
        assertThat(pruning.left(0)).isEqualTo(1);
        assertThat(pruning.left(5)).isEqualTo(0.1);
        assertThat(new MagnitudePruning(new Sgd(0.1), 0.1, 1, 0, 0, 1).round(0)).isEqualTo(1);
        MultiLayerNetwork atOnce = trained(dense(new MagnitudePruning(new Sgd(0.1), 1e-9, 1, 0, 0, 1)), 0, 1);
        assertThat(zeros(atOnce)).isEqualTo(45);
    }

    /** Each step, from the outside: the count stays, and at a rewiring the smallest go and the largest gradients come. */
    @Test void rewiringDropsTheSmallestAndGrowsTheSteepest() {
        var rigL = new RigL(new Sgd(new HalfCosine(0.3, STEPS)), 0.5, STEPS, 10, 0.4, 0.75, 3);
        MultiLayerNetwork network = trained(dense(rigL), 0, 10);
        int[] counts = rigL.active(new long[][] {{6, 5}, {5, 3}});
        assertThat(counts[0] + counts[1]).isBetween(22, 23);
        assertThat(zeros(network)).isEqualTo(45 - counts[0] - counts[1]);
        double[] before = network.getParam("0_W").dup().data().asDouble();
        network.setInput(Networks.batch(10).getFeatures());
        network.setLabels(Networks.batch(10).getLabels());
        network.computeGradientAndScore();
        double[] gradient = network.gradient().getGradientFor("0_W").dup().data().asDouble();
        fit(network, 10, 11);
        double[] after = network.getParam("0_W").dup().data().asDouble();
        int moves = rigL.moves(counts[0], 10);
        assertThat(moves).isPositive();
        double[] size = IntStream.range(0, 30).filter(i -> before[i] != 0)
                .mapToDouble(i -> Math.abs(before[i])).sorted()
                .toArray();
        List<Integer> free = IntStream.range(0, 30).filter(i -> Math.abs(before[i]) <= size[moves - 1]).boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(gradient[i]))).toList();
        for (int k = 0; k < free.size(); k++) {
            int i = free.get(k);
            boolean grows = k < counts[0] - (size.length - moves) && gradient[i] != 0; // by its first step
            assertThat(after[i] != 0).as("weight %d", i).isEqualTo(grows);
        }
        for (int step = 11; step < STEPS; step++) {
            fit(network, step, step + 1);
            assertThat(zeros(network)).isBetween(45L - counts[0] - counts[1], 44L); // what grows without a gradient stays 0
        }
    }

    @Test void densitiesOfLayersFollowTheirSides() {
        var rigL = new RigL(new Sgd(.1), .02, 100, 10, .3, .75, 1);
        int[] counts = rigL.active(new long[][] {{784, 300}, {300, 100}, {100, 10}});
        assertThat(counts[0] + counts[1] + counts[2]).isBetween(5323, 5325);
        assertThat((double) counts[0] / counts[1]).isCloseTo(1084 / 400.0, within(.01));
        int[] full = new RigL(new Sgd(.1), .5, 100, 10, .3, .75, 1).active(new long[][] {{784, 300}, {300, 100}, {100, 10}});
        assertThat(full).contains(30000, 1000);
        assertThat(full[0]).isEqualTo((235200 + 31000) / 2 - 31000);
        assertThat(rigL.moves(1000, 10)).isEqualTo((int) (150 * (1 + Math.cos(Math.PI * 10 / 75))));
        assertThat(rigL.moves(1000, 11)).isZero();
        assertThat(rigL.moves(1000, 80)).isZero();
    }

    @Test void forgettingToAttachIsAnError() {
        for (IUpdater updater : classical()) {
            MultiLayerNetwork network = new MultiLayerNetwork(dense(updater));
            network.init();
            assertThatThrownBy(() -> network.fit(Networks.batch(0))).hasMessageContaining("SteppingUpdater.attach(network)");
        }
    }

    /** The momentum of an input that is never seen again only decays: as denormal numbers, it made an epoch of a pruned network five times as long. */
    @Test void averagesOfSilentInputsEndAtZero() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new ProximalL1(new Nesterovs(0.1, 0.9), 1e-3, 2000, 1)).list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build()).build());
        network.init();
        SteppingUpdater.attach(network);
        INDArray answer = Nd4j.createFromArray(new float[][] {{1, 0}});
        network.fit(Nd4j.createFromArray(new float[][] {{1, 1}}), answer);
        INDArray alone = Nd4j.createFromArray(new float[][] {{0, 1}});
        for (int step = 0; step < 1500; step++) network.fit(alone, answer);
        for (float average : network.getUpdater().getStateViewArray().toFloatVector())
            assertThat(average == 0 || Math.abs(average) > Float.MIN_NORMAL).isTrue();
    }

    @Test void whatCannotBeTrainedIsNamed() {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().updater(classical().get(0)).dataType(DataType.DOUBLE)
                        .list().layer(new OutputLayer.Builder().nIn(2).nOut(2).name("answer").build()).build());
        network.init();
        assertThatThrownBy(() -> SteppingUpdater.attach(network)).hasMessageContaining("answer").hasMessageContaining("FLOAT");
        assertThatThrownBy(() -> new ProximalL1(new NoOp(), 1, 1, 1)).hasMessageContaining("learning rate");
        assertThatThrownBy(() -> new MagnitudePruning(new Sgd(), 0, 1, 0, 1, 1)).hasMessageContaining("keep = 0.0");
        assertThatThrownBy(() -> new StructuralDescent(FAST, MirrorDescent.ENTROPIC, 0)).hasMessageContaining("gamma = 0.0");
    }

    /** Pruning w of a generalized layer gave chance, exponentiated gradients left the simplex, and ℓ₁ pruned nothing. */
    @Test void generalizedLayersAreRefused() {
        for (IUpdater updater : List.of(new MagnitudePruning(new Sgd(0.1), 0.1, 100, 0.1, 0.7, 5),
                new ExponentiatedGradient(new Sgd(0.1), 1), new ProximalL1(new Sgd(0.1), Penalty.HALF, 1e-3, 100, 0.2, 0.7))) {
            var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(updater).list()
                    .layer(new DenseLayer.Builder().nOut(5).build())
                    .layer(new GeneralizedDense.Builder().nOut(5).name("wide").build())
                    .layer(new OutputLayer.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
            network.init();
            assertThatThrownBy(() -> SteppingUpdater.attach(network)).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("layer wide is a GeneralizedDense, which " + updater.getClass().getSimpleName())
                    .hasMessageContaining("cannot train");
            var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().updater(updater).graphBuilder().addInputs("in")
                    .addLayer("wide", new GeneralizedOutput.Builder().nIn(6).nOut(3).build(), "in").setOutputs("wide").build());
            graph.init();
            assertThatThrownBy(() -> SteppingUpdater.attach(graph)).hasMessageStartingWith("layer wide is a GeneralizedOutput");
        }
    }

    @Test void aNetworkWithoutSuchUpdatersIsLeftAlone() {
        MultiLayerNetwork network = trained(dense(new Adam(0.01)), 0, 3);
        assertThat(network.params().sumNumber().doubleValue()).isFinite();
        assertThat(TanHwg.takeEnergyDescent(network).checked()).isZero();
    }

    private static MultiLayerConfiguration dense(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).list()
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build();
    }

    private static MultiLayerNetwork trained(MultiLayerConfiguration configuration, int from, int to) {
        var network = new MultiLayerNetwork(configuration.clone());
        network.init();
        fit(SteppingUpdater.attach(network), from, to);
        return network;
    }

    private static void fit(Model network, int from, int to) {
        for (int i = from; i < to; i++) {
            if (network instanceof ComputationGraph graph) graph.fit(Networks.batch(i));
            else((MultiLayerNetwork) network).fit(Networks.batch(i));
        }
    }

    private static float[] weights(MultiLayerNetwork network) {
        float[] first = network.getParam("0_W").dup().data().asFloat();
        float[] second = network.getParam("1_W").dup().data().asFloat();
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static long zeros(MultiLayerNetwork network) {
        long zeros = 0;
        for (float weight : weights(network)) if (weight == 0) zeros++;
        return zeros;
    }
}
