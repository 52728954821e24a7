package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.PhaseEncoding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.DescentChecks;
import org.tanhwg.layers.optimizer.LayerDiagnostics;
import org.tanhwg.layers.optimizer.LayerDiagnostics.UnitDiagnostics;
import org.tanhwg.layers.optimizer.TanHwg;

/** Complex layers under the optimizer: phase-encoded features, modReLU, modulus, softmax. */
class ComplexTrainingTest {
    private static final TanHwg SPARSE = new TanHwg.Builder(200).beta(0.05).consolidateEvery(5).checkEvery(1).build();
    private static final SynapticLaw GAUSSIAN = SynapticLaw.gaussian(0.1);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void synapsesVanishInBothPartsAndColumnsStayOnTheSimplex(boolean gaussian) {
        MultiLayerNetwork network = trained(SPARSE, gaussian ? GAUSSIAN : SynapticLaw.dirac(), 200);
        int vanished = 0;
        for (String layer : new String[] {"1_", "2_"}) {
            INDArray w = network.getParam(layer + "w");
            for (int unit = 0; unit < w.columns(); unit++) {
                assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-4));
                for (int x = 0; x < w.rows(); x++) {
                    float re = network.getParam(layer + "mr").getFloat(x, unit);
                    float im = network.getParam(layer + "mi").getFloat(x, unit);
                    assertThat(re == 0).as("both parts or none").isEqualTo(im == 0);
                    if (re == 0) vanished++;
                    if (w.getFloat(x, unit) > 0) continue;
                    assertThat(re).isZero();
                    if (gaussian) assertThat(network.getParam(layer + "s").getFloat(x, unit)).isZero();
                }
            }
        }
        assertThat(vanished).isGreaterThan(5);
        assertThat(network.getParam("1_mr").getRow(5).maxNumber().doubleValue()).as("an input that is always 0").isZero();
        assertThat(network.score(Networks.batch(0))).isLessThan(0.8);
    }

    @Test void energyDescendsOnEveryStep() {
        DescentChecks descent = TanHwg.takeEnergyDescent(trained(SPARSE, SynapticLaw.dirac(), 200));
        assertThat(descent.checked()).isBetween(1500L, 200L * (6 + 5 + 3));
        assertThat(descent.violated()).isZero();
        assertThat(descent.worst()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void trainingResumesBitForBit(boolean gaussian) throws Exception {
        SynapticLaw law = gaussian ? GAUSSIAN : SynapticLaw.dirac();
        MultiLayerNetwork whole = trained(SPARSE, law, 90);
        ModelFile.save(trained(SPARSE, law, 43), folder.resolve("half.zip"));
        MultiLayerNetwork resumed = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("half.zip")));
        for (int i = 43; i < 90; i++) resumed.fit(Networks.batch(i));
        assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(resumed.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(whole.getUpdater().getStateViewArray().toFloatVector());
    }

    @Test void consolidationPreservesTheFunction() {
        MultiLayerNetwork network = trained(new TanHwg.Builder(10).eta(1e-30).gamma(1).consolidateEvery(1).beta(0).build(),
                SynapticLaw.dirac(), 0);
        INDArray features = Networks.batch(3).getFeatures();
        INDArray w = network.getParam("1_w").dup();
        INDArray before = Transforms.log(network.output(features));
        network.fit(Networks.batch(3));
        assertThat(network.getParam("1_w").distance2(w)).isGreaterThan(0.1);
        INDArray after = Transforms.log(network.output(features));
        assertThat(after.sub(before).norm2Number().doubleValue()).isLessThan(1e-5 * before.norm2Number().doubleValue());
    }

    /** κ &gt; 0: the loss of the whole data set falls and stays finite, whatever η. */
    @ParameterizedTest
    @CsvSource({"1e-3,.999", "1e-1,.8", "1,.5", "1e2,.5", "1e4,.5", "1e6,.5"}) void theImplicitStepBearsAnyStepSize(double eta,
            double share) {
        MultiLayerNetwork network = trained(new TanHwg.Builder(300).eta(eta).beta(0).build(), SynapticLaw.dirac(), 0);
        double before = network.score(Networks.batch(0));
        for (int i = 0; i < 300; i++) network.fit(Networks.batch(0));
        assertThat(network.params().isInfinite().any() || network.params().isNaN().any()).isFalse();
        assertThat(network.score(Networks.batch(0))).isLessThan(share * before);
    }

    @Test void diagnosticsDescribeTheUnits() {
        MultiLayerNetwork fresh = trained(SPARSE, SynapticLaw.dirac(), 0);
        UnitDiagnostics unit = TanHwg.diagnostics(fresh).get(0).units().get(0);
        assertThat(unit.effectiveFanIn()).isCloseTo(6, within(1e-5));
        assertThat(unit.support()).isEqualTo(6);
        assertThat(TanHwg.diagnostics(trained(SPARSE, SynapticLaw.dirac(), 200)).get(0).units().get(0).support()).isLessThan(6);
    }

    /** Atoms of a synapse, put by hand on two phases, are the modes that diagnostics tell; of numbers the phase is that of the mean. */
    @Test void diagnosticsTellSpectralMemories() {
        MultiLayerNetwork network = trained(SPARSE, SynapticLaw.atoms(4, 0.1), 0);
        for (int k = 0; k < 4; k++) {
            double phase = k == 0 ? -2 : 1;
            network.getParam("1_q").putScalar(6 * k + 2, 3, Math.cos(phase) - network.getParam("1_mr").getDouble(2, 3));
            network.getParam("1_q").putScalar(6 * (4 + k) + 2, 3, Math.sin(phase) - network.getParam("1_mi").getDouble(2, 3));
        }
        LayerDiagnostics layer = TanHwg.diagnostics(network).get(0);
        SpectralMemory memory = layer.memories().get(3);
        List<PhaseLaw.Mode> modes = memory.laws().get(2).modes();
        assertThat(modes).hasSize(2);
        assertThat(modes.get(0).phase()).isCloseTo(1, within(1e-6));
        assertThat(modes.get(0).mass()).isEqualTo(0.75);
        assertThat(modes.get(1).phase()).isCloseTo(-2, within(1e-6));
        assertThat(memory.laws().get(2).resultantLength())
                .isCloseTo(Math.hypot(3 * Math.cos(1) + Math.cos(2), 3 * Math.sin(1) - Math.sin(2)) / 4, within(1e-6));
        assertThat(Arrays.stream(memory.weights()).sum()).isCloseTo(1, within(1e-12));
        assertThat(TanHwg.diagnostics(network)).extracting(its -> its.memories().size()).containsExactly(6, 5, 0);
        MultiLayerNetwork numbers = trained(SPARSE, SynapticLaw.dirac(), 0);
        assertThat(TanHwg.diagnostics(numbers).get(0).memories().get(3).laws().get(2).circularMean()).isCloseTo(
                Math.atan2(numbers.getParam("1_mi").getDouble(2, 3), numbers.getParam("1_mr").getDouble(2, 3)), within(1e-6));
    }

    @Test void adamTrainsThemToo() {
        MultiLayerNetwork network = new MultiLayerNetwork(conf(new Adam(1e-2), GAUSSIAN));
        network.init();
        double before = network.score(Networks.batch(0));
        for (int i = 0; i < 200; i++) network.fit(Networks.batch(i));
        assertThat(network.score(Networks.batch(0))).isLessThan(0.7 * before);
    }

    @Test void graphsTrainAndComeBackFromFiles() throws Exception {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(300).build()).graphBuilder().addInputs("in")
                .addLayer("phase", new PhaseEncoding(), "in")
                .addLayer("hidden", new ComplexGeneralizedDense.Builder().nOut(8).build(), "phase")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(3).build(), "hidden").setOutputs("out")
                .setInputTypes(InputType.feedForward(6)).build());
        graph.init();
        TanHwg.attach(graph);
        double before = graph.score(Networks.batch(0));
        for (int i = 0; i < 300; i++) graph.fit(Networks.batch(i));
        assertThat(graph.score(Networks.batch(0))).isLessThan(before / 2);
        ModelFile.save(graph, folder.resolve("graph.zip"));
        ComputationGraph loaded = (ComputationGraph) ModelFile.load(folder.resolve("graph.zip"));
        assertThat(loaded.outputSingle(Networks.batch(1).getFeatures()))
                .isEqualTo(graph.outputSingle(Networks.batch(1).getFeatures()));
        assertThat(loaded.getConfiguration()).isEqualTo(graph.getConfiguration());
    }

    /** One complex input, one unit, one example: |w m a + b| reaches its target. */
    @Test void theSmallestLayerTrains() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(300).beta(0).build()).list()
                .layer(new ComplexGeneralizedDense.Builder().nIn(1).nOut(1).build())
                .layer(new GeneralizedOutput.Builder().nIn(1).nOut(2).build()).build());
        network.init();
        TanHwg.attach(network);
        DataSet two = new DataSet(Nd4j.createFromArray(new float[][] {{1, 0}, {0, 3}}),
                Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}));
        for (int i = 0; i < 300; i++) network.fit(two);
        assertThat(network.score(two)).isLessThan(0.1);
        assertThat(network.getParam("0_w").getDouble(0)).isEqualTo(1);
    }

    /** Both parts of z vary independently with variance |a|² spread² (theory §4.4, κ = 2). */
    @Test void drawsAreIsotropic() {
        int draws = 100_000;
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).list()
                .layer(new ComplexGeneralizedDense.Builder().nIn(2).nOut(1).activation(ComplexActivation.IDENTITY)
                        .law(SynapticLaw.gaussian(0.2)).build())
                .build());
        network.init();
        INDArray example = Nd4j.createFromArray(new float[][] {{.5f, -1, 2, .25f}});
        INDArray expected = network.output(example);
        ((GeneralizedLayer) network.getLayer(0)).synapses().transmit(Inference.sampled(11));
        INDArray z = network.output(Nd4j.tile(example, draws, 1)).castTo(DataType.DOUBLE);
        double variance = 0.2 * 0.2 * (.25 + 1 + 4 + .0625);
        INDArray re = z.getColumn(0).sub(expected.getDouble(0));
        INDArray im = z.getColumn(1).sub(expected.getDouble(1));
        for (INDArray part : new INDArray[] {re, im}) {
            assertThat(part.meanNumber().doubleValue()).isCloseTo(0, within(5 * Math.sqrt(variance / draws)));
            assertThat(part.varNumber().doubleValue()).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / draws)));
        }
        assertThat(re.mul(im).meanNumber().doubleValue()).isCloseTo(0, within(5 * variance / Math.sqrt(draws)));
    }

    private static MultiLayerNetwork trained(TanHwg optimizer, SynapticLaw law, int steps) {
        MultiLayerNetwork network = new MultiLayerNetwork(conf(optimizer, law));
        network.init();
        TanHwg.attach(network);
        for (int i = 0; i < steps; i++) network.fit(Networks.batch(i));
        return network;
    }

    private static MultiLayerConfiguration conf(IUpdater updater, SynapticLaw law) {
        Transmission transmission = law.kind() == SynapticLaw.Kind.DIRAC ? Transmission.EXPECTED : Transmission.SAMPLED;
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).list().layer(new PhaseEncoding())
                .layer(new ComplexGeneralizedDense.Builder().nOut(6).activation(ComplexActivation.MOD_RELU).inputGradient(false)
                        .law(law).transmission(transmission).build())
                .layer(new ComplexGeneralizedDense.Builder().nOut(5).law(law).transmission(transmission).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build();
    }
}
