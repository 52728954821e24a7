package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.ThisStep;

class GeneralizedRecurrentTest {
    private static final int BATCH = 3;
    private static final int STEPS = 5;

    /** GradientCheckUtil insists on the global type. */
    @AfterEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(5).dataType(Nd4j.defaultFloatingPointType()).updater(updater);
    }

    /** 4 inputs, 3 recurrent units, 2 classes. */
    private static MultiLayerNetwork network(IUpdater updater, Layer recurrent, Layer output) {
        var network = new MultiLayerNetwork(
                builder(updater).list().layer(recurrent).layer(output).setInputType(InputType.recurrent(4)).build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        return network(updater, new GeneralizedRecurrent.Builder().nOut(3).build(),
                new GeneralizedOutput.Builder().nOut(2).build());
    }

    private static INDArray features() {
        Nd4j.getRandom().setSeed(11);
        return Nd4j.rand(Nd4j.defaultFloatingPointType(), BATCH, 4, STEPS).subi(0.5);
    }

    private static INDArray labels(int classes) {
        INDArray labels = Nd4j.zeros(Nd4j.defaultFloatingPointType(), BATCH, classes, STEPS);
        for (int b = 0; b < BATCH; b++) for (int t = 0; t < STEPS; t++) labels.putScalar(b, (b + t * t) % classes, t, 1);
        return labels;
    }

    /** The second sequence ends early, the third begins late. */
    private static INDArray mask() {
        return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {0, 1, 1, 1, 1}})
                .castTo(Nd4j.defaultFloatingPointType());
    }

    @ParameterizedTest
    @CsvSource({"TANH, false", "TANH, true", "SIGMOID, false"}) void gradientsAreExact(Activation activation, boolean masked) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        var network = new MultiLayerNetwork(builder(new NoOp()).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(3).activation(activation).build())
                .layer(new GeneralizedRecurrent.Builder().nOut(3).activation(activation).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.recurrent(4)).build());
        network.init();
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network).epsilon(1e-6)
                .maxRelError(1e-5).minAbsoluteError(1e-9).input(features()).labels(labels(2))
                .inputMask(masked ? mask() : null).labelMask(masked ? mask() : null))).isTrue();
    }

    @Test void gradientsAreExactInGraphs() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        var graph = new ComputationGraph(builder(new NoOp()).graphBuilder().addInputs("in")
                .addLayer("a", new GeneralizedRecurrent.Builder().nOut(3).build(), "in")
                .addLayer("b", new LSTM.Builder().nOut(2).activation(Activation.TANH).build(), "in")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(2).build(), "a", "b").setOutputs("out")
                .setInputTypes(InputType.recurrent(4)).build());
        graph.init();
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig().net(graph).epsilon(1e-6).maxRelError(1e-5)
                .minAbsoluteError(1e-9).inputs(new INDArray[] {features()}).labels(new INDArray[] {labels(2)})
                .inputMask(new INDArray[] {mask()}).labelMask(new INDArray[] {mask()}))).isTrue();
    }

    /** With the same weights it is Deeplearning4j's SimpleRnn, forward and, by its own gradients, backward. */
    @ParameterizedTest
    @CsvSource({"false", "true"}) void equalsSimpleRnn(boolean masked) {
        MultiLayerNetwork ours = network(new Sgd(1));
        MultiLayerNetwork theirs = network(new Sgd(1), new SimpleRnn.Builder().nOut(3).activation(Activation.TANH).build(),
                new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
        copyWeights(ours, theirs);
        INDArray mask = masked ? mask() : null;
        assertThat(near(ours.output(features(), false, mask, mask), theirs.output(features(), false, mask, mask), 1e-5)).isTrue();
        assertThat(ours.rnnTimeStep(features())).isEqualTo(ours.output(features()));
        INDArray w = ours.getParam("0_w").dup();
        ours.fit(features(), labels(2), mask, mask);
        theirs.fit(features(), labels(2), mask, mask);
        assertThat(ours.score()).isCloseTo(theirs.score(), within(1e-5));
        assertThat(near(ours.getParam("0_b"), theirs.getParam("0_b").ravel(), 1e-5)).isTrue();
        assertThat(ours.getParam("0_w")).isNotEqualTo(w);
    }

    private static void copyWeights(MultiLayerNetwork ours, MultiLayerNetwork theirs) {
        INDArray observable = ours.getParam("0_w").mul(ours.getParam("0_m"));
        theirs.getParam("0_W").assign(observable.get(interval(0, 4), all()));
        theirs.getParam("0_RW").assign(observable.get(interval(4, 7), all()));
        theirs.getParam("1_W").assign(ours.getParam("1_w").mul(ours.getParam("1_m")));
    }

    private static boolean near(INDArray a, INDArray b, double eps) { return a.equalsWithEps(b, eps); }

    @Test void startsAsItsInitialisationsSay() {
        MultiLayerNetwork network = network(new Sgd(1),
                new GeneralizedRecurrent.Builder().nOut(3).weightInitRecurrent(WeightInit.IDENTITY).build(),
                new GeneralizedOutput.Builder().nOut(2).build());
        INDArray w = network.getParam("0_w");
        assertThat(w.shape()).containsExactly(7, 3);
        INDArray observable = w.mul(network.getParam("0_m"));
        assertThat(near(observable.get(interval(4, 7), all()), Nd4j.eye(3).castTo(DataType.FLOAT), 1e-6)).isTrue();
        assertThat(observable.get(interval(0, 4), all()).norm2Number().doubleValue()).isPositive();
        assertThat(network.numParams()).isEqualTo(2 * 7 * 3 + 3 + 2 * 3 * 2 + 2);
    }

    @Test void stepsAreTheSequence() {
        MultiLayerNetwork network = network(new Sgd(1));
        INDArray whole = network.output(features());
        INDArray first = network.rnnTimeStep(features().get(all(), all(), interval(0, 2)));
        assertThat(near(first, whole.get(all(), all(), interval(0, 2)), 1e-6)).isTrue();
        for (int t = 2; t < STEPS; t++) {
            INDArray step = network.rnnTimeStep(features().get(all(), all(), point(t)));
            assertThat(step.shape()).containsExactly(BATCH, 2);
            assertThat(near(step, whole.get(all(), all(), point(t)), 1e-6)).isTrue();
        }
        assertThat(network.rnnGetPreviousState(0)).containsOnlyKeys("state");
        assertThatThrownBy(() -> network.rnnTimeStep(Nd4j.rand(DataType.FLOAT, 1, 4, 1)))
                .isInstanceOf(DL4JInvalidInputException.class).hasMessageContaining("rnnClearPreviousState");
        network.rnnClearPreviousState();
        assertThat(near(network.rnnTimeStep(features()), whole, 1e-6)).isTrue();
    }

    /** Segments of truncated back-propagation start from the state of the one before: with a step size of 0 the loss of the last is that of the whole. */
    @Test void stateGoesOnBetweenSegments() {
        MultiLayerNetwork network = new MultiLayerNetwork(builder(new Sgd(0)).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(3).build()).layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(4)).backpropType(BackpropType.TruncatedBPTT).tBPTTLength(2).build());
        network.init();
        network.fit(features(), labels(2));
        INDArray last = network.output(features()).get(all(), all(), point(STEPS - 1));
        INDArray expected = labels(2).get(all(), all(), point(STEPS - 1));
        double loss = -org.nd4j.linalg.ops.transforms.Transforms.log(last).mul(expected).sumNumber().doubleValue() / BATCH;
        assertThat(network.score()).isCloseTo(loss, within(1e-5));
        assertThat(network.getIterationCount()).isEqualTo(3);
    }

    /** On one step nothing is lost; on several the recurrent layer learns something else, the layer above the same. */
    @Test void thisStepSendsNothingBackThroughTime() {
        MultiLayerNetwork throughTime = network(new Sgd(1));
        MultiLayerNetwork local = network(new Sgd(1),
                new GeneralizedRecurrent.Builder().nOut(3).signal(new ThisStep()).build(),
                new GeneralizedOutput.Builder().nOut(2).build());
        INDArray one = features().get(all(), all(), interval(0, 1));
        INDArray label = labels(2).get(all(), all(), interval(0, 1));
        throughTime.fit(one, label);
        local.fit(one, label);
        assertThat(local.params().toFloatVector()).as("a single step").isEqualTo(throughTime.params().toFloatVector());
        throughTime.fit(features(), labels(2));
        local.fit(features(), labels(2));
        assertThat(local.params()).isNotEqualTo(throughTime.params());
        assertThat(local.getParam("1_m").toFloatMatrix()).as("the layer above")
                .isEqualTo(throughTime.getParam("1_m").toFloatMatrix());
    }

    /** Without a way from the state z(t) is a sum over the inputs alone, and what two steps of a sequence draw has nothing to do with one another. */
    @ParameterizedTest
    @EnumSource(value = SynapticLaw.Kind.class, names = {"GAUSSIAN", "QUANTILES"}) void eachStepDrawsAnew(SynapticLaw.Kind kind) {
        int sequences = 20_000;
        var law = new SynapticLaw(kind, kind == SynapticLaw.Kind.GAUSSIAN ? 1 : 5, 0.2);
        MultiLayerNetwork network = network(new Sgd(1),
                new GeneralizedRecurrent.Builder().nOut(1).activation(Activation.IDENTITY).law(law)
                        .inference(Transmission.SAMPLED).build(),
                new GeneralizedOutput.Builder().nOut(2).build());
        network.getParam("0_m").putScalar(4, 0, 0);
        for (String key : new String[] {"0_s", "0_q"})
            for (int i = 4; network.paramTable().containsKey(key) && i < network.getParam(key).rows(); i += 5)
                network.getParam(key).putScalar(i, 0, 0);
        INDArray example = Nd4j.createFromArray(new float[] {.5f, -1, 2, 1}).reshape(1, 4, 1);
        INDArray z = network.feedForward(Nd4j.tile(example, sequences, 1, 2)).get(1).castTo(DataType.DOUBLE)
                .reshape(sequences, 2);
        double expected = network.getParam("0_w").mul(network.getParam("0_m")).get(interval(0, 4), all())
                .muli(example.reshape(4, 1)).sumNumber().doubleValue();
        double variance = 0.2 * 0.2 * (.25 + 1 + 4 + 1);
        INDArray first = z.getColumn(0).sub(expected);
        INDArray second = z.getColumn(1).sub(expected);
        for (INDArray step : List.of(first, second)) {
            assertThat(step.meanNumber().doubleValue()).isCloseTo(0, within(5 * Math.sqrt(variance / sequences)));
            assertThat(step.varNumber().doubleValue()).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / sequences)));
        }
        assertThat(first.mul(second).meanNumber().doubleValue()).isCloseTo(0, within(5 * variance / Math.sqrt(sequences)));
    }

    @Test void configurationsSurviveJson() {
        MultiLayerConfiguration before = network(new TanHwg.Builder(9).build(),
                new GeneralizedRecurrent.Builder().nOut(3).signal(new ThisStep()).inputGradient(false)
                        .law(SynapticLaw.gaussian(0.1)).transmission(Transmission.SAMPLED)
                        .weightInitRecurrent(WeightInit.IDENTITY).build(),
                new GeneralizedOutput.Builder().nOut(2).build()).getLayerWiseConfigurations();
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(after.toJson()).isEqualTo(before.toJson());
        assertThat(((GeneralizedRecurrent) after.getConf(0).getLayer()).isInputGradient()).isFalse();
    }

    @Test void mistakesAreNamed() {
        assertThatThrownBy(() -> network(new Sgd(1)).output(Nd4j.rand(DataType.FLOAT, 2, 7, 3)))
                .isInstanceOf(DL4JInvalidInputException.class).hasMessageContaining("[2, 7, 3]")
                .hasMessageContaining("[batch, 4, time]");
        assertThatThrownBy(() -> new MultiLayerNetwork(builder(new Sgd(1)).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(3).build()).layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(4, RNNFormat.NWC)).build()).init()).hasMessageContaining("NCW");
    }
}
