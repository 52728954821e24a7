package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.conf.SynapticLaw;

/** Compact networks of convolutions answer as the networks do that they come from. */
class CompactConvolutionsTest {
    private static final Layer OUTPUT = new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX)
            .build();

    @ParameterizedTest
    @EnumSource(names = {"Truncate", "Same"}) void answersAreThoseOfTheNetwork(ConvolutionMode mode) {
        MultiLayerNetwork network = network(InputType.convolutionalFlat(12, 11, 2),
                new GeneralizedConvolution.Builder(3).convolutionMode(mode).nOut(5).activation(Activation.RELU)
                        .law(SynapticLaw.gaussian(.2))
                        .build(),
                new MaxPooling.Builder(2).build(), new DropoutLayer(.5),
                new ConvolutionLayer.Builder(2, 3).nOut(4).convolutionMode(mode).dilation(2, 1).activation(Activation.TANH)
                        .build(),
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(2, 2).stride(1, 1).convolutionMode(mode)
                        .build(),
                new DenseLayer.Builder().nOut(6).activation(Activation.SIGMOID).build(),
                new GeneralizedOutput.Builder().nOut(3).build());
        for (int y : new int[] {1, 3}) {
            network.getParam("0_m").getColumn(y).assign(0); // constants: bias .5 and, folded by the rectifier, 0
            network.getParam("0_b").putScalar(y, y == 1 ? .5 : -.5);
        }
        network.getParam("3_W").put(Nd4j.createFromArray(0, 2, 1, 1), Nd4j.scalar(0f));
        CompactNetwork compact = assertSame(network);
        assertThat(compact.units()).containsExactly(mode == ConvolutionMode.Same ? 4 : 3, 4, 6, 3);
    }

    @Test void stridesPaddingAndGlobalPooling() {
        for (PoolingType type : new PoolingType[] {PoolingType.MAX, PoolingType.AVG})
            assertSame(network(InputType.convolutionalFlat(9, 8, 1),
                    new ConvolutionLayer.Builder(3, 3).nOut(4).stride(2, 1).padding(1, 2).hasBias(false)
                            .activation(Activation.RELU).build(),
                    new SubsamplingLayer.Builder(
                            type == PoolingType.MAX ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG)
                            .kernelSize(3, 2).stride(2, 2).padding(1, 1).build(),
                    new ConvolutionLayer.Builder(2, 2).nOut(5).activation(Activation.SIGMOID).build(),
                    new GlobalPoolingLayer(type), OUTPUT));
    }

    /** Whatever lies around a batch normalisation: it goes into the layer below or above, or becomes one of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void batchNormalisationIsFolded(boolean logarithm) {
        var normalisation = new BatchNormalization.Builder().useLogStd(logarithm).build();
        CompactNetwork usual = assertSame(
                disturbed(network(InputType.convolutionalFlat(8, 8, 2), kernel(Activation.IDENTITY, 0), normalisation,
                        new ActivationLayer(Activation.RELU), new MaxPooling.Builder(2).build(),
                        new DenseLayer.Builder().nOut(5).activation(Activation.IDENTITY).build(), normalisation,
                        new ActivationLayer(Activation.TANH),
                        OUTPUT)));
        assertThat(usual.units()).containsExactly(4, 5, 3);
        CompactNetwork above = assertSame(disturbed(network(InputType.convolutionalFlat(8, 8, 2), normalisation,
                kernel(Activation.RELU, 0),
                normalisation, kernel(Activation.RELU, 0), normalisation,
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build(), OUTPUT)));
        assertThat(above.units()).containsExactly(4, 4, 3);
        CompactNetwork border = assertSame(
                disturbed(network(InputType.convolutionalFlat(8, 8, 2), kernel(Activation.RELU, 1), normalisation,
                        kernel(Activation.RELU, 1), normalisation, new ActivationLayer(Activation.SIGMOID), OUTPUT)));
        assertThat(border.units()).containsExactly(4, 4, 4, 4, 3);
        MultiLayerNetwork turned = disturbed(
                network(InputType.convolutionalFlat(8, 8, 2), kernel(Activation.RELU, 0), normalisation,
                        new MaxPooling.Builder(2).build(), OUTPUT));
        turned.getParam("1_gamma").putScalar(1, -2);
        assertThat(assertSame(turned).units()).containsExactly(4, 4, 3);
    }

    @Test void lockedNormalisationHasNoParametersOfItsOwn() {
        assertSame(disturbed(network(InputType.convolutionalFlat(5, 5, 1), kernel(Activation.IDENTITY, 0),
                new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.5).beta(-.25).build(), OUTPUT)));
    }

    private static ConvolutionLayer kernel(Activation activation, int padding) {
        return new ConvolutionLayer.Builder(3, 3).nOut(4).padding(padding, padding).activation(activation).build();
    }

    /** What training would have put into batch normalisation. */
    private static MultiLayerNetwork disturbed(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(9);
        network.paramTable().forEach((key, values) -> {
            String name = key.substring(key.indexOf('_') + 1);
            if (name.equals("gamma") || name.equals("var")) values.assign(Nd4j.rand(values.dataType(), values.shape()).add(.5));
            if (name.equals("beta") || name.equals("mean") || name.startsWith("log10"))
                values.assign(Nd4j.randn(values.dataType(), values.shape()).mul(.5));
        });
        return network;
    }

    /** Keras's networks take arrays of rank 4. */
    @Test void picturesOfRank4HaveASizeThatMustBeTold() {
        MultiLayerNetwork network = network(InputType.convolutional(7, 6, 2), kernel(Activation.RELU, 0), OUTPUT);
        assertThatThrownBy(() -> Conversion.toCompact(network))
                .hasMessageStartingWith("layer 0 takes pictures, and the network does not say");
        var size = (InputType.InputTypeConvolutional) InputType.convolutional(7, 6, 2);
        INDArray examples = Nd4j.rand(DataType.FLOAT, 4, 2, 7, 6);
        CompactNetwork compact = Conversion.toCompact(network, size);
        float[] found = new float[12];
        compact.apply(examples.dup('c').ravel().toFloatVector(), 4, found, compact.workspace(4));
        assertThat(found).containsExactly(network.output(examples).ravel().toFloatVector(), within(1e-5f));
        assertThatThrownBy(
                () -> Conversion.toCompact(network, (InputType.InputTypeConvolutional) InputType.convolutional(8, 6, 2)))
                .hasMessageStartingWith("layer 1 takes 4 maps of 5x4; there are 4 of 6x4 below");
    }

    @Test void whatCannotBeExpressedIsNamed() {
        assertRefused("layer 1 pools by SUM: must be MAX or AVG", kernel(Activation.RELU, 0),
                new GlobalPoolingLayer(PoolingType.SUM));
        assertRefused("layer 1 is a ZeroPaddingLayer: must be", kernel(Activation.RELU, 0), new ZeroPaddingLayer(1, 1));
        assertRefused("layer 0 has activation", kernel(Activation.LEAKYRELU, 0));
        assertRefused("layer 0 has softmax", kernel(Activation.SOFTMAX, 0));
        assertRefused("layer 1 averages zeros", kernel(Activation.RELU, 0),
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(2, 2).padding(1, 1)
                        .avgPoolIncludePadInDivisor(true).build());
        MultiLayerNetwork last = network(InputType.convolutional(8, 8, 2, CNN2DFormat.NHWC), kernel(Activation.RELU, 0), OUTPUT);
        var size = (InputType.InputTypeConvolutional) InputType.convolutional(8, 8, 2, CNN2DFormat.NHWC);
        assertThatThrownBy(() -> Conversion.toCompact(last, size))
                .hasMessage("input has channels last: must have channels first");
    }

    private static void assertRefused(String message, Layer... layers) {
        Layer[] all = java.util.Arrays.copyOf(layers, layers.length + 1);
        all[layers.length] = OUTPUT;
        MultiLayerNetwork network = network(InputType.convolutionalFlat(8, 8, 2), all);
        assertThatThrownBy(() -> Conversion.toCompact(network)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static MultiLayerNetwork network(InputType input, Layer... layers) {
        var list = new NeuralNetConfiguration.Builder().seed(5).list();
        for (Layer layer : layers) list.layer(layer.clone());
        var network = new MultiLayerNetwork(list.setInputType(input).build());
        network.init();
        return network;
    }

    private static CompactNetwork assertSame(MultiLayerNetwork network) {
        CompactNetwork compact = Conversion.toCompact(network);
        INDArray examples = Nd4j.rand(DataType.FLOAT, 6, compact.inputs());
        float[] expected = network.output(examples).ravel().toFloatVector(), found = new float[expected.length];
        compact.apply(examples.ravel().toFloatVector(), 6, found, compact.workspace(6));
        assertThat(found).containsExactly(expected, within(1e-5f));
        return compact;
    }
}
