package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;

/** Dropping what is constant or not read changes no answer, and nothing of it comes back. */
class DeadUnitsTest {
    @BeforeEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    @ParameterizedTest
    @EnumSource(names = {"RELU", "TANH"}) void constantsGoIntoTheBiasesAbove(Activation activation) {
        MultiLayerNetwork network = network(activation, ConvolutionMode.Truncate, new TanHwg.Builder(100).build());
        silence(network, 0, 1); // a channel of the first kernel, and one of the second
        silence(network, 3, 2);
        silence(network, 4, 0); // a unit of the dense layer
        INDArray x = batch(1).getFeatures();
        INDArray before = network.output(x);
        DeadUnits.drop(network);
        assertThat(network.output(x).distance2(before)).isLessThan(1e-5);
        assertThat(rows(network, 3, 4, 8)).as("synapses that read channel 1").isZero();
        assertThat(rows(network, 4, 8, 12)).as("synapses that read channel 2 at four positions").isZero();
        assertThat(rows(network, 5, 0, 1)).isZero();
        for (int layer : new int[] {0, 3, 4, 5})
            assertThat(network.getParam(layer + "_w").sum(0).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
        INDArray after = network.params().dup();
        DeadUnits.drop(network);
        assertThat(network.params()).as("nothing is left to drop").isEqualTo(after);
    }

    /** Whoever nobody reads goes, and then whoever only that one read. */
    @Test void unitsThatNobodyReadsGo() {
        MultiLayerNetwork network = network(Activation.RELU, ConvolutionMode.Truncate, new TanHwg.Builder(100).build());
        network.getParam("5_m").getRow(1).assign(0);
        for (int y = 0; y < 5; y++) if (y != 1) for (int x = 0; x < 4; x++) network.getParam("4_m").putScalar(x, y, 0);
        INDArray x = batch(1).getFeatures();
        INDArray before = network.output(x);
        DeadUnits.drop(network);
        assertThat(network.output(x).distance2(before)).isLessThan(1e-5);
        assertThat(count(network.getParam("4_w").getColumn(1))).as("dense unit 1").isEqualTo(1);
        assertThat(count(network.getParam("3_w").getColumn(0))).as("channel 0, which unit 1 alone read").isEqualTo(1);
        assertThat(network.getParam("3_m").getColumn(0).amaxNumber().doubleValue()).isZero();
    }

    @Test void underAPaddedKernelConstantsStay() {
        MultiLayerNetwork network = network(Activation.TANH, ConvolutionMode.Same, new TanHwg.Builder(100).build());
        silence(network, 0, 1);
        INDArray before = network.params().dup();
        DeadUnits.drop(network);
        assertThat(network.params()).isEqualTo(before);
    }

    @Test void trainingDropsThemAndTheyStayDead() {
        TanHwg optimizer = new TanHwg.Builder(200).beta(0.02).dropEvery(10).potentialCost(TanHwg.Cost.MULTIPLY_ADDS).build();
        MultiLayerNetwork network = network(Activation.RELU, ConvolutionMode.Truncate, optimizer);
        silence(network, 0, 1);
        for (int step = 0; step < 9; step++) network.fit(batch(step));
        assertThat(rows(network, 3, 4, 8)).isPositive();
        network.getParam("0_m").getColumn(1).assign(0);
        network.fit(batch(9));
        int dropped = count(network.getParam("0_w").getColumn(1));
        for (int step = 10; step < 200; step++) network.fit(batch(step));
        assertThat(dropped).isEqualTo(1);
        assertThat(rows(network, 3, 4, 8)).isZero();
        assertThat(count(network.getParam("0_w").getColumn(1))).isEqualTo(1);
        assertThat(network.getParam("0_m").getColumn(1).amaxNumber().doubleValue()).isZero();
        assertThat(TanHwg.takeEnergyDescent(network).violated()).isZero();
        assertThat(network.score(batch(0))).isLessThan(0.3);
    }

    /** Two optimizers in the price alone: convolutions lose more synapses under that of arithmetic. */
    @Test void aPriceOfArithmeticPrunesConvolutionsMore() {
        int[] kept = IntStream.range(0, 2).map(i -> {
            TanHwg optimizer = new TanHwg.Builder(150).beta(2e-3).potentialCost(TanHwg.Cost.values()[i]).build();
            MultiLayerNetwork network = network(Activation.RELU, ConvolutionMode.Truncate, optimizer);
            for (int step = 0; step < 150; step++) network.fit(batch(step));
            return count(network.getParam("0_m"));
        }).toArray();
        assertThat(kept[1]).isLessThan(kept[0]);
    }

    private static void silence(MultiLayerNetwork network, int layer, int unit) {
        network.getParam(layer + "_m").getColumn(unit).assign(0);
        network.getParam(layer + "_b").putScalar(unit, 0.7);
    }

    private static int rows(MultiLayerNetwork network, int layer, int from, int to) {
        int count = 0;
        for (int x = from; x < to; x++) count += count(network.getParam(layer + "_w").getRow(x));
        return count;
    }

    private static int count(INDArray values) {
        return values.neq(0).castTo(DataType.INT).sumNumber().intValue();
    }

    private static MultiLayerNetwork network(Activation activation, ConvolutionMode mode, TanHwg optimizer) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(optimizer)
                .activation(activation).list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(4).law(SynapticLaw.gaussian(0.01))
                        .transmission(Transmission.EXPECTED)
                        .build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DropoutLayer.Builder(0.9).build())
                .layer(new GeneralizedConvolution.Builder(2).nOut(3).convolutionMode(mode).build())
                .layer(new GeneralizedDense.Builder().nOut(5).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(8, 8, 2)).build());
        network.init();
        Nd4j.getRandom().setSeed(8);
        for (int layer : new int[] {0, 3, 4, 5}) {
            INDArray w = network.getParam(layer + "_w")
                    .muli(Nd4j.rand(DataType.FLOAT, network.getParam(layer + "_w").shape()).addi(0.5));
            w.diviRowVector(w.sum(0));
        }
        return TanHwg.attach(network);
    }

    private static DataSet batch(long seed) {
        Nd4j.getRandom().setSeed(seed + 100);
        INDArray x = Nd4j.rand(DataType.FLOAT, 20, 2, 8, 8);
        INDArray y = Nd4j.zeros(DataType.FLOAT, 20, 2);
        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) x.putScalar(new int[] {i, 0, 1, 1}, 3);
            if (i % 2 == 0) x.putScalar(new int[] {i, 1, 2, 2}, 3);
            y.putScalar(i, i % 2, 1);
        }
        return new DataSet(x, y);
    }
}
