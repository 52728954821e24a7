package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.optimizer.DescentChecks;
import org.tanhwg.layers.optimizer.MassRule;
import org.tanhwg.layers.optimizer.TanHwg;

/** Once few synapses are left, layers pass and step those alone; nothing else may change. */
class SparseTrainingTest {
    private static final int STEPS = 20;

    @BeforeAll static void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> embeddings() {
        return Stream.of(arguments(SynapticLaw.dirac(), Transmission.EXPECTED),
                arguments(SynapticLaw.gaussian(0.02), Transmission.SAMPLED),
                arguments(SynapticLaw.gaussian(0.02), Transmission.EXPECTED));
    }

    @ParameterizedTest
    @MethodSource("embeddings") void aStepIsThatOfAllSynapses(SynapticLaw law, Transmission transmission) {
        MultiLayerNetwork few = pruned(law, transmission);
        MultiLayerNetwork all = few.clone();
        TanHwg.attach(all);
        TanHwg.takeEnergyDescent(few); // of the steps before
        Networks.layers(all).forEach(layer -> layer.synapses().neverSparse());
        for (int step = STEPS; step < STEPS + 45; step++) {
            few.fit(batch(step));
            all.fit(batch(step));
            assertThat(few.score()).isCloseTo(all.score(), within(1e-5));
        }
        assertThat(Networks.layers(few).filter(layer -> layer.synapses().filled() instanceof Pass.Sparse).count())
                .as("layers of %s synapses",
                        Networks.layers(few).map(layer -> layer.synapses().filled().support().map(Support::size)).toList())
                .isPositive();
        assertThat(few.params().distance2(all.params())).isLessThan(1e-3 * all.params().norm2Number().doubleValue());
        assertThat(few.params().eq(0).castTo(DataType.INT)).isEqualTo(all.params().eq(0).castTo(DataType.INT));
        DescentChecks descent = TanHwg.takeEnergyDescent(few);
        assertThat(descent.checked()).isPositive().isEqualTo(TanHwg.takeEnergyDescent(all).checked());
        assertThat(descent.violated()).isZero();
        INDArray x = batch(0).getFeatures();
        assertThat(few.output(x).distance2(all.output(x))).isLessThan(1e-3);
        assertThat(few.output(x.dup('f'))).isEqualTo(few.output(x));
        assertThat(few.output(x.getRows(3)).distance2(all.output(x.getRows(3)))).isLessThan(1e-3);
    }

    /** Bounded, and mass by pressure. */
    @Test void aBoundedStepIsThatOfAllSynapses() {
        TanHwg pressure = new TanHwg.Builder(60).eta(0.5).beta(0).consolidateEvery(5).checkEvery(4).offAt(.9)
                .mass(MassRule.PRESSURE).bound(1).quantum(.9).build();
        MultiLayerNetwork few = pruned(SynapticLaw.dirac(), Transmission.EXPECTED, pressure);
        MultiLayerNetwork all = few.clone();
        TanHwg.attach(all);
        Networks.layers(all).forEach(layer -> layer.synapses().neverSparse());
        for (int step = STEPS; step < 52; step++) {
            few.fit(batch(step));
            all.fit(batch(step));
        }
        assertThat(Networks.layers(few).anyMatch(layer -> layer.synapses().filled() instanceof Pass.Sparse)).isTrue();
        assertThat(few.params().distance2(all.params())).isLessThan(1e-3 * all.params().norm2Number().doubleValue());
        assertThat(few.params().eq(0).castTo(DataType.INT)).isEqualTo(all.params().eq(0).castTo(DataType.INT));
        assertThat(few.getLayer(0).getParam("m").amaxNumber().doubleValue()).isLessThanOrEqualTo(1 + 1e-6);
    }

    @Test void parametersFromOutsideAreNoticed() {
        MultiLayerNetwork network = pruned();
        MultiLayerNetwork fresh = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
        fresh.init();
        INDArray x = batch(0).getFeatures();
        network.output(Nd4j.zeros(DataType.FLOAT, 500, 80)); // so many that all synapses take part
        network.setParams(fresh.params().dup());
        assertThat(network.output(x).distance2(fresh.output(x))).isLessThan(1e-5);
    }

    /** From so much that the sums of the list change to so little that no sum of floats does. */
    @ParameterizedTest
    @ValueSource(floats = {0.3f, 5e-4f, 1e-5f, 3e-6f, 1e-9f, 1e-30f, -1e-7f}) void aPrunedSynapseGivenMassFromOutsideIsNoticed(
            float mass) {
        MultiLayerNetwork network = pruned();
        INDArray x = batch(0).getFeatures();
        network.output(x);
        give(network, mass);
        assertThat(network.output(x).distance2(network.clone().output(x))).isLessThan(1e-6);
    }

    /** A step does not look through all synapses; the first after a consolidation does. */
    @Test void trainingNoticesMassFromOutsideAtTheNextConsolidation() {
        MultiLayerNetwork network = pruned();
        network.fit(batch(STEPS));
        assertThat(Networks.layers(network).allMatch(layer -> layer.synapses().filled() instanceof Pass.Sparse)).isTrue();
        long given = give(network, 1e-6f);
        float before = network.getLayer(0).getParam("m").getFloat(given, 0);
        for (int step = STEPS + 1; step < STEPS + 8; step++) network.fit(batch(step));
        assertThat(network.getLayer(0).getParam("m").getFloat(given, 0)).isNotEqualTo(before);
    }

    /** Gives so much to a synapse that has none. @return its input */
    private static long give(MultiLayerNetwork network, float mass) {
        INDArray w = network.getLayer(0).getParam("w"), m = network.getLayer(0).getParam("m");
        long dead = 0;
        while (w.getDouble(dead, 0) != 0) dead++;
        w.getColumn(0).muli(1 - mass);
        w.putScalar(dead, 0, mass);
        m.putScalar(dead, 0, 1 / mass);
        return dead;
    }

