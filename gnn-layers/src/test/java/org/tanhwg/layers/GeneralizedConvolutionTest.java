package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;

/** A convolution is a dense layer over patches; what it computes is what Deeplearning4j's ConvolutionLayer computes with O = w m. */
class GeneralizedConvolutionTest {
    @BeforeEach
    @AfterEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(new int[] {3, 3}, new int[] {1, 1}, new int[] {0, 0}, new int[] {1, 1}, ConvolutionMode.Truncate),
                arguments(new int[] {3, 2}, new int[] {2, 3}, new int[] {2, 1}, new int[] {1, 1}, ConvolutionMode.Truncate),
                arguments(new int[] {3, 3}, new int[] {1, 1}, new int[] {1, 2}, new int[] {2, 3}, ConvolutionMode.Truncate),
                arguments(new int[] {3, 4}, new int[] {1, 1}, new int[] {0, 0}, new int[] {1, 1}, ConvolutionMode.Same),
                arguments(new int[] {2, 4}, new int[] {3, 2}, new int[] {0, 0}, new int[] {1, 1}, ConvolutionMode.Same),
                arguments(new int[] {3, 3}, new int[] {1, 1}, new int[] {0, 0}, new int[] {2, 2}, ConvolutionMode.Same),
                arguments(new int[] {3, 3}, new int[] {2, 2}, new int[] {1, 0}, new int[] {1, 1}, ConvolutionMode.Strict),
                arguments(new int[] {1, 1}, new int[] {1, 1}, new int[] {0, 0}, new int[] {1, 1}, ConvolutionMode.Truncate));
    }

    @ParameterizedTest
    @MethodSource("shapes") void outputAndGradientsAreThoseOfDeeplearning4j(int[] kernel, int[] stride, int[] padding,
            int[] dilation,
            ConvolutionMode mode) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            InputType type = InputType.convolutional(7, 9, 3, format);
            MultiLayerNetwork ours = network(type,
                    new GeneralizedConvolution.Builder(kernel).nOut(4).stride(stride).padding(padding)
                            .dilation(dilation).convolutionMode(mode).build());
            MultiLayerNetwork theirs = network(type, new ConvolutionLayer.Builder(kernel).nOut(4).stride(stride).padding(padding)
                    .dilation(dilation).convolutionMode(mode).build());
            Nd4j.getRandom().setSeed(4);
            theirs.setParams(Nd4j.randn(DataType.FLOAT, 1, theirs.numParams()).muli(0.3));
            long n = 3L * kernel[0] * kernel[1];
            INDArray observable = theirs.getParam("0_W").dup('c').reshape('c', 4, n).transpose();
            INDArray mass = ours.getParam("0_w").assign(Nd4j.rand(DataType.FLOAT, n, 4).addi(0.1));
            mass.diviRowVector(mass.sum(0));
            ours.getParam("0_m").assign(observable.div(mass));
            ours.getParam("0_b").assign(theirs.getParam("0_b").reshape(4));
            ours.getParam("1_W").assign(theirs.getParam("1_W"));
            ours.getParam("1_b").assign(theirs.getParam("1_b"));
            INDArray x = Nd4j.randn(DataType.FLOAT,
                    format == CNN2DFormat.NCHW ? new long[] {5, 3, 7, 9} : new long[] {5, 7, 9, 3});
            INDArray y = labels(5, 2);
            assertThat(ours.feedForward(x).get(1).shape()).containsExactly(theirs.feedForward(x).get(1).shape());
            assertThat(ours.output(x).distance2(theirs.output(x))).isLessThan(1e-5);
            Pair<Gradient, INDArray> gradient = theirs.calculateGradients(x, y, null, null);
            Pair<Gradient, INDArray> own = ours.calculateGradients(x, y, null, null);
            assertThat(own.getSecond().distance2(gradient.getSecond())).as("input").isLessThan(1e-4);
            INDArray kernels = gradient.getFirst().getGradientFor("0_W").dup('c').reshape('c', 4, n).transpose();
            assertThat(own.getFirst().getGradientFor("0_m").div(mass).distance2(kernels)).as("kernels")
                    .isLessThan(1e-4 * (1 + kernels.norm2Number().doubleValue()));
            assertThat(own.getFirst().getGradientFor("0_b").distance2(gradient.getFirst().getGradientFor("0_b").reshape(4)))
                    .as("biases").isLessThan(1e-4);
        }
    }

    private static MultiLayerNetwork network(InputType type, Layer first) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(1))
                .activation(Activation.RELU).list().layer(first)
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build()).setInputType(type).build());
        network.init();
        return network;
    }

    static Stream<Arguments> laws() {
        return Stream.of(SynapticLaw.dirac(), SynapticLaw.gaussian(0.1))
                .flatMap(law -> Stream.of(CNN2DFormat.values()).map(format -> arguments(law, format)));
    }

    @ParameterizedTest
    @MethodSource("laws") void gradientsAreExact(SynapticLaw law, CNN2DFormat format) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).list()
                .layer(new GeneralizedConvolution.Builder(3, 2).nOut(2).padding(1).law(law).transmission(Transmission.SAMPLED)
                        .build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).dataFormat(format).build())
                .layer(new GeneralizedConvolution.Builder(2).nOut(3).stride(1, 2).convolutionMode(ConvolutionMode.Same).law(law)
                        .transmission(Transmission.SAMPLED).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(5, 6, 2, format)).build());
        network.init();
        INDArray x = Nd4j.rand(DataType.DOUBLE, format == CNN2DFormat.NCHW ? new long[] {3, 2, 5, 6} : new long[] {3, 5, 6, 2});
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network).epsilon(1e-6).maxRelError(1e-4)
                .minAbsoluteError(1e-8).input(x).labels(labels(3, 2).castTo(DataType.DOUBLE)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void gradientsAreExactInResidualGraphs(boolean sampled) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        ComputationGraph graph = new ComputationGraph(residual(DataType.DOUBLE, new NoOp(), sampled, 2));
        graph.init();
        INDArray x = Nd4j.rand(DataType.DOUBLE, 2, 2, 5, 5);
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig().net(graph).epsilon(1e-6).maxRelError(1e-4)
                .minAbsoluteError(1e-8).inputs(new INDArray[] {x}).labels(new INDArray[] {labels(2, 2).castTo(DataType.DOUBLE)})))
                .isTrue();
    }

    private static ComputationGraphConfiguration residual(DataType type, org.nd4j.linalg.learning.config.IUpdater updater,
            boolean sampled, int units) {
        return new NeuralNetConfiguration.Builder().seed(5).dataType(type).updater(updater).activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in").setInputTypes(InputType.convolutional(5, 5, 2))
                .addLayer("stem", same(units), "in")
                .addLayer("a", sampled ? drawn(SynapticLaw.gaussian(0.1), units) : same(units), "stem")
                .addLayer("b", sampled ? drawn(SynapticLaw.gaussian(0.2), units) : same(units), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "b")
                .addLayer("pool", new GlobalPoolingLayer(), "sum")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(2).build(), "pool").setOutputs("out").build();
    }

    private static GeneralizedConvolution drawn(SynapticLaw law, int units) {
        return new GeneralizedConvolution.Builder(3).nOut(units).convolutionMode(ConvolutionMode.Same).law(law)
                .transmission(Transmission.SAMPLED).build();
    }

    private static GeneralizedConvolution same(int units) {
        return new GeneralizedConvolution.Builder(3).nOut(units).convolutionMode(ConvolutionMode.Same).build();
    }

    @Test void graphsTrain() {
        ComputationGraph graph = new ComputationGraph(residual(DataType.FLOAT, new TanHwg.Builder(200).build(), false, 3));
        graph.init();
        TanHwg.attach(graph);
        double before = graph.score(pictures(0, 2, 5, CNN2DFormat.NCHW));
        for (int i = 0; i < 200; i++) graph.fit(pictures(i, 2, 5, CNN2DFormat.NCHW));
        assertThat(graph.score(pictures(0, 2, 5, CNN2DFormat.NCHW))).isLessThan(before / 2);
        assertThat(TanHwg.diagnostics(graph)).extracting("layer").containsExactly("stem", "a", "b", "out");
    }

    @Test void configurationsSurviveJson() {
        MultiLayerConfiguration before = new NeuralNetConfiguration.Builder().seed(5).updater(new TanHwg.Builder(20).build())
                .list()
                .layer(new GeneralizedConvolution.Builder(3, 2).nOut(2).stride(2, 1).padding(1, 0).dilation(1, 2)
                        .convolutionMode(ConvolutionMode.Strict).law(SynapticLaw.gaussian(0.1)).inputGradient(false)
                        .dropOut(new ReleaseNoise(0.3, 10, 1)).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(5, 6, 2, CNN2DFormat.NHWC)).build();
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(after.toJson()).isEqualTo(before.toJson());
        var layer = (GeneralizedConvolution) after.getConf(0).getLayer();
        assertThat(layer.getStride()).containsExactly(2, 1);
        assertThat(layer.getNIn()).isEqualTo(2);
        assertThat(layer.clone()).isEqualTo(layer);
        layer.setStride(new int[] {1, 1});
        assertThat(after).isNotEqualTo(before);
    }

    /** One by one pictures and kernels: the same numbers as a dense layer, step by step and to the bit but for the order of sums. */
    @Test void aKernelAsLargeAsThePictureStepsAsADenseLayer() {
        TanHwg optimizer = new TanHwg.Builder(60).beta(0.02).build();
        MultiLayerNetwork convolution = list(InputType.convolutional(3, 3, 2), new GeneralizedConvolution.Builder(3).nOut(4)
                .updater(optimizer).build(), optimizer);
        MultiLayerNetwork dense = list(InputType.feedForward(18),
                new GeneralizedDense.Builder().nOut(4).updater(optimizer).build(),
                optimizer);
        dense.setParams(convolution.params().dup());
        for (int i = 0; i < 60; i++) {
            DataSet batch = pictures(i, 2, 3, CNN2DFormat.NCHW);
            convolution.fit(batch);
            dense.fit(new DataSet(batch.getFeatures().reshape('c', batch.numExamples(), 18), batch.getLabels()));
        }
        assertThat(convolution.params().distance2(dense.params())).isLessThan(1e-3 * dense.params().norm2Number().doubleValue());
        INDArray silent = convolution.getParam("0_m").eq(0).castTo(DataType.INT);
        assertThat(silent).isEqualTo(dense.getParam("0_m").eq(0).castTo(DataType.INT));
        assertThat(silent.sumNumber().intValue()).isPositive();
    }

    private static MultiLayerNetwork list(InputType type, Layer first, TanHwg optimizer) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).updater(optimizer)
                .activation(Activation.RELU).list().layer(first).layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(type).build());
        network.init();
        return TanHwg.attach(network);
    }

    @Test void kernelsLargerThanThePictureAreNamedBeforeTraining() {
        assertThatThrownBy(
                () -> list(InputType.convolutional(3, 9, 2), new GeneralizedConvolution.Builder(5).name("c").nOut(4).build(),
                        new TanHwg.Builder(60).build()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("layer c", "kernel 5x5", "3x9");
    }

    @Test void stridesThatDoNotMeetTheBorderAreNamedInStrictMode() {
        assertThatThrownBy(() -> list(InputType.convolutional(6, 6, 2),
                new GeneralizedConvolution.Builder(3).name("c").stride(2).nOut(4)
                        .convolutionMode(ConvolutionMode.Strict).build(),
                new TanHwg.Builder(60).build()))
                .isInstanceOf(DL4JInvalidConfigException.class).hasMessageContainingAll("layer c", "Strict");
    }

    @Test void channelsThatDoNotFitAreNamed() {
        var layer = new GeneralizedConvolution.Builder(3).name("c").nIn(1).nOut(4).build();
        assertThatThrownBy(() -> layer.getOutputType(0, InputType.convolutional(6, 6, 2)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("layer c", "2 channels", "has 1");
        MultiLayerNetwork network = list(InputType.convolutional(6, 6, 1), new GeneralizedConvolution.Builder(3).nOut(4).build(),
                new TanHwg.Builder(60).build());
        assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 2, 3, 6, 6)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("[2, 3, 6, 6]", "[batch, 1, height, width]");
    }

    @Test void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new GeneralizedConvolution.Builder(0)).hasMessageContaining("kernelSize");
        assertThatThrownBy(() -> new GeneralizedConvolution.Builder(1, 2, 3)).hasMessageContaining("kernelSize");
        assertThatThrownBy(() -> new GeneralizedConvolution.Builder(1).stride(0)).hasMessageContaining("stride");
        assertThatThrownBy(() -> new GeneralizedConvolution.Builder(1).convolutionMode(ConvolutionMode.Causal))
                .hasMessageContaining("Causal");
    }

    @Test void startsWithHesInitialisation() {
        MultiLayerNetwork network = list(InputType.convolutional(9, 9, 20),
                new GeneralizedConvolution.Builder(5).nOut(300).build(),
                new TanHwg.Builder(60).build());
        INDArray w = network.getParam("0_w");
        assertThat(w.shape()).containsExactly(500, 300);
        assertThat(w.maxNumber().doubleValue()).isCloseTo(1.0 / 500, within(1e-9));
        assertThat(w.mul(network.getParam("0_m")).stdNumber().doubleValue()).isCloseTo(Math.sqrt(2.0 / 500), within(1e-3));
    }

    private static INDArray labels(int examples, int classes) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, classes);
        for (int i = 0; i < examples; i++) labels.putScalar(i, i % classes, 1);
        return labels;
    }

    /** Twenty pictures of noise; half of them have a bright corner. */
    static DataSet pictures(long seed, int channels, int side, CNN2DFormat format) {
        Nd4j.getRandom().setSeed(seed + 100);
        INDArray x = Nd4j.rand(DataType.FLOAT, 20, channels, side, side);
        for (int i = 0; i < 20; i += 2) {
            x.putScalar(new int[] {i, 0, 0, 0}, 3);
            x.putScalar(new int[] {i, channels - 1, 1, 1}, 3);
        }
        return new DataSet(format == CNN2DFormat.NCHW ? x : x.permute(0, 2, 3, 1).dup('c'), labels(20, 2));
    }
}
