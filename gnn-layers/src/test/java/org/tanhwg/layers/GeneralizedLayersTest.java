package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.TanHwg;

class GeneralizedLayersTest {
    /** GradientCheckUtil insists on the global type. */
    @AfterEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    @Test void startOnTheSimplexWithHesInitialisation() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedDense.Builder().nIn(400).nOut(300).build())
                .layer(new GeneralizedOutput.Builder().nIn(300).nOut(2).build()).build());
        network.init();
        assertThat(network.paramTable().keySet()).containsExactlyInAnyOrder("0_w", "0_m", "0_b", "1_w", "1_m", "1_b");
        INDArray w = network.getParam("0_w");
        assertThat(w.minNumber().doubleValue()).isCloseTo(1.0 / 400, within(1e-9));
        assertThat(w.maxNumber().doubleValue()).isCloseTo(1.0 / 400, within(1e-9));
        assertThat(w.mul(network.getParam("0_m")).stdNumber().doubleValue()).isCloseTo(Math.sqrt(2.0 / 400), within(1e-3));
    }

    @Test void configurationsSurviveJson() {
        MultiLayerConfiguration before = Networks.classifier(new TanHwg.Builder(100).eta(3).beta(0.01).build());
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(after.toJson()).isEqualTo(before.toJson());
        assertThat(((GeneralizedDense) after.getConf(0).getLayer()).getIUpdater())
                .isEqualTo(new TanHwg.Builder(100).eta(3).beta(0.01).build());
    }

    @Test void networksSurviveTheModelSerializer() throws IOException {
        MultiLayerNetwork before = Networks.trained(new TanHwg.Builder(30).beta(0.05).build(), 30);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(before, file, true);
        MultiLayerNetwork after = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()));
        assertThat(after.params().toFloatVector()).isEqualTo(before.params().toFloatVector());
        assertThat(after.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(before.getUpdater().getStateViewArray().toFloatVector());
        INDArray features = Networks.batch(1).getFeatures();
        assertThat(after.output(features)).isEqualTo(before.output(features));
    }

    /** Errors of answers that are all but certain: as denormal numbers, they made a step of a pruned network twice as long. */
    @ParameterizedTest
    @CsvSource({"RELU,SOFTMAX,MCXENT", "TANH,SOFTMAX,MCXENT", "SIGMOID,SOFTMAX,MCXENT",
            "RELU,SIGMOID,XENT"}) void errorsOfCertainAnswersAreZero(
                    Activation hidden, Activation output, LossFunction loss) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new NoOp()).list()
                .layer(new GeneralizedDense.Builder().nOut(5).activation(hidden).build())
                .layer(new GeneralizedOutput.Builder(loss).nOut(3).activation(output).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        network.getParam("1_b").assign(Nd4j.createFromArray(new float[] {0, -93, -50}));
        network.setInput(Networks.batch(0).getFeatures());
        network.setLabels(Nd4j.createFromArray(new float[] {1, 0, 0}).reshape(1, 3).repeat(0, 20));
        network.computeGradientAndScore();
        for (float error : network.gradient().gradient().toFloatVector())
            assertThat(error == 0 || Math.abs(error) > Float.MIN_NORMAL).isTrue();
    }

    /** A loss of the user's own may compute in double precision where the network is in single. */
    @Test void lossThatAnswersInDoubles() {
        INDArray expected = gradientOf(new LossMSE());
        assertThat(gradientOf(new DoubleMse()).toFloatVector()).containsExactly(expected.toFloatVector(), within(1e-6f));
    }

    private static INDArray gradientOf(ILossFunction loss) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new NoOp()).list()
                .layer(new GeneralizedDense.Builder().nOut(5).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder(loss).nOut(3).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        DataSet batch = Networks.batch(0);
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        return network.gradient().gradient();
    }

    private static final class DoubleMse extends LossMSE {
        @Override public INDArray computeGradient(INDArray labels, INDArray z, IActivation activation, INDArray mask) {
            return super.computeGradient(labels, z, activation, mask).castTo(DataType.DOUBLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"TANH,SOFTMAX,MCXENT", "SIGMOID,IDENTITY,MSE", "SOFTPLUS,SIGMOID,XENT", "TANH,TANH,L2"}) void gradientsAreExact(
            Activation hidden, Activation output, LossFunction loss) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(hidden).list()
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).build())
                .layer(new DenseLayer.Builder().nIn(3).nOut(3).build())
                .layer(new GeneralizedOutput.Builder(loss).nIn(3).nOut(2).activation(output).build()).build());
        network.init();
        DataSet data = doubles(4, 2);
        assertThat(GradientCheckUtil.checkGradients(network, 1e-6, 1e-5, 1e-9, false, true, data.getFeatures(), data.getLabels()))
                .isTrue();
    }

    @Test void gradientsAreExactInGraphs() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).graphBuilder().addInputs("in")
                .addLayer("a", new GeneralizedDense.Builder().nIn(4).nOut(3).build(), "in")
                .addLayer("b", new GeneralizedDense.Builder().nIn(4).nOut(2).build(), "in")
                .addVertex("ab", new MergeVertex(), "a", "b")
                .addLayer("out", new GeneralizedOutput.Builder().nIn(5).nOut(2).build(), "ab").setOutputs("out").build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        DataSet data = doubles(4, 2);
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig().net(graph).epsilon(1e-6).maxRelError(1e-5)
                .minAbsoluteError(1e-9).inputs(new INDArray[] {data.getFeatures()}).labels(new INDArray[] {data.getLabels()})))
                .isTrue();
    }

    @Test void mixWithOtherLayersAndUpdaters() {
        Layer foreign = new DenseLayer.Builder().nOut(8).updater(new Adam(1e-2)).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(300).build()).activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(8).build()).layer(foreign)
                .layer(new BatchNormalization.Builder().updater(new Adam(1e-2)).build())
                .layer(new GeneralizedDense.Builder().nOut(8).updater(new Adam(1e-2)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
        network.init();
        TanHwg.attach(network);
        double before = network.score(Networks.batch(0));
        for (int i = 0; i < 300; i++) network.fit(Networks.batch(i));
        assertThat(network.score(Networks.batch(0))).isLessThan(before / 2);
    }

    @Test void graphsTrain() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(300).build()).graphBuilder().addInputs("in")
                .addLayer("hidden",
                        new GeneralizedDense.Builder().nIn(6).nOut(8).activation(Activation.RELU).inputGradient(false).build(),
                        "in")
                .addLayer("out", new GeneralizedOutput.Builder().nIn(8).nOut(3).build(), "hidden").setOutputs("out").build());
        graph.init();
        TanHwg.attach(graph);
        double before = graph.score(Networks.batch(0));
        for (int i = 0; i < 300; i++) graph.fit(Networks.batch(i));
        assertThat(graph.score(Networks.batch(0))).isLessThan(before / 2);
        assertThat(TanHwg.diagnostics(graph)).extracting("layer").containsExactly("hidden", "out");
    }

    /** One input, one unit, one example. */
    @Test void theSmallestLayerTrains() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(200).beta(0).build()).list()
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nIn(1).nOut(1).activation(Activation.IDENTITY).build())
                .build());
        network.init();
        TanHwg.attach(network);
        INDArray one = Nd4j.ones(DataType.FLOAT, 1, 1);
        for (int i = 0; i < 200; i++) network.fit(one, one.mul(3));
        assertThat(network.output(one).getDouble(0)).isCloseTo(3, within(0.05));
        assertThat(network.getParam("0_w").getDouble(0)).isEqualTo(1);
    }

    @Test void aWrongInputWidthIsNamed() {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(10).build(), 0);
        assertThatThrownBy(() -> network.output(Nd4j.rand(DataType.FLOAT, 2, 7))).isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("[2, 7]").hasMessageContaining("[batch, 6]");
    }

    @Test void backwardLeavesTheCallersEpsilonAlone() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedDense.Builder().nIn(3).nOut(2).activation(Activation.RELU).build()).build());
        network.init();
        network.setInput(Nd4j.rand(DataType.FLOAT, 4, 3));
        network.feedForward(true, false);
        INDArray epsilon = Nd4j.rand(DataType.FLOAT, 4, 2);
        INDArray before = epsilon.dup();
        assertThat(network.backpropGradient(epsilon, null).getSecond().shape()).containsExactly(4, 3);
        assertThat(epsilon).isEqualTo(before);
    }

    @Test void outputLayersAlwaysHaveBiases() {
        assertThatThrownBy(() -> new GeneralizedOutput.Builder().hasBias(false)).hasMessageContaining("hasBias");
    }

    private static DataSet doubles(int inputs, int outputs) {
        Nd4j.getRandom().setSeed(11);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 6, outputs);
        for (int i = 0; i < 6; i++) labels.putScalar(i, i % outputs, 1);
        return new DataSet(Nd4j.rand(DataType.DOUBLE, 6, inputs), labels);
    }
}
