package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.layers.convert.Conversion;

/** Windows of maps as a convolution leaves them give what Deeplearning4j's layer gives, and so do their gradients. */
class MaxPoolingTest {
    @BeforeEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /** Maps are 7 × 9: windows of 1 cover them, those of 2, 3 and 4 leave rows or columns out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4}) void isDeeplearning4jsLayer(int side) {
        MultiLayerNetwork ours = network(new MaxPooling.Builder(side).build());
        MultiLayerNetwork theirs = network(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(side, side).stride(side, side).build());
        Nd4j.getRandom().setSeed(3);
        INDArray x = Nd4j.randn(DataType.FLOAT, 5, 2, 9, 11);
        INDArray y = Nd4j.eye(2).castTo(DataType.FLOAT).get(Nd4j.createFromArray(0, 1, 1, 0, 1));
        assertThat(ours.output(x).distance2(theirs.output(x))).isLessThan(1e-5);
        assertThat(ours.feedForward(x).get(2).distance2(theirs.feedForward(x).get(2))).isZero();
        assertThat(ours.calculateGradients(x, y, null, null).getSecond()
                .distance2(theirs.calculateGradients(x, y, null, null).getSecond())).isLessThan(1e-5);
        for (int step = 0; step < 5; step++) Stream.of(ours, theirs).forEach(network -> network.fit(new DataSet(x, y)));
        assertThat(ours.params().distance2(theirs.params())).isLessThan(1e-4);
    }

    @Test void becomesDeeplearning4jsLayerInAConvertedNetwork() {
        MultiLayerNetwork ours = network(new MaxPooling.Builder(2).build());
        MultiLayerNetwork ordinary = Conversion.toDense(ours, new Sgd(0.1));
        assertThat(ordinary.getLayer(1).conf().getLayer().getClass()).isEqualTo(SubsamplingLayer.class);
        assertThat(ordinary.getLayerWiseConfigurations().getInputPreProcess(2).getClass())
                .isEqualTo(CnnToFeedForwardPreProcessor.class);
        INDArray x = Nd4j.randn(DataType.FLOAT, 5, 2, 9, 11);
        assertThat(ordinary.output(x).distance2(ours.output(x))).isLessThan(1e-5);
    }

    private static MultiLayerNetwork network(SubsamplingLayer pooling) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(0.1))
                .activation(Activation.RELU).list().layer(new GeneralizedConvolution.Builder(3).nOut(4).build()).layer(pooling)
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(9, 11, 2)).build();
        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