    @Test void gradientsFromOutsideReachSynapsesWithMassOnly() {
        MultiLayerNetwork network = pruned();
        network.fit(batch(STEPS));
        INDArray ones = Nd4j.ones(DataType.FLOAT, 1, network.numParams());
        network.getUpdater().update(network, new DefaultGradient(ones), STEPS + 1, 0, 1, LayerWorkspaceMgr.noWorkspaces());
        INDArray w = network.getLayer(0).getParam("w");
        INDArray update = ones.get(NDArrayIndex.all(), NDArrayIndex.interval(w.length(), 2 * w.length()));
        INDArray without = w.reshape('f', 1, w.length()).eq(0).castTo(DataType.FLOAT);
        assertThat(update.reshape(1, w.length()).mul(without).amaxNumber().doubleValue()).isZero();
        assertThat(update.amaxNumber().doubleValue()).isPositive();
    }

    /** As where a server keeps the parameters and workers send gradients. */
    @Test void gradientsFromOutsideMayComeWithParameters() {
        MultiLayerNetwork network = pruned();
        network.fit(batch(STEPS));
        INDArray w = network.getLayer(0).getParam("w");
        w.assign(1.0 / w.size(0));
        INDArray m = network.getLayer(0).getParam("m");
        m.assign(Nd4j.rand(DataType.FLOAT, m.shape()).addi(0.5));
        INDArray observable = w.mul(m);
        INDArray update = Nd4j.zeros(DataType.FLOAT, 1, network.numParams());
        network.getUpdater().getStateViewArray().assign(0);
        int due = network.getIterationCount() / 5 * 5 + 4;
        network.getUpdater().update(network, new DefaultGradient(update), due, 0, 1, LayerWorkspaceMgr.noWorkspaces());
        network.params().subi(update.reshape(network.params().shape()));
        assertThat(w.sum(0).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
        assertThat(w.mul(m).distance2(observable)).as("but for the potential")
                .isLessThan(0.1 * observable.norm2Number().doubleValue());
        assertThat(w.getColumn(0).stdNumber().doubleValue()).as("all mass moved").isPositive();
    }

    @Test void otherLayersMayLieAbove() {
        var conf = new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(1e-3)).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(60).updater(optimizer()).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(80)).build();
        MultiLayerNetwork network = trained(conf);
        ComputationGraph graph = network.toComputationGraph();
        TanHwg.attach(graph);
        graph.getConfiguration().setIterationCount(STEPS);
        graph.getUpdater().getStateViewArray().assign(network.getUpdater().getStateViewArray());
        for (int step = STEPS; step < STEPS + 25; step++) {
            network.fit(batch(step));
            graph.fit(batch(step));
        }
        assertThat(Networks.layers(network).allMatch(layer -> layer.synapses().filled() instanceof Pass.Sparse)).isTrue();
        assertThat(graph.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    private static MultiLayerNetwork pruned() {
        return pruned(SynapticLaw.dirac(), Transmission.EXPECTED);
    }

    private static MultiLayerNetwork pruned(SynapticLaw law, Transmission transmission) {
        return pruned(law, transmission, optimizer());
    }

    private static MultiLayerNetwork pruned(SynapticLaw law, Transmission transmission, TanHwg optimizer) {
        return trained(new NeuralNetConfiguration.Builder().seed(7).updater(optimizer).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(60).law(law).transmission(transmission)
                        .dropOut(new ReleaseNoise(0.2, 10_000, 3)).build())
                .layer(new GeneralizedDense.Builder().nOut(40).law(law).transmission(transmission)
                        .dropOut(new ReleaseNoise(0.2, 10_000, 4)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).law(law).transmission(transmission).activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(80)).build());
    }

    private static TanHwg optimizer() {
        return new TanHwg.Builder(1000).eta(0.5).beta(1e-3).rampUntil(0).consolidateEvery(5).checkEvery(4).temperature(1e-4)
                .build();
    }

    /** With mass on every thirtieth synapse or so of the generalized layers, after a few steps. */
    private static MultiLayerNetwork trained(MultiLayerConfiguration conf) {
        var network = new MultiLayerNetwork(conf);
        network.init();
        Networks.layers(network).forEach(SparseTrainingTest::prune);
        TanHwg.attach(network);
        for (int step = 0; step < STEPS; step++) network.fit(batch(step));
        return network;
    }

    private static void prune(GeneralizedLayer layer) {
        var random = new SplittableRandom(5);
        INDArray w = layer.getParam("w");
        INDArray m = layer.getParam("m");
        for (long y = 0; y < w.size(1); y++) {
            for (long x = y % 3; x < w.size(0); x++) {
                if (x == y % 3 || random.nextInt(40) == 0) continue;
                m.putScalar(x, y, 0);
                w.putScalar(x, y, 0);
                if (layer.paramTable().containsKey("s")) layer.getParam("s").putScalar(x, y, 0);
            }
            w.getColumn(y).divi(w.getColumn(y).sumNumber());
        }
    }

    /** Fifty examples of three classes that depend on the first three of eighty inputs. */
    private static DataSet batch(long seed) {
        var random = new SplittableRandom(seed);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 50, 80);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 50, 3);
        for (int i = 0; i < 50; i++) {
            for (int x = 0; x < 80; x++) features.putScalar(i, x, random.nextDouble());
            labels.putScalar(i, features.getFloat(i, 0) > 0.5 ? 0 : features.getFloat(i, 1) > features.getFloat(i, 2) ? 1 : 2, 1);
        }
        return new DataSet(features, labels);
    }
}
