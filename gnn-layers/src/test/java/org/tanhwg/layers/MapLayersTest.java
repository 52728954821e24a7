package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MapActivation;
import org.tanhwg.layers.conf.MapNormalisation;
import org.tanhwg.layers.conf.MapSum;
import org.tanhwg.layers.convert.Conversion;

/** Normalisation, rectifiers and sums of maps as a convolution leaves them give what Deeplearning4j's layers give, and so do their gradients. */
class MapLayersTest {
    private final INDArray x = Nd4j.randn(DataType.FLOAT, 37, 2, 9, 11);
    private final INDArray y = Nd4j.eye(2).castTo(DataType.FLOAT)
            .get(Nd4j.createFromArray(Stream.iterate(0, i -> (i + 1) % 2).limit(37).toArray(Integer[]::new)));

    @BeforeEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static ComputationGraph network(boolean ours, boolean logarithm) {
        return network(ours, logarithm, Activation.RELU);
    }

    /** A stem, and a residual block above it whose maps are of half the size. */
    private static ComputationGraph network(boolean ours, boolean logarithm, Activation activation) {
        var graph = new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(0.1)).graphBuilder().addInputs("in")
                .addLayer("a", kernel(3, 1), "in").addLayer("an", normalisation(ours, logarithm), "a")
                .addLayer("ar", activation(ours, activation), "an")
                .addLayer("b", kernel(3, 2), "ar").addLayer("bn", normalisation(ours, logarithm), "b")
                .addLayer("c", kernel(1, 2), "ar").addLayer("cn", normalisation(ours, logarithm), "c")
                .addVertex("sum", ours ? new MapSum() : new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn", "cn")
                .addLayer("r", activation(ours, activation), "sum").addLayer("mean", new GlobalPoolingLayer(), "r")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(2).build(), "mean").setOutputs("out")
                .setInputTypes(InputType.convolutional(9, 11, 2)).build();
        if (logarithm) assertThat(ComputationGraphConfiguration.fromJson(graph.toJson()).toJson()).isEqualTo(graph.toJson());
        var network = new ComputationGraph(graph);
        network.init();
        return network;
    }

    private static Layer kernel(int side, int stride) {
        return new GeneralizedConvolution.Builder(side).stride(stride)
                .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Same).activation(Activation.IDENTITY).nOut(4).build();
    }

    private static Layer normalisation(boolean ours, boolean logarithm) {
        var normalisation = new MapNormalisation(new Adam(0.01));
        normalisation.setUseLogStd(logarithm);
        return ours ? normalisation : normalisation.ordinary();
    }

    private static Layer activation(boolean ours, Activation activation) {
        return ours ? new MapActivation(activation) : new ActivationLayer(activation);
    }

    /** Running means and variances move alike, in either form. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false}) void areDeeplearning4jsLayers(boolean logarithm) {
        ComputationGraph ours = network(true, logarithm), theirs = network(false, logarithm);
        INDArray[] labels = {y}, pictures = {x};
        assertThat(ours.outputSingle(x).distance2(theirs.outputSingle(x))).isLessThan(1e-5);
        for (ComputationGraph network : List.of(ours, theirs)) {
            network.setInputs(pictures);
            network.setLabels(labels);
            network.computeGradientAndScore();
        }
        theirs.gradient().gradientForVariable().forEach((name, gradient) -> assertThat(
                ours.gradient().gradientForVariable().get(name).distance2(gradient)).as(name)
                .isLessThan(1e-5 + 1e-4 * gradient.norm2Number().doubleValue()));
        for (int step = 0; step < 5; step++) Stream.of(ours, theirs).forEach(network -> network.fit(new DataSet(x, y)));
        assertThat(ours.getParam("an_mean").distance2(theirs.getParam("an_mean"))).isLessThan(1e-4);
        assertThat(ours.params().distance2(theirs.params())).isLessThan(1e-3);
        assertThat(ours.outputSingle(x).distance2(theirs.outputSingle(x))).isLessThan(1e-3);
        assertThat(ours.outputSingle(x.get(NDArrayIndex.interval(3, 4))).distance2(ours.outputSingle(x).getRow(3, true)))
                .isLessThan(1e-4);
    }

    /** What is not rectified goes Deeplearning4j's way. */
    @Test void otherActivationsAreDeeplearning4js() {
        ComputationGraph ours = network(true, true, Activation.TANH), theirs = network(false, true, Activation.TANH);
        for (int step = 0; step < 3; step++) Stream.of(ours, theirs).forEach(network -> network.fit(new DataSet(x, y)));
        assertThat(ours.outputSingle(x).distance2(theirs.outputSingle(x))).isLessThan(1e-3);
    }

    @Test void becomeDeeplearning4jsLayersInAConvertedNetwork() {
        ComputationGraph ours = network(true, true);
        for (int step = 0; step < 3; step++) ours.fit(new DataSet(x, y));
        ComputationGraph ordinary = Conversion.toDense(ours, new Sgd(0.1));
        assertThat(ordinary.getLayer("an").conf().getLayer()).isExactlyInstanceOf(BatchNormalization.class);
        assertThat(ordinary.getLayer("ar").conf().getLayer()).isExactlyInstanceOf(ActivationLayer.class);
        assertThat(ordinary.getConfiguration().getVertices().get("sum")).isExactlyInstanceOf(ElementWiseVertex.class);
        assertThat(ordinary.outputSingle(x).distance2(ours.outputSingle(x))).isLessThan(1e-4);
        assertThat(Conversion.toGeneralized(ordinary, new Sgd(0.1)).outputSingle(x).distance2(ours.outputSingle(x)))
                .isLessThan(1e-4);
    }
}
