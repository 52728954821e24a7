package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.optimizer.TanHwg;

class CompactLayersTest {

    @ParameterizedTest
    @EnumSource(names = {"IDENTITY", "RELU", "TANH", "SIGMOID"}) void answersAreThoseOfTheNetwork(Activation activation) {
        MultiLayerNetwork network = network(
                new DenseLayer.Builder().nOut(9).activation(activation).hasBias(false).dropOut(new Dropout(0.5)).build(),
                new GeneralizedDense.Builder().nOut(8).activation(activation).law(SynapticLaw.gaussian(0.2)).build(),
                new OutputLayer.Builder(LossFunction.MSE).nOut(3).activation(activation).build());
        network.getParam("0_W").put(2, 3, 0);
        network.getParam("0_W").getRow(5).assign(0);
        network.getParam("1_m").put(4, 4, 0);
        network.getParam("1_w").getColumn(2).assign(0);
        network.getParam("2_b").assign(0.25);
        CompactNetwork compact = assertSame(network);
        assertThat(compact.liveInputs()).containsExactly(0, 1, 2, 3, 4);
        assertThat(compact.units()).containsExactly(9, 7, 3);
    }

    @Test void whatTrainingPrunedIsGone() {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(300).eta(0.5).beta(0.02).build(), 300);
        CompactNetwork compact = assertSame(network);
        assertThat(compact.synapses()).isLessThan(6 * 5 + 5 * 3);
        assertThat(compact.liveInputs()).doesNotContain(5);
    }

    @Test void networksOfDoublesAreRounded() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE).list()
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
        network.init();
        assertSame(network);
    }

    /** They were refused: "layer 1 is a DropoutLayer". */
    @Test void layersThatHandOnWhatTheyGetAreLeftOut() {
        MultiLayerNetwork network = network(new DropoutLayer(0.5), new FrozenLayer(dense(Activation.TANH).build()),
                new DropoutLayer.Builder(new SpatialDropout(0.5)).build(), new ActivationLayer(Activation.IDENTITY),
                new GeneralizedDense.Builder().nOut(4).activation(Activation.RELU).build(),
                new DropoutLayer(new GaussianDropout(0.5)),
                new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build());
        assertThat(assertSame(network).layers().count()).isEqualTo(3);
    }

    /** Into the layer below, or as a layer of its own. */
    @Test void activationsByThemselves() {
        assertThat(assertSame(network(dense(Activation.IDENTITY).build(), new ActivationLayer(Activation.RELU),
                new ActivationLayer(Activation.TANH),
                new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build()))
                .units()).hasSize(3);
    }

    @Test void whatCannotBeExpressedIsNamed() {
        var output = new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build();
        assertRefused("layer 0 has activation leakyrelu", dense(Activation.LEAKYRELU).build(), output);
        assertRefused("layer 0 has activation",
                new DenseLayer.Builder().nOut(4).activation(new ActivationReLU(6.0, 0.0, 0.0)).build(),
                output);
        assertRefused("layer 0 has softmax: only the last layer may", dense(Activation.SOFTMAX).build(), output);
        assertRefused("layer 0 has layer normalisation", dense(Activation.RELU).hasLayerNorm(true).build(),
                output);
        assertRefused("layer 0 has weight noise", dense(Activation.RELU).weightNoise(new DropConnect(0.5)).build(), output);
        assertRefused("layer 1 has activation leakyrelu", dense(Activation.IDENTITY).build(),
                new ActivationLayer(Activation.LEAKYRELU), output);
        assertRefused("layer 0 is a ComplexGeneralizedDense: must be", new ComplexGeneralizedDense.Builder().nOut(4).build(),
                output);
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .setInputTypes(InputType.feedForward(6)).addLayer("out", output, "in").setOutputs("out").build());
        graph.init();
        assertThat(Conversion.toCompact(graph).inputs()).isEqualTo(6);
        var two = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .setInputTypes(InputType.feedForward(6)).addLayer("out", output, "in").addLayer("other", output, "in")
                .setOutputs("out", "other").build());
        two.init();
        assertThatThrownBy(() -> Conversion.toCompact(two))
                .hasMessageStartingWith("is a ComputationGraph of 1 inputs and 2 outputs: ");
    }

    private static DenseLayer.Builder dense(Activation activation) {
        return new DenseLayer.Builder().nOut(4).activation(activation);
    }

    private static MultiLayerNetwork network(Layer... layers) {
        var list = new NeuralNetConfiguration.Builder().seed(5).list();
        for (Layer layer : layers) list.layer(layer);
        var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(6)).build());
        network.init();
        return network;
    }

    private static CompactNetwork assertSame(MultiLayerNetwork network) {
        CompactNetwork compact = Conversion.toCompact(network);
        INDArray examples = Networks.batch(3).getFeatures();
        float[] expected = network.output(examples.castTo(network.params().dataType())).castTo(DataType.FLOAT).ravel()
                .toFloatVector();
        float[] found = new float[20 * 3];
        compact.apply(examples.ravel().toFloatVector(), 20, found, compact.workspace(20));
        assertThat(found).containsExactly(expected, within(1e-5f));
        assertThat(Nd4j.createFromArray(found).stdNumber().doubleValue()).isGreaterThan(0.01);
        return compact;
    }

    private static void assertRefused(String message, Layer... layers) {
        MultiLayerNetwork network = network(layers);
        assertThatThrownBy(() -> Conversion.toCompact(network)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
