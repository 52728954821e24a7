package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
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
import org.tanhwg.core.compact.CompactFile;
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
        disturb(network.paramTable());
        return network;
    }

    private static void disturb(Map<String, INDArray> parameters) {
        Nd4j.getRandom().setSeed(9);
        parameters.forEach((key, values) -> {
            String name = key.substring(key.indexOf('_') + 1);
            if (name.equals("gamma") || name.equals("var")) values.assign(Nd4j.rand(values.dataType(), values.shape()).add(.5));
            if (name.equals("beta") || name.equals("mean") || name.startsWith("log10"))
                values.assign(Nd4j.randn(values.dataType(), values.shape()).mul(.5));
        });
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

    /** The compact network takes channel after channel whichever way the network does. */
    @Test void channelsMayBeLast() {
        var size = (InputType.InputTypeConvolutional) InputType.convolutional(8, 7, 2, CNN2DFormat.NHWC);
        MultiLayerNetwork network = network(size, kernel(Activation.RELU, 1),
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(),
                new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.TANH).build(), OUTPUT);
        INDArray examples = Nd4j.rand(DataType.FLOAT, 4, 8, 7, 2);
        CompactNetwork compact = Conversion.toCompact(network, size);
        float[] found = new float[12];
        compact.apply(examples.permute(0, 3, 1, 2).dup('c').ravel().toFloatVector(), 4, found, compact.workspace(4));
        assertThat(found).containsExactly(network.output(examples).ravel().toFloatVector(), within(1e-5f));
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

    /** Two blocks: what came in is added as it is, or through a kernel and batch normalisation; normalisation is folded and nothing is computed twice. */
    @Test void residualBlocksGoAlong() throws IOException {
        ComputationGraph graph = residual(InputType.convolutionalFlat(8, 7, 2));
        CompactNetwork compact = assertSame(graph, graph::outputSingle);
        assertThat(compact.units()).containsExactly(4, 4, 4, 6, 6, 6, 3);
        var file = new ByteArrayOutputStream();
        CompactFile.write(compact, file);
        assertThat(file.toByteArray()[5]).isEqualTo((byte) 5);
        assertSame(graph, examples -> {
            CompactNetwork read = read(file.toByteArray());
            float[] found = new float[18];
            read.apply(examples.ravel().toFloatVector(), 6, found, read.workspace(1));
            return Nd4j.createFromArray(found);
        });
        graph.getParam("b_W").assign(0); // one branch has died, and then the other
        assertSame(graph, graph::outputSingle);
        graph.getParam("short_W").assign(0);
        assertSame(graph, graph::outputSingle);
    }

    private static CompactNetwork read(byte[] file) {
        try {
            return CompactFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test void whatIsNoSumOfMapsIsRefused() {
        ComputationGraph merged = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .setInputTypes(InputType.convolutionalFlat(6, 6, 1)).addLayer("a", kernel(Activation.RELU, 1), "in")
                .addLayer("b", kernel(Activation.RELU, 1), "in").addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", OUTPUT, "both").setOutputs("out").build());
        merged.init();
        assertThatThrownBy(() -> Conversion.toCompact(merged))
                .hasMessageStartingWith("vertex both is a MergeVertex of 2 inputs: must be");
    }

    private static ComputationGraph residual(InputType pictures) {
        var graph = new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("in").setInputTypes(pictures);
        graph.addLayer("stem", kernel(Activation.IDENTITY, 1), "in").addLayer("n0", new BatchNormalization(), "stem")
                .addLayer("r0", new ActivationLayer(Activation.RELU), "n0");
        graph.addLayer("a", new GeneralizedConvolution.Builder(3).convolutionMode(ConvolutionMode.Same).nOut(4)
                .activation(Activation.IDENTITY).build(), "r0").addLayer("n1", new BatchNormalization(), "a")
                .addLayer("r1", new ActivationLayer(Activation.RELU), "n1").addLayer("b", kernel(Activation.IDENTITY, 1), "r1")
                .addLayer("n2", new BatchNormalization(), "b")
                .addVertex("s1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "n2", "r0")
                .addLayer("r2", new ActivationLayer(Activation.RELU), "s1");
        graph.addLayer("c", wide(3, Activation.RELU), "r2").addLayer("d", new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(6)
                .activation(Activation.IDENTITY).build(), "c").addLayer("n3", new BatchNormalization(), "d")
                .addLayer("short", wide(1, Activation.IDENTITY), "r2").addLayer("n4", new BatchNormalization(), "short")
                .addVertex("s2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "n3", "n4")
                .addLayer("r3", new ActivationLayer(Activation.RELU), "s2")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "r3").addLayer("out", OUTPUT, "pool");
        var network = new ComputationGraph(graph.setOutputs("out").build());
        network.init();
        disturb(network.paramTable());
        return network;
    }

    private static ConvolutionLayer wide(int side, Activation activation) {
        return new ConvolutionLayer.Builder(side, side).stride(2, 2).convolutionMode(ConvolutionMode.Same).nOut(6)
                .activation(activation).build();
    }

    private static CompactNetwork assertSame(MultiLayerNetwork network) { return assertSame(network, network::output); }

    private static CompactNetwork assertSame(Model network, Function<INDArray, INDArray> answers) {
        CompactNetwork compact = Conversion.toCompact(network);
        INDArray examples = Nd4j.rand(DataType.FLOAT, 6, compact.inputs());
        float[] expected = answers.apply(examples).ravel().toFloatVector(), found = new float[expected.length];
        compact.apply(examples.ravel().toFloatVector(), 6, found, compact.workspace(6));
        assertThat(found).containsExactly(expected, within(1e-5f));
        return compact;
    }
}
