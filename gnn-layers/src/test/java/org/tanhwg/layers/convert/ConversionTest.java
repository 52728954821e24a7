package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.PhaseEncoding;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.FeedbackAlignment;
import org.tanhwg.layers.signal.OwnTarget;

class ConversionTest {
    private static final TanHwg OPTIMIZER = new TanHwg.Builder(100).build();

    @TempDir Path folder;

    /** Trained with dropout, L2 and without biases; one weight is 0, one unit is dead. The output is linear: these are logits. */
    @Test void keepsTheFunctionOfTrainedLayers() {
        MultiLayerNetwork network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01)).l2(1e-3)
                        .biasUpdater(new Sgd(0.1)).list()
                        .layer(new DenseLayer.Builder().name("first").nOut(7).hasBias(false).activation(Activation.TANH)
                                .dropOut(0.8).build())
                        .layer(new DenseLayer.Builder().nOut(4).activation(Activation.LEAKYRELU).build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(3).activation(Activation.IDENTITY).build())
                        .setInputType(InputType.feedForward(6)).build());
        network.init();
        for (int i = 0; i < 20; i++) network.fit(Networks.batch(i));
        network.getLayer(0).getParam("W").putScalar(2, 5, 0);
        network.getLayer(1).getParam("W").getColumn(1).assign(0);
        INDArray before = network.params().dup();
        String configuration = network.getLayerWiseConfigurations().toJson();

        MultiLayerNetwork generalized = Conversion.toGeneralized(network, OPTIMIZER);
        assertClose(output(generalized), output(network));
        assertThat(network.params()).isEqualTo(before);
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
        var first = (GeneralizedDense) generalized.getLayer(0).conf().getLayer();
        assertThat(first.getLayerName()).isEqualTo("first");
        assertThat(first.getActivationFn()).isEqualTo(Activation.TANH.getActivationFunction());
        assertThat(first.getIDropout()).isEqualTo(new Dropout(0.8));
        var last = (GeneralizedOutput) generalized.getLayer(2).conf().getLayer();
        assertThat(last.getLossFn()).isEqualTo(LossFunction.MSE.getILossFunction());
        assertThat(generalized.getIterationCount()).isZero();
        assertThat(generalized.getEpochCount()).isZero();

        INDArray w = generalized.getParam("0_w");
        INDArray m = generalized.getParam("0_m");
        assertThat(w.getDouble(2, 5)).isZero();
        assertThat(m.getDouble(2, 5)).isZero();
        for (INDArray column : new INDArray[] {w, generalized.getParam("1_w"), generalized.getParam("2_w")})
            assertThat(column.sum(0).toDoubleVector()).containsOnly(new double[] {1}, within(1e-6));
        double[] ratio = w.mul(w).div(w.mul(m)).getColumn(0).toDoubleVector(); // w²/O is one number for each unit
        for (double r : ratio) assertThat(Math.abs(r)).isCloseTo(Math.abs(ratio[0]), within(1e-4 * Math.abs(ratio[0])));
        assertThat(generalized.getParam("1_w").getColumn(1).toDoubleVector()).containsOnly(1 / 7f);
        assertThat(generalized.getParam("1_m").getColumn(1).sumNumber().doubleValue()).isZero();
        assertThat(generalized.getParam("0_b").sumNumber().doubleValue()).isZero();

        MultiLayerNetwork dense = Conversion.toDense(generalized, new Adam(0.01));
        assertClose(dense.getParam("0_W"), network.getParam("0_W"));
        assertThat(dense.getLayer(0).conf().getLayer()).isExactlyInstanceOf(DenseLayer.class);
        assertThat(dense.getLayer(2).conf().getLayer()).isExactlyInstanceOf(OutputLayer.class);
        dense.fit(Networks.batch(1));
    }

    /** A network as it comes from its initialisation, converted, pruned, saved, loaded and made dense again. */
    @Test void aConvertedNetworkPrunes() throws IOException {
        MultiLayerNetwork network = classifier(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build());
        MultiLayerNetwork generalized = Conversion.toGeneralized(network, new TanHwg.Builder(300).beta(0.02).build());
        double loss = generalized.score(Networks.batch(0));
        for (int i = 0; i < 300; i++) generalized.fit(Networks.batch(i));
        assertThat(generalized.score(Networks.batch(0))).isLessThan(loss);
        assertThat(generalized.getParam("0_w").neq(0).castTo(DataType.INT32).sumNumber().intValue()).isBetween(3, 25);
        assertThat(TanHwg.takeEnergyDescent(generalized).violated()).isZero();

        ModelFile.save(generalized, folder.resolve("pruned.zip"));
        MultiLayerNetwork dense = Conversion.toDense((MultiLayerNetwork) ModelFile.load(folder.resolve("pruned.zip")),
                new Sgd(0.1));
        assertClose(output(dense), output(generalized));
        assertThat(dense.getParam("0_W").neq(0)).isEqualTo(generalized.getParam("0_w").mul(generalized.getParam("0_m")).neq(0));
        ModelFile.save(dense, folder.resolve("dense.zip"));
        assertThat(output((MultiLayerNetwork) ModelFile.load(folder.resolve("dense.zip")))).isEqualTo(output(dense));
    }

    @Test void graphsToo() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(5).updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("a", "b").addLayer("left", new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build(), "a")
                .addLayer("right", new DenseLayer.Builder().nOut(3).activation(Activation.SIGMOID).build(), "b")
                .addVertex("both", new MergeVertex(), "left", "right").addLayer("norm", new BatchNormalization(), "both")
                .addLayer("out", new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build(),
                        "norm")
                .setOutputs("out").setInputTypes(InputType.feedForward(6), InputType.feedForward(5)).build());
        graph.init();
        graph.getParam("norm_mean").addi(0.3);
        INDArray a = features();
        INDArray b = Nd4j.rand(DataType.FLOAT, 20, 5);
        String configuration = graph.getConfiguration().toJson();
        ComputationGraph generalized = Conversion.toGeneralized(graph, OPTIMIZER);
        assertClose(generalized.outputSingle(a, b), graph.outputSingle(a, b));
        assertThat(graph.getConfiguration().toJson()).isEqualTo(configuration);
        assertThat(generalized.getLayer("left").conf().getLayer()).isInstanceOf(GeneralizedDense.class);
        assertThat(generalized.getLayer("norm").conf().getLayer()).isInstanceOf(BatchNormalization.class);
        generalized.fit(new INDArray[] {a, b}, new INDArray[] {Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, 10)});
        ComputationGraph dense = Conversion.toDense(generalized, new Adam(0.01));
        assertClose(dense.outputSingle(a, b), generalized.outputSingle(a, b));
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class) void convolutionsKeepTheirFunctionBothWays(CNN2DFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01))
                .activation(Activation.TANH).list()
                .layer(new ConvolutionLayer.Builder(3, 2).nOut(4).stride(2, 1).padding(1, 0).dilation(1, 2).hasBias(false)
                        .build())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).convolutionMode(ConvolutionMode.Same).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(5, 6, 2, format)).build());
        network.init();
        Nd4j.getRandom().setSeed(5);
        network.setParams(Nd4j.randn(DataType.FLOAT, 1, network.numParams()).muli(0.4));
        network.getParam("0_W").putScalar(new int[] {1, 1, 2, 1}, 0);
        INDArray x = Nd4j.randn(DataType.FLOAT, format == CNN2DFormat.NCHW ? new long[] {4, 2, 5, 6} : new long[] {4, 5, 6, 2});
        MultiLayerNetwork generalized = Conversion.toGeneralized(network, OPTIMIZER);
        assertThat(generalized.getLayer(0).conf().getLayer()).isInstanceOf(GeneralizedConvolution.class);
        assertClose(generalized.output(x), network.output(x));
        assertThat(generalized.getParam("0_w").getDouble(1 * 6 + 2 * 2 + 1, 1)).as("channel 1, row 2, column 1 of unit 1")
                .isZero();
        assertClose(Conversion.toGeneralized(generalized, OPTIMIZER, new SynapticEmbedding(SynapticLaw.gaussian(0.1),
                Transmission.EXPECTED, Transmission.EXPECTED)).output(x), network.output(x));
        MultiLayerNetwork back = Conversion.toDense(generalized, new Adam(0.01));
        assertThat(back.getLayer(1).conf().getLayer()).isInstanceOf(ConvolutionLayer.class);
        assertClose(back.output(x), network.output(x));
    }

    /** What generalized layers have not, and what is neither fully connected nor a convolution, stays as it is. */
    @Test void otherLayersStay() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01))
                .list()
                .layer(new Deconvolution2D.Builder(2, 2).nOut(3).activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().nOut(5).hasLayerNorm(true).activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().nOut(5).constrainWeights(new MaxNormConstraint(1, 0)).activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder().nOut(5).weightNoise(new DropConnect(0.9)).activation(Activation.RELU).build())
                .layer(new FrozenLayer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build()))
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(2, 3, 1)).build());
        network.init();
        MultiLayerNetwork generalized = Conversion.toGeneralized(network, OPTIMIZER);
        assertClose(output(generalized), output(network));
        for (int i = 0; i < 5; i++)
            assertThat(generalized.getLayer(i).conf().getLayer()).isEqualTo(network.getLayer(i).conf().getLayer());
        assertThat(generalized.getLayer(5).conf().getLayer()).isInstanceOf(GeneralizedDense.class);
        INDArray frozen = generalized.getParam("4_W").dup();
        generalized.fit(Networks.batch(0));
        assertThat(generalized.getParam("4_W")).isEqualTo(frozen);
        assertThat(generalized.getParam("5_m")).isNotEqualTo(Conversion.toGeneralized(network, OPTIMIZER).getParam("5_m"));
    }

    /** w A has the initial spread wherever the mass is; what was pruned stays without. Changing only the laws keeps w and m. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3}) void lawsWithAWidth(int atoms) {
        MultiLayerNetwork network = classifier(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build());
        network.getLayer(0).getParam("W").putScalar(1, 2, 0);
        SynapticLaw law = atoms == 1 ? SynapticLaw.gaussian(0.02) : SynapticLaw.quantiles(atoms, 0.02);
        var embedding = new SynapticEmbedding(law, Transmission.SAMPLED, Transmission.EXPECTED);
        MultiLayerNetwork sampled = Conversion.toGeneralized(network, OPTIMIZER, embedding);
        assertClose(output(sampled), output(network));
        INDArray width = sampled.getParam(atoms == 1 ? "0_s" : "0_q");
        INDArray w = sampled.getParam("0_w");
        for (int x = 0; x < 6; x++) {
            for (int y = 0; y < 5; y++) {
                double variance = 0;
                for (int k = 0; k < atoms; k++)
                    variance += Math.pow(w.getDouble(x, y) * width.getDouble(6 * k + x, y), 2) / atoms;
                assertThat(Math.sqrt(variance)).isCloseTo(x == 1 && y == 2 ? 0 : 0.02, within(1e-8));
            }
        }
        sampled.fit(Networks.batch(0));
        MultiLayerNetwork later = Conversion.toGeneralized(Conversion.toGeneralized(network, OPTIMIZER), OPTIMIZER, embedding);
        assertThat(later.getParam("0_m").toFloatMatrix())
                .isEqualTo(Conversion.toGeneralized(network, OPTIMIZER, embedding).getParam("0_m").toFloatMatrix());
    }

    @Test void signalsStay() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(OPTIMIZER).list()
                .layer(new GeneralizedDense.Builder().nOut(4).signal(new FeedbackAlignment(7)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).signal(new OwnTarget(OwnTarget.Energy.ALIGNMENT, 1)).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        MultiLayerNetwork again = Conversion.toGeneralized(network, OPTIMIZER);
        for (int i = 0; i < 2; i++) {
            assertThat(((Generalized) again.getLayer(i).conf().getLayer()).getSignal())
                    .isEqualTo(((Generalized) network.getLayer(i).conf().getLayer()).getSignal());
        }
    }

    /** Except quantiles, which need an order: then they keep theirs. */
    @Test void complexSynapsesGetLawsToo() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(OPTIMIZER).list()
                .layer(new PhaseEncoding()).layer(new ComplexGeneralizedDense.Builder().nOut(4).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
        network.init();
        MultiLayerNetwork wide = Conversion.toGeneralized(network, OPTIMIZER,
                new SynapticEmbedding(SynapticLaw.gaussian(0.02), Transmission.SAMPLED, Transmission.EXPECTED));
        assertClose(output(wide), output(network));
        assertThat(wide.getParam("1_w").mul(wide.getParam("1_s")).toDoubleMatrix()[0]).containsOnly(new double[] {0.02},
                within(1e-8));
        wide.fit(Networks.batch(0));
        MultiLayerNetwork atoms = Conversion.toGeneralized(wide, OPTIMIZER,
                new SynapticEmbedding(SynapticLaw.quantiles(3, 0.02), Transmission.SAMPLED, Transmission.EXPECTED));
        assertThat(atoms.getParam("1_s").toFloatMatrix()).isEqualTo(wide.getParam("1_s").toFloatMatrix());
        assertThat(atoms.getParam("2_q")).isNotNull();
    }

    /** Other updaters move w off the simplex, below 0 too; the conversion kept that. */
    @Test void massThatLeftTheSimplexIsPutBackOnIt() {
        for (SynapticLaw law : List.of(SynapticLaw.dirac(), SynapticLaw.gaussian(0.1), SynapticLaw.quantiles(4, 0.1))) {
            var embedding = new SynapticEmbedding(law, Transmission.SAMPLED, Transmission.EXPECTED);
            var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.01)).list()
                    .layer(new PhaseEncoding())
                    .layer(new ComplexGeneralizedDense.Builder().nOut(4)
                            .law(law.kind() == SynapticLaw.Kind.QUANTILES ? SynapticLaw.dirac() : law).build())
                    .layer(new GeneralizedDense.Builder().nOut(5).law(law).activation(Activation.TANH).build())
                    .layer(new GeneralizedOutput.Builder().nOut(3).law(law).build()).setInputType(InputType.feedForward(6))
                    .build());
            network.init();
            for (int i = 1; i < 4; i++) {
                INDArray w = network.getParam(i + "_w");
                w.getColumn(1).muli(1.7);
                w.putScalar(0, 0, -0.3);
                w.putScalar(1, 2, 0);
            }
            INDArray before = output(network);
            MultiLayerNetwork converted = Conversion.toGeneralized(network, OPTIMIZER, embedding);
            assertClose(output(converted), before);
            for (int i = 1; i < 4; i++) {
                INDArray w = converted.getParam(i + "_w");
                assertThat(w.minNumber().doubleValue()).isNotNegative();
                for (int y = 0; y < w.columns(); y++)
                    assertThat(w.getColumn(y).sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
            }
            assertThat(products(converted, law)).containsExactly(products(network, law), within(1e-6));
        }
    }

    /** In the plane atoms have no order that a sign would turn round, and a normal law is that of its negative. */
    @Test void widthsOfComplexSynapsesStayWhereMassWasNegative() {
        for (SynapticLaw law : List.of(SynapticLaw.covariance(0.1), SynapticLaw.atoms(3, 0.1))) {
            var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.01)).list()
                    .layer(new PhaseEncoding()).layer(new ComplexGeneralizedDense.Builder().nOut(4).law(law).build())
                    .layer(new ComplexGeneralizedOutput.Builder(ComplexActivation.MODULUS).nOut(3).build())
                    .setInputType(InputType.feedForward(6)).build());
            network.init();
            boolean atoms = law.kind() == SynapticLaw.Kind.ATOMS;
            String key = atoms ? "1_q" : "1_c";
            if (!atoms) for (int i = 0; i < 12; i++) network.getParam(key).putScalar(i, 0, 0.01 * i);
            network.getParam("1_w").putScalar(0, 0, -0.3);
            MultiLayerNetwork converted = Conversion.toGeneralized(network, OPTIMIZER,
                    new SynapticEmbedding(law, Transmission.SAMPLED, Transmission.EXPECTED));
            for (int i = 0; i < network.getParam(key).rows(); i++) {
                double sign = !atoms && i % 6 == 0 ? -1 : 1;
                assertThat(converted.getParam(key).getDouble(i, 0) * converted.getParam("1_w").getDouble(i % 6, 0)).isCloseTo(
                        sign * network.getParam(key).getDouble(i, 0) * network.getParam("1_w").getDouble(i % 6, 0), within(1e-7));
            }
        }
    }

    /** What the widths of the first unit of the third layer weigh, sorted, spreads without their sign. */
    private static double[] products(MultiLayerNetwork network, SynapticLaw law) {
        if (law.kind() == SynapticLaw.Kind.DIRAC) return new double[0];
        boolean spread = law.kind() == SynapticLaw.Kind.GAUSSIAN;
        INDArray width = network.getParam(spread ? "2_s" : "2_q");
        INDArray w = network.getParam("2_w");
        return IntStream.range(0, width.rows()).mapToDouble(i -> width.getDouble(i, 0) * w.getDouble(i % w.rows(), 0))
                .map(product -> spread ? Math.abs(product) : product).sorted().toArray();
    }

    @Test void smallestLayers() {
        for (Activation activation : new Activation[] {Activation.TANH, Activation.IDENTITY}) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01))
                    .list()
                    .layer(new DenseLayer.Builder().nIn(1).nOut(1).activation(activation).build())
                    .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(1).nOut(1).activation(Activation.IDENTITY).build())
                    .build());
            network.init();
            INDArray one = Nd4j.createFromArray(new float[][] {{0.7f}});
            assertClose(Conversion.toGeneralized(network, OPTIMIZER).output(one), network.output(one));
        }
    }

    @Test void saysWhyItCannot() {
        MultiLayerNetwork frozen = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(new Adam(0.01)).list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).hasLayerNorm(true).activation(Activation.TANH).build()).build());
        frozen.init();
        assertThatThrownBy(() -> Conversion.toGeneralized(frozen, OPTIMIZER)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to convert");
        MultiLayerNetwork complex = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(OPTIMIZER).list()
                .layer(new PhaseEncoding()).layer(new ComplexGeneralizedDense.Builder().name("waves").nOut(2).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.feedForward(3)).build());
        complex.init();
        assertThatThrownBy(() -> Conversion.toDense(complex, new Sgd())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer waves is a ComplexGeneralizedDense: Deeplearning4j has no complex layers");
        assertClose(Conversion.toGeneralized(complex, OPTIMIZER).output(Nd4j.ones(1, 3)), complex.output(Nd4j.ones(1, 3)));
        MultiLayerNetwork precise = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(2).build()).build());
        precise.init();
        assertThatThrownBy(() -> Conversion.toGeneralized(precise, OPTIMIZER)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DOUBLE");
    }

    private static MultiLayerNetwork classifier(DenseLayer hidden) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(11).updater(new Adam(0.01))
                .list()
                .layer(hidden).layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        return network;
    }

    private static INDArray features() {
        return Networks.batch(9).getFeatures();
    }

    private static INDArray output(MultiLayerNetwork network) {
        return network.output(features());
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double largest = expected.amaxNumber().doubleValue();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5 * largest);
    }
}
