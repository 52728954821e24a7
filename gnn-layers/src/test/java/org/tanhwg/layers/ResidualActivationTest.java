package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.observable.MovingAverage;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ResidualActivation;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;

class ResidualActivationTest {
    @TempDir Path folder;

    @AfterEach void singlePrecision() { Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT); }

    /** Each output is the observable of theory §3 that gnn-core computes in closed form. */
    @Test void residualsAreMovingAverages() {
        double[] rates = {0.1, 0.5, 2};
        MultiLayerNetwork network = alone(new ResidualActivation.Builder(rates).perSynapse().build(), RNNFormat.NCW);
        INDArray input = Nd4j.rand(DataType.FLOAT, 4, 2, 7);
        INDArray before = input.dup();
        INDArray output = network.output(input);
        assertThat(input).isEqualTo(before);
        assertThat(output.shape()).containsExactly(4, 6, 7);
        for (int k = 0; k < 3; k++) {
            MovingAverage average = new MovingAverage(1 - Math.exp(-rates[k]));
            for (int x = 0; x < 2; x++) {
                List<double[]> signals = new ArrayList<>();
                for (int t = 0; t < 7; t++) {
                    signals.add(new double[] {input.getDouble(3, x, t)});
                    assertThat(output.getDouble(3, 2 * k + x, t))
                            .isCloseTo(average.closedForm(new double[1], signals)[0], within(1e-6));
                }
            }
        }
        INDArray neurons = alone(new ResidualActivation.Builder(rates).build(), RNNFormat.NCW).output(input);
        assertThat(neurons.shape()).containsExactly(4, 2, 7);
        for (int x = 0; x < 2; x++) assertThat(neurons.getDouble(3, x, 6)).isEqualTo(output.getDouble(3, 2 * x + x, 6));
        INDArray last = alone(new ResidualActivation.Builder(rates).perSynapse().build(), RNNFormat.NWC)
                .output(input.permute(0, 2, 1).dup());
        assertThat(last.permute(0, 2, 1)).isEqualTo(output);
    }

    @Test void stateGoesOnUntilItIsCleared() {
        MultiLayerNetwork network = alone(new ResidualActivation.Builder(0.3).build(), RNNFormat.NCW);
        INDArray input = Nd4j.rand(DataType.FLOAT, 4, 2, 7);
        INDArray whole = network.output(input);
        network.rnnTimeStep(steps(input, 0, 3));
        assertThat(network.rnnTimeStep(steps(input, 3, 7))).isEqualTo(steps(whole, 3, 7));
        assertThat(network.output(input)).isEqualTo(whole);
        assertThatThrownBy(() -> network.rnnTimeStep(input.get(NDArrayIndex.interval(0, 1)).dup()))
                .hasMessageContaining("rnnClearPreviousState()");
        network.rnnClearPreviousState();
        assertThat(network.rnnTimeStep(steps(input, 0, 1).reshape(4, 2))).isEqualTo(steps(whole, 0, 1).reshape(4, 2));
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class) void gradientsAreExactWithAndWithoutMasks(RNNFormat format) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new NoOp()).activation(Activation.TANH).list()
                .layer(new GeneralizedDense.Builder().nOut(2).build())
                .layer(new ResidualActivation.Builder(0.2, 1).perSynapse().build())
                .layer(new GeneralizedDense.Builder().nOut(2).build())
                .layer(new ResidualActivation.Builder(0.5, 0.1).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).activation(Activation.IDENTITY).build())
                .setInputType(InputType.recurrent(2, 3, format)).build());
        network.init();
        boolean channels = format == RNNFormat.NCW;
        INDArray input = Nd4j.rand(DataType.DOUBLE, 3, channels ? 2 : 3, channels ? 3 : 2);
        INDArray labels = Nd4j.rand(DataType.DOUBLE, 3, channels ? 2 : 3, channels ? 3 : 2);
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 0, 1}, {0, 1, 0}});
        for (INDArray m : new INDArray[] {null, mask}) {
            assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network).input(input).labels(labels)
                    .inputMask(m).labelMask(m).epsilon(1e-6).maxRelError(1e-5).minAbsoluteError(1e-9))).isTrue();
        }
    }

    @Test void maskedStepsDoNotCount() {
        MultiLayerNetwork network = alone(new ResidualActivation.Builder(0.3).build(), RNNFormat.NCW);
        INDArray input = Nd4j.rand(DataType.FLOAT, 1, 2, 4);
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 0, 0, 1}});
        INDArray masked = network.output(input, false, mask, null);
        INDArray dense = network.output(Nd4j.concat(2, steps(input, 0, 1), steps(input, 3, 4)));
        assertThat(steps(masked, 0, 1)).isEqualTo(steps(dense, 0, 1));
        assertThat(steps(masked, 3, 4)).isEqualTo(steps(dense, 1, 2));
        assertThat(steps(masked, 1, 3).norm1Number().doubleValue()).isZero();
    }

    /** Dense layers in between make rows of the sequences. */
    @Test void maskedLabelsDoNotCountAboveDenseLayersEither() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                .updater(new TanHwg.Builder(60).build()).list().layer(new ResidualActivation.Builder(0.3).build())
                .layer(new GeneralizedDense.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.recurrent(2)).build());
        network.init();
        TanHwg.attach(network);
        INDArray input = Nd4j.rand(DataType.FLOAT, 2, 2, 3);
        INDArray first = Nd4j.zeros(DataType.FLOAT, 2, 2, 3);
        first.get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all()).assign(1);
        INDArray other = first.dup();
        other.putScalar(new int[] {1, 0, 2}, 0);
        other.putScalar(new int[] {1, 1, 2}, 1);
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 0}});
        double score = network.score(new DataSet(input, first, null, mask));
        assertThat(network.score(new DataSet(input, other, null, mask))).isEqualTo(score);
        assertThat(network.score(new DataSet(input, other, null, mask.rsub(1)))).isNotEqualTo(score);
        network.fit(new DataSet(input, first, null, mask));
    }

    /**
     * When in ten steps did a pulse come: for units that see the last step alone there is nothing to learn. Structural weights decide which
     * rate each unit uses, and training goes on from a file as if it had not stopped.
     */
    @Test void sequencesAreLearntAndResumeBitForBit() throws IOException {
        MultiLayerNetwork blind = pulses(new ResidualActivation.Builder(50).build());
        for (int i = 0; i < 60; i++) blind.fit(pulse(i));
        assertThat(blind.score(pulse(1000))).isGreaterThan(1.2);
        MultiLayerNetwork straight = pulses(new ResidualActivation.Builder(0.05, 0.2, 1).perSynapse().build());
        MultiLayerNetwork first = pulses(new ResidualActivation.Builder(0.05, 0.2, 1).perSynapse().build());
        for (int i = 0; i < 60; i++) straight.fit(pulse(i));
        assertThat(straight.score(pulse(1000))).isLessThan(0.6);
        for (int i = 0; i < 23; i++) first.fit(pulse(i));
        ModelFile.save(first, folder.resolve("model.zip"));
        var second = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("model.zip")));
        for (int i = 23; i < 60; i++) second.fit(pulse(i));
        assertThat(second.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
        INDArray w = straight.getParam("1_w");
        assertThat(w.maxNumber().doubleValue()).isGreaterThan(1.5 / w.rows());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false}) void configurationsSurviveJson(boolean perSynapse) {
        var builder = new ResidualActivation.Builder(0.1, 2);
        MultiLayerConfiguration before = alone((perSynapse ? builder.perSynapse() : builder).build(), RNNFormat.NCW)
                .getLayerWiseConfigurations();
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(((ResidualActivation) after.getConf(0).getLayer()).getForgetting()).containsExactly(0.1, 2.0);
    }

    @Test void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> new ResidualActivation.Builder()).hasMessageContaining("rates = []");
        assertThatThrownBy(() -> new ResidualActivation.Builder(0.1, 0)).hasMessageContaining("rates = 0");
        MultiLayerNetwork network = alone(new ResidualActivation.Builder(0.1).build(), RNNFormat.NCW);
        assertThatThrownBy(() -> network.output(Nd4j.rand(DataType.FLOAT, 4, 3, 5))).hasMessageContaining("[4, 3, 5]")
                .hasMessageContaining("sequences of 2 numbers");
    }

    private static MultiLayerNetwork alone(ResidualActivation layer, RNNFormat format) {
        var network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().list().layer(layer).setInputType(InputType.recurrent(2, 7, format)).build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork pulses(ResidualActivation residual) {
        Layer summary = new LastTimeStep(residual);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                .updater(new TanHwg.Builder(60).eta(100).beta(1e-4).build()).activation(Activation.RELU).list().layer(summary)
                .layer(new GeneralizedDense.Builder().nOut(16).build()).layer(new GeneralizedOutput.Builder().nOut(4).build())
                .setInputType(InputType.recurrent(2)).build());
        network.init();
        return TanHwg.attach(network);
    }

    /** One pulse on either input in the first or second half of nine steps; the last step is empty. */
    private static DataSet pulse(long seed) {
        var random = new SplittableRandom(seed);
        INDArray input = Nd4j.zeros(DataType.FLOAT, 30, 2, 10);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 30, 4);
        for (int i = 0; i < 30; i++) {
            int channel = random.nextInt(2);
            boolean late = random.nextBoolean();
            input.putScalar(i, channel, late ? 6 + random.nextInt(3) : random.nextInt(3), 1);
            labels.putScalar(i, 2 * channel + (late ? 1 : 0), 1);
        }
        return new DataSet(input, labels);
    }

    private static INDArray steps(INDArray sequence, int from, int to) {
        return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup();
    }
}
