package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Files that Deeplearning4j's own serializer wrote for networks made of its own parts. */
class OrdinaryModelTest {
    @TempDir Path folder;

    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(), new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9)), new Nesterovs(),
                new RmsProp(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 10, 0.01))), new AdaGrad(), new AdaDelta(),
                new AdaMax(), new Nadam(), new AMSGrad(), new NoOp());
    }

    @ParameterizedTest
    @MethodSource void updaters(IUpdater updater) throws IOException {
        comesBack(dense(updater, Activation.RELU, LossFunction.MCXENT));
    }

    @ParameterizedTest
    @EnumSource(names = "THRESHOLDEDRELU", mode = EnumSource.Mode.EXCLUDE) void activations(Activation activation)
            throws IOException {
        comesBack(dense(new Adam(), activation, LossFunction.MCXENT));
    }

    @ParameterizedTest
    @EnumSource void losses(LossFunction loss) throws IOException {
        comesBack(dense(new Adam(), Activation.TANH, loss));
    }

    /** Convolutions, pooling, normalisation, noise, penalties, constraints and initialisations. */
    @Test void whatElseAnImageNetworkHas() throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Adam())
                .l1(1e-4)
                .weightDecay(1e-4).gradientNormalization(GradientNormalization.ClipL2PerLayer).list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).weightInit(new NormalDistribution(0, 0.1)).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build()).layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(4).dropOut(new AlphaDropout(0.9)).activation(Activation.SELU)
                        .constrainWeights(new NonNegativeConstraint()).build())
                .layer(new DenseLayer.Builder().nOut(4).dropOut(new GaussianDropout(0.1)).weightInit(WeightInit.XAVIER)
                        .hasBias(false)
                        .weightNoise(new WeightNoise(new UniformDistribution(0, 0.1))).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1)).build());
        network.init();
        comesBack(network);
    }

    private static MultiLayerNetwork dense(IUpdater updater, Activation activation, LossFunction loss) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(updater).list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).activation(activation).build())
                .layer(new OutputLayer.Builder(loss).nOut(2).activation(Activation.SOFTMAX).build())
                .validateOutputLayerConfig(false)
                .build());
        network.init();
        return network;
    }

    private void comesBack(MultiLayerNetwork network) throws IOException {
        Path file = folder.resolve("model.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        MultiLayerNetwork loaded = (MultiLayerNetwork) ModelFile.load(file);
        assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(loaded.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    }
}
