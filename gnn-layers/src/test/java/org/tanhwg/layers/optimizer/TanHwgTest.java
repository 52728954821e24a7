package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.impl.GeneralizedLayer;

class TanHwgTest {
    private static final TanHwg SPARSE = new TanHwg.Builder(200).beta(0.02).consolidateEvery(5).checkEvery(1).build();

    @Test void forgettingToAttachIsAnErrorThatNamesTheCall() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.classifier(SPARSE));
        network.init();
        assertThatThrownBy(() -> network.fit(Networks.batch(0))).hasMessageContaining("SteppingUpdater.attach(network)");
        MultiLayerNetwork copy = Networks.trained(SPARSE, 1).clone();
        assertThatThrownBy(() -> copy.fit(Networks.batch(0))).hasMessageContaining("SteppingUpdater.attach(network)");
    }

    @Test void synapsesVanishExactlyAndColumnsStayOnTheSimplex() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 200);
        for (String layer : new String[] {"0_", "1_"}) {
            INDArray w = network.getParam(layer + "w");
            INDArray m = network.getParam(layer + "m");
            for (int unit = 0; unit < w.columns(); unit++) {
                assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-4));
                for (int x = 0; x < w.rows(); x++) {
                    assertThat(w.getFloat(x, unit)).isNotNegative();
                    if (w.getFloat(x, unit) == 0) assertThat(m.getFloat(x, unit)).isZero();
                }
            }
        }
        assertThat(zeros(network.getParam("0_m"))).isGreaterThan(5);
        assertThat(network.getParam("0_m").getRow(5).maxNumber().doubleValue()).as("an input that is always 0 keeps no synapse")
                .isZero();
        assertThat(network.score(Networks.batch(0))).isLessThan(0.5);
    }

    @Test void theFrozenSupportDoesNotChange() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 142);
        long before = zeros(network.getParam("0_m"));
        for (int i = 142; i < 200; i++) network.fit(Networks.batch(i));
        assertThat(zeros(network.getParam("0_m"))).isEqualTo(before);
    }

    @Test void energyDescendsOnEveryStep() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 200);
        DescentChecks descent = TanHwg.takeEnergyDescent(network);
        assertThat(descent.checked()).isBetween(1000L, 200L * (5 + 3));
        assertThat(descent.worst()).isNegative();
        assertThat(descent.violated()).isZero();
        assertThat(TanHwg.takeEnergyDescent(network)).isEqualTo(DescentChecks.NONE);
    }

    @Test void trainingResumesBitForBit() throws IOException {
        MultiLayerNetwork whole = Networks.trained(SPARSE, 90);
        MultiLayerNetwork half = Networks.trained(SPARSE, 43);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(half, file, true);
        MultiLayerNetwork resumed = TanHwg
                .attach(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray())));
        for (int i = 43; i < 90; i++) resumed.fit(Networks.batch(i));
        assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(resumed.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(whole.getUpdater().getStateViewArray().toFloatVector());
    }

    /** With γ = 1 and almost no fast step, one consolidation changes w a lot and the logits not at all. */
    @Test void consolidationPreservesTheFunction() {
        TanHwg still = new TanHwg.Builder(10).eta(1e-30).gamma(1).consolidateEvery(1).beta(0).build();
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.classifier(still));
        network.init();
        TanHwg.attach(network);
        INDArray features = Networks.batch(3).getFeatures();
        INDArray w = network.getParam("0_w").dup();
        INDArray before = logits(network, features);
        network.fit(Networks.batch(3));
        assertThat(network.getParam("0_w").distance2(w)).isGreaterThan(0.1);
        INDArray after = logits(network, features);
        assertThat(after.sub(before).norm2Number().doubleValue()).isLessThan(1e-5 * before.norm2Number().doubleValue());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 100, 1e4, 1e6}) void theImplicitStepBearsAnyStepSize(double eta) {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(300).eta(eta).beta(0).build(), 300);
        assertThat(network.score(Networks.batch(0))).isLessThan(0.4);
    }

    /** A restored network knows nothing of it, and goes on in the same way. */
    @Test void normalisedGradientsDoNotCountTheMassThatMovedBefore() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).updater(SPARSE)
                .gradientNormalization(GradientNormalization.RenormalizeL2PerLayer).list()
                .layer(new GeneralizedDense.Builder().nOut(5).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        TanHwg.attach(network);
        inFull(network);
        INDArray mass = network.getParam("0_w").dup();
        for (int i = 0; i < 5; i++) network.fit(Networks.batch(i));
        assertThat(network.getParam("0_w")).isNotEqualTo(mass);
        MultiLayerNetwork again = TanHwg.attach(network.clone());
        inFull(again);
        network.fit(Networks.batch(5));
        again.fit(Networks.batch(5));
        assertThat(again.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    private static void inFull(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) ((GeneralizedLayer) layer).synapses().neverSparse();
    }

    /** While a unit is silent its errors are 0, and so would be its curvature; its first step must not be η. */
    @Test void aUnitThatWakesUpStepsNoFurtherThanItsLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.classifier(new TanHwg.Builder(400).eta(1e6).beta(0).build()));
        network.init();
        TanHwg.attach(network);
        network.getParam("0_b").putScalar(0, -100);
        for (int i = 0; i < 21; i++) network.fit(Networks.batch(i));
        network.getParam("0_b").putScalar(0, 0);
        for (int i = 21; i < 40; i++) network.fit(Networks.batch(i));
        assertThat(network.getParam("0_b").norm2Number().doubleValue()).isLessThan(50);
        for (int i = 40; i < 400; i++) network.fit(Networks.batch(i));
        assertThat(network.score(Networks.batch(0))).isLessThan(0.5);
    }

    @Test void diagnosticsDescribeTheUnits() {
        MultiLayerNetwork fresh = Networks.trained(SPARSE, 0);
        LayerDiagnostics.UnitDiagnostics unit = TanHwg.diagnostics(fresh).get(0).units().get(0);
        assertThat(unit.effectiveFanIn()).isCloseTo(6, within(1e-5));
        assertThat(unit.support()).isEqualTo(6);
        assertThat(unit.pressureSpread()).isZero();
        LayerDiagnostics.UnitDiagnostics later = TanHwg.diagnostics(Networks.trained(SPARSE, 200)).get(0).units().get(0);
        assertThat(later.effectiveFanIn()).isLessThan(6);
    }

    @Test void aLossThatIsNotFiniteStopsBeforeTheParametersMove() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 5);
        INDArray before = network.params().dup();
        DataSet broken = Networks.batch(5);
        broken.getFeatures().putScalar(0, 0, Float.NaN);
        assertThatThrownBy(() -> network.fit(broken)).isInstanceOf(ArithmeticException.class).hasMessageContaining("layer0")
                .hasMessageContaining("step 5");
        assertThat(network.params()).isEqualTo(before);
    }

    @Test void whatItCannotTrainIsNamed() {
        var plain = new NeuralNetConfiguration.Builder().updater(SPARSE).list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new GeneralizedOutput.Builder().nIn(2).nOut(2).build()).build();
        MultiLayerNetwork network = new MultiLayerNetwork(plain);
        network.init();
        assertThatThrownBy(() -> TanHwg.attach(network)).hasMessageContaining("an updater of its own");
        var twoUpdaters = new NeuralNetConfiguration.Builder().updater(SPARSE).biasUpdater(new Sgd(0.1)).list()
                .layer(new GeneralizedOutput.Builder().nIn(2).nOut(2).build()).build();
        MultiLayerNetwork biased = new MultiLayerNetwork(twoUpdaters);
        biased.init();
        assertThatThrownBy(() -> TanHwg.attach(biased)).hasMessageContaining("bias updater");
        assertThatThrownBy(() -> TanHwg.attach(output(DataType.DOUBLE, 0))).hasMessageContaining("FLOAT");
        assertThatThrownBy(() -> TanHwg.attach(output(DataType.FLOAT, 0.1))).hasMessageContaining("L2Regularization");
    }

    private static MultiLayerNetwork output(DataType type, double l2) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().updater(SPARSE).dataType(type).l2(l2).list()
                        .layer(new GeneralizedOutput.Builder().nIn(2).nOut(2).build()).build());
        network.init();
        return network;
    }

    @Test void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new TanHwg.Builder(0).build()).hasMessageContaining("steps = 0");
        assertThatThrownBy(() -> new TanHwg.Builder(1).eta(0).build()).hasMessageContaining("eta = 0.0");
        assertThatThrownBy(() -> new TanHwg.Builder(1).eta(Double.NaN).build()).hasMessageContaining("eta = NaN");
        assertThatThrownBy(() -> new TanHwg.Builder(1).gamma(2).build()).hasMessageContaining("gamma = 2.0");
        assertThatThrownBy(() -> new TanHwg.Builder(1).beta(-1).build()).hasMessageContaining("beta = -1.0");
        assertThatThrownBy(() -> new TanHwg.Builder(1).consolidateEvery(0).build()).hasMessageContaining("consolidateEvery = 0");
    }

    /** Every number has a key of its own, older files name two otherwise, and what a file says is checked as what a program says. */
    @Test void settingsReadBackFromJsonUnderOldKeysToo() throws IOException {
        TanHwg settings = Attachment.from(new TanHwg.Builder(77).eta(3).kappa(.1).momentum(.8).potential(AmplitudePotential.MASS)
                .beta(.01)
                .lambda(.2)
                .temperature(.3).confinement(.4).widthStepFactor(6).rampUntil(.1).offAt(.6).gamma(.5).power(.7)
                .consolidateEvery(9)
                .silentShare(.25).assemblies(4).checkEvery(8).potentialCost(TanHwg.Cost.MULTIPLY_ADDS).dropEvery(11).build(), 5);
        String json = mapper().writeValueAsString(settings);
        assertThat(mapper().readValue(json, IUpdater.class)).isEqualTo(settings);
        String older = json.replace("\"widthStepFactor\"", "\"lawClock\"").replace("\"MASS\"", "\"MASS_WEIGHTED\"");
        assertThat(older).isNotEqualTo(json).contains("lawClock").contains("MASS_WEIGHTED");
        assertThat(mapper().readValue(older, IUpdater.class)).isEqualTo(settings);
        assertThatThrownBy(() -> mapper().readValue(json.replaceAll("\"gamma\" ?: ?0.5", "\"gamma\":2"), IUpdater.class))
                .hasMessageContaining("gamma = 2.0");
    }

    private static ObjectMapper mapper() { return NeuralNetConfiguration.mapper(); }

    @Test void aCopyDoesNotShareItsStepSize() {
        TanHwg settings = new TanHwg.Builder(10).build();
        TanHwg copy = settings.clone();
        copy.setLrAndSchedule(7, null);
        assertThat(copy.eta()).isEqualTo(7);
        assertThat(settings.eta()).isEqualTo(.5);
        assertThat(Attachment.from(settings, 3).start()).isEqualTo(3);
        assertThat(settings.start()).isZero();
        assertThat(copy).isNotEqualTo(settings);
    }

    private static INDArray logits(MultiLayerNetwork network, INDArray features) {
        return org.nd4j.linalg.ops.transforms.Transforms.log(network.output(features));
    }

    private static long zeros(INDArray array) {
        long zeros = 0;
        for (float value : array.dup().data().asFloat()) if (value == 0) zeros++;
        return zeros;
    }

    @Test void singleExamplesTrain() {
        MultiLayerNetwork network = Networks.trained(SPARSE, 0);
        DataSet all = Networks.batch(0);
        for (int i = 0; i < 20; i++) network.fit(all.get(i % 20));
        assertThat(Double.isFinite(network.score(all))).isTrue();
        assertThat(network.params().sumNumber().doubleValue()).isFinite();
    }
}
