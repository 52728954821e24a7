package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.FourierEncoding;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.PhaseEncoding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;

class ComplexLayersTest {
    /** GradientCheckUtil insists on the global type. */
    @AfterEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /** z = Σ w m a + b in complex arithmetic, sample by sample. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"}) void transmitsWhatComplexArithmeticSays(DataType type) {
        MultiLayerNetwork network = network(type, 3, 2, ComplexActivation.IDENTITY);
        randomise(network, 1);
        INDArray a = random(type, 5, 6, 2);
        INDArray z = network.output(a);
        for (int row = 0; row < 5; row++) {
            for (int y = 0; y < 2; y++) {
                Complex sum = new Complex(network.getParam("0_b").getDouble(y), network.getParam("0_b").getDouble(2 + y));
                for (int x = 0; x < 3; x++) {
                    Complex m = new Complex(network.getParam("0_mr").getDouble(x, y), network.getParam("0_mi").getDouble(x, y));
                    Complex input = new Complex(a.getDouble(row, x), a.getDouble(row, 3 + x));
                    sum = sum.plus(m.times(input).times(network.getParam("0_w").getDouble(x, y)));
                }
                assertThat(z.getDouble(row, y)).isCloseTo(sum.re(), within(1e-5));
                assertThat(z.getDouble(row, 2 + y)).isCloseTo(sum.im(), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ComplexActivation.class) void gradientsAreExact(ComplexActivation activation) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).list()
                .layer(new GeneralizedDense.Builder().nOut(6).build())
                .layer(new ComplexGeneralizedDense.Builder().nOut(4).activation(activation).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nOut(2).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(4)).build());
        network.init();
        randomise(network, 3);
        assertThat(GradientCheckUtil.checkGradients(network, 1e-6, 1e-5, 1e-9, false, true, random(DataType.DOUBLE, 6, 4, 4),
                random(DataType.DOUBLE, 6, 2, 5))).isTrue();
    }

    @Test void gradientsAreExactThroughDrawsAndEncodings() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).list()
                .layer(new GeneralizedDense.Builder().nOut(20).build())
                .layer(new FourierEncoding(4, 5, 4))
                .layer(new PhaseEncoding())
                .layer(new ComplexGeneralizedDense.Builder().nOut(3).activation(ComplexActivation.IDENTITY)
                        .law(SynapticLaw.gaussian(0.3)).transmission(Transmission.SAMPLED).build())
                .layer(new ComplexGeneralizedDense.Builder().nOut(2).law(SynapticLaw.gaussian(0.3))
                        .transmission(Transmission.SAMPLED).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nOut(2).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(2)).build());
        network.init();
        assertThat(GradientCheckUtil.checkGradients(network, 1e-6, 1e-5, 1e-9, false, true, random(DataType.DOUBLE, 3, 2, 4),
                random(DataType.DOUBLE, 3, 2, 5))).isTrue();
    }

    @Test void configurationsSurviveJson() {
        MultiLayerConfiguration before = new NeuralNetConfiguration.Builder().updater(new TanHwg.Builder(9).build()).list()
                .layer(new FourierEncoding(4, 4, 3)).layer(new PhaseEncoding())
                .layer(new ComplexGeneralizedDense.Builder().nOut(2).activation(ComplexActivation.SPLIT_RELU)
                        .inputGradient(false).law(SynapticLaw.gaussian(0.1)).transmission(Transmission.SAMPLED).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.feedForward(16)).build();
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(after.toJson()).isEqualTo(before.toJson());
        assertThat(before.getConf(2).getLayer()).extracting("nIn", "nOut").containsExactly(6L, 2L);
        assertThat(before.clone()).isEqualTo(before);
    }

    @Test void masksSilenceExamples() {
        MultiLayerNetwork network = network(DataType.FLOAT, 3, 2, ComplexActivation.IDENTITY);
        network.getParam("0_b").assign(1);
        network.setLayerMaskArrays(Nd4j.createFromArray(new float[][] {{1}, {0}}), null);
        INDArray z = network.feedForward(random(DataType.FLOAT, 2, 6, 1)).get(1);
        assertThat(z.getRow(1)).isEqualTo(Nd4j.zeros(DataType.FLOAT, 4));
        assertThat(z.getRow(0).norm2Number().doubleValue()).isPositive();
    }

    @Test void gradientsAreExactInGraphs() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).graphBuilder().addInputs("in")
                .addLayer("a", new ComplexGeneralizedDense.Builder().nOut(3).activation(ComplexActivation.MOD_RELU).build(), "in")
                .addLayer("b", new ComplexGeneralizedDense.Builder().nOut(2).activation(ComplexActivation.MODULUS).build(), "a")
                .addVertex("ab", new MergeVertex(), "a", "b")
                .addLayer("out", new GeneralizedOutput.Builder().nOut(2).build(), "ab").setOutputs("out")
                .setInputTypes(InputType.feedForward(4)).build());
        graph.init();
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 6, 2);
        for (int i = 0; i < 6; i++) labels.putScalar(i, i % 2, 1);
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig().net(graph).epsilon(1e-6).maxRelError(1e-5)
                .minAbsoluteError(1e-9).inputs(new INDArray[] {random(DataType.DOUBLE, 6, 4, 2)})
                .labels(new INDArray[] {labels}))).isTrue();
    }

    @Test void startOnTheSimplexWithHesInitialisation() {
        MultiLayerNetwork network = network(DataType.FLOAT, 400, 300, ComplexActivation.MODULUS);
        assertThat(network.paramTable().keySet()).containsExactly("0_w", "0_mr", "0_mi", "0_b");
        INDArray w = network.getParam("0_w");
        assertThat(w.minNumber().doubleValue()).isCloseTo(1.0 / 400, within(1e-9));
        for (String part : new String[] {"0_mr", "0_mi"})
            assertThat(w.mul(network.getParam(part)).stdNumber().doubleValue()).isCloseTo(Math.sqrt(1.0 / 400), within(1e-3));
    }

    @Test void wrongWidthsAndRealActivationsAreNamed() {
        assertThatThrownBy(() -> network(DataType.FLOAT, 3, 2, ComplexActivation.MODULUS).output(Nd4j.rand(DataType.FLOAT, 2, 5)))
                .isInstanceOf(DL4JInvalidInputException.class).hasMessageContaining("[2, 5]").hasMessageContaining("[batch, 6]");
        assertThatThrownBy(() -> new NeuralNetConfiguration.Builder().list()
                .layer(new ComplexGeneralizedDense.Builder().nOut(2).build()).setInputType(InputType.feedForward(5)).build())
                .hasMessageContaining("even number of columns").hasMessageContaining("5");
        assertThatThrownBy(() -> new ComplexGeneralizedDense.Builder().activation(Activation.RELU))
                .hasMessageContaining("ComplexActivation");
        assertThatThrownBy(() -> new NeuralNetConfiguration.Builder().list().layer(new FourierEncoding(4, 4, 2))
                .setInputType(InputType.feedForward(15)).build()).hasMessageContaining("4 x 4").hasMessageContaining("15");
    }

    private static MultiLayerNetwork network(DataType type, int inputs, int units, ComplexActivation activation) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).dataType(type).list()
                .layer(new ComplexGeneralizedDense.Builder().nIn(inputs).nOut(units).activation(activation).build()).build());
        network.init();
        return network;
    }

    /** Uneven masses and biases. */
    private static void randomise(MultiLayerNetwork network, long seed) {
        network.paramTable().forEach((key, values) -> {
            if (key.endsWith("_w")) values.muli(random(values.dataType(), values.rows(), values.columns(), seed).addi(1.5));
            if (key.endsWith("_b"))
                values.assign(random(values.dataType(), 1, (int) values.length(), seed).muli(0.3).reshape(values.shape()));
        });
    }

    private static INDArray random(DataType type, int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        INDArray values = Nd4j.zeros(type, rows, columns);
        for (long i = 0; i < values.length(); i++) values.putScalar(i, random.nextDouble() * 2 - 1);
        return values;
    }
}
