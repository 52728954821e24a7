package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.convert.UnitMerging.Merge;
import org.tanhwg.layers.convert.UnitMerging.Merged;

/** Duplicates are found, merged, and the function stays within the bound that is told. */
class UnitMergingTest {
    private static final int INPUTS = 6;

    /** Units 1 and 4 of the first layer copy unit 0 nearly; in the second layer one copies another. Whatever the inputs, outputs stay within the bound. */
    @ParameterizedTest
    @CsvSource({"RELU, 0", "RELU, 1e-4", "TANH, 1e-3", "SIGMOID, 1e-2", "IDENTITY, 3e-3"}) void theFunctionStaysWithinTheBound(
            Activation activation, float apart) {
        for (int seed = 1; seed <= 8; seed++) {
            MultiLayerNetwork network = network(activation, seed);
            copy(network, 0, 0, 1, apart, seed);
            copy(network, 0, 0, 4, apart, seed + 100);
            copy(network, 1, 2, 3, apart, seed + 200);
            INDArray before = network.params().dup();
            Merged merged = UnitMerging.of(network, .1);
            assertThat(network.params()).as("the network given stays as it is").isEqualTo(before);
            assertThat(merged.merges()).extracting(Merge::layer, Merge::unit, Merge::into).containsExactly(
                    tuple(0, 1, 0), tuple(0, 4, 0),
                    tuple(1, 3, 2));
            if (apart == 0) assertThat(merged.bound()).isLessThan(1e-6);
            else assertThat(merged.bound()).isBetween(1e-3 * apart, 300.0 * apart);
            double change = 0;
            for (INDArray inputs : new INDArray[] {cube(seed), Transforms.sign(cube(seed + 1))})
                change = Math.max(change,
                        network.output(inputs).sub(merged.network().output(inputs)).amaxNumber().doubleValue());
            assertThat(change).isLessThanOrEqualTo(merged.bound() + 1e-5);
            requireSimplex(merged.network());
        }
    }

    @Test void nobodyReadsAMergedUnitAndItHearsNothing() {
        MultiLayerNetwork network = network(Activation.RELU, 3);
        copy(network, 0, 0, 1, 0, 1);
        MultiLayerNetwork merged = UnitMerging.of(network, 1e-3).network();
        assertThat(merged.getLayer(0).getParam("m").getColumn(1).amaxNumber().doubleValue()).isZero();
        assertThat(merged.getLayer(1).getParam("w").getRow(1).amaxNumber().doubleValue()).isZero();
        assertThat(Conversion.toCompact(merged).synapses()).isLessThan(Conversion.toCompact(network).synapses());
    }

    @Test void differentUnitsStay() {
        Merged merged = UnitMerging.of(network(Activation.RELU, 5), 1e-3);
        assertThat(merged.merges()).isEmpty();
        assertThat(merged.bound()).isZero();
        MultiLayerNetwork biased = network(Activation.RELU, 5);
        copy(biased, 0, 0, 1, 0, 1);
        biased.getLayer(0).getParam("b").putScalar(1, 5);
        assertThat(UnitMerging.of(biased, 1e-3).merges()).isEmpty();
    }

    @Test void otherNetworksAreRefused() {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().list().layer(new DenseLayer.Builder().nOut(3).build())
                        .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.feedForward(2)).build());
        network.init();
        assertThatThrownBy(() -> UnitMerging.of(network, 1e-3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("layer 0 (DenseLayer): units are merged in chains of generalized");
    }

    /** Inputs up to 1 in size. */
    private static INDArray cube(int seed) {
        return Nd4j.createFromArray(new SplittableRandom(seed).doubles(64 * INPUTS, -1, 1).toArray()).castTo(DataType.FLOAT)
                .reshape(64, INPUTS);
    }

    private static void requireSimplex(MultiLayerNetwork network) {
        for (var layer : network.getLayers())
            assertThat(layer.getParam("w").sum(0).toDoubleVector()).containsOnly(new double[] {1}, within(1e-5));
    }

    /** Makes a unit nearly another one. */
    private static void copy(MultiLayerNetwork network, int layer, int of, int copy, float apart, int seed) {
        var random = new SplittableRandom(seed);
        for (String key : new String[] {"w", "m"}) {
            INDArray values = network.getLayer(layer).getParam(key);
            for (int x = 0; x < values.rows(); x++) {
                double change = key.equals("w") ? 0 : apart * random.nextDouble(-1, 1);
                values.putScalar(x, copy, values.getDouble(x, of) * (1 + change));
            }
        }
    }

    /** Masses uneven, some inputs without. */
    private static MultiLayerNetwork network(Activation activation, int seed) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(seed).list()
                .layer(new GeneralizedDense.Builder().nOut(5).activation(activation).build())
                .layer(new GeneralizedDense.Builder().nOut(4).activation(activation).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nOut(2).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(INPUTS)).build());
        network.init();
        var random = new SplittableRandom(seed);
        for (var layer : network.getLayers()) {
            INDArray w = layer.getParam("w");
            for (int y = 0; y < w.columns(); y++) {
                double[] mass = random.doubles(w.rows(), .1, 1).toArray();
                mass[y % mass.length] = 0;
                double sum = Arrays.stream(mass).sum();
                for (int x = 0; x < mass.length; x++) {
                    w.putScalar(x, y, mass[x] / sum);
                    if (mass[x] == 0) layer.getParam("m").putScalar(x, y, 0);
                }
            }
            layer.getParam("b").assign(.1);
        }
        return network;
    }
}
