package org.tanhwg.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.run.RunResult.FinalResult.MultiplyAdds;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/** From {@code network} to a network: its weights, what an example costs, and pictures that do not fit. */
class PictureNetworksTest {
    private static TrainSettings settings(String... options) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < options.length; i += 2) given.put(options[i], options[i + 1]);
        return SettingsReader.read(Map.copyOf(given), Optional.empty());
    }

    private static Examples pictures(ImageShape shape) {
        return new Examples(new float[2 * (int) shape.size()], (int) shape.size(), new int[] {0, 9}, 10, Optional.of(shape));
    }

    @Test void lenetHasItsWeightsAndCost() {
        MultiLayerNetwork network = Networks.create(settings("preset", "lenet5"), pictures(new ImageShape(28, 28)), 100);
        SparsityStats stats = SparsityStats.of(network);
        assertThat(stats.weights()).containsExactly(500L, 25_000L, 400_000L, 5_000L);
        assertThat(stats.multiplyAdds()).contains(new MultiplyAdds(2_293_000, 2_293_000));
        network.getParam("0_m").getColumn(0).assign(0);
        assertThat(SparsityStats.of(network).multiplyAdds()).contains(new MultiplyAdds(2_293_000, 2_293_000 - 25 * 576));
        assertThat(network.getLayer(0).conf().getLayer()).isInstanceOf(GeneralizedConvolution.class);
        assertThat(new Classifier(network, "it").inputs()).isEqualTo(784);
        assertThat(network.output(Nd4j.rand(DataType.FLOAT, 2, 784)).shape()).containsExactly(2, 10);
    }

    @Test void baselinesGetDeeplearning4jsConvolutions() {
        MultiLayerNetwork network = Networks.create(settings("network", "vgg-small", "optimizer", "adam"),
                pictures(new ImageShape(12, 12, 3)), 100);
        assertThat(network.getLayer(0).conf().getLayer()).isExactlyInstanceOf(ConvolutionLayer.class);
        assertThat(SparsityStats.of(network).multiplyAdds()).isPresent();
        assertThat(network.output(Nd4j.rand(DataType.FLOAT, 2, 432)).shape()).containsExactly(2, 10);
    }

    @ParameterizedTest
    @CsvSource({"tan-hwg,back-propagation", "tan-hwg,feedback-alignment", "mirror-descent,back-propagation"}) void theyTrain(
            String optimizer, String signal) {
        MultiLayerNetwork network = Networks.create(
                settings("network", "vgg-small", "optimizer", optimizer, "signal", signal), pictures(new ImageShape(8, 8)), 10);
        INDArray x = Nd4j.rand(DataType.FLOAT, 4, 64);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 10);
        for (int i = 0; i < 4; i++) labels.putScalar(i, i, 1);
        double before = network.score(new DataSet(x, labels));
        for (int step = 0; step < 10; step++) network.fit(x, labels);
        assertThat(network.score(new DataSet(x, labels))).isLessThan(before);
    }

    /** Nine kernels, two of them of 1x1 where the maps change their size, and the output. */
    @ParameterizedTest
    @ValueSource(strings = {"tan-hwg", "mirror-descent", "adam", "l1-prox"}) void residualBlocksTrainAndCount(String optimizer) {
        Model network = Networks.of(settings("network", "resnet8", "optimizer", optimizer), pictures(new ImageShape(8, 8, 3)),
                20);
        SparsityStats stats = SparsityStats.of(network);
        assertThat(stats.weights()).hasSize(10).startsWith(432L, 2304L, 2304L).endsWith(640L);
        assertThat(stats.multiplyAdds()).contains(new MultiplyAdds(64 * (432 + 2304 + 2304) + 16 * (4608 + 9216 + 512)
                + 4 * (18432 + 36864 + 2048) + 640, stats.multiplyAdds().get().left()));
        assertThat(stats.parameters()).isEqualTo(432 + 2304 * 2 + 4608 + 9216 + 512 + 18432 + 36864 + 2048 + 640
                + 10 + 3 * 16 + 3 * 32 + 3 * 64 + 4 * (3 * 16 + 3 * 32 + 3 * 64));
        INDArray x = Nd4j.rand(DataType.FLOAT, 4, 192);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 10);
        for (int i = 0; i < 4; i++) labels.putScalar(i, i, 1);
        var batch = new DataSet(x, labels);
        EitherNetwork.fit(network, batch);
        double before = network.score();
        for (int step = 0; step < 19; step++) EitherNetwork.fit(network, batch);
        assertThat(network.score()).isLessThan(before);
        assertThat(EitherNetwork.step(network)).isEqualTo(20);
        assertThat(new Classifier(network, "it").inputs()).isEqualTo(192);
        assertThat(EitherNetwork.loss(network, batch)).isBetween(0.0, 50.0);
    }

    @Test void whatIsNoPictureOrTooSmallIsRefused() {
        assertThatThrownBy(() -> Networks.create(settings("network", "lenet5"), pictures(new ImageShape(8, 8)), 100))
                .isInstanceOf(UserError.class).hasMessageStartingWith("--network: ").hasMessageContaining("8 x 8");
        var numbers = new Examples(new float[8], 4, new int[] {0, 1}, 2, Optional.empty());
        assertThatThrownBy(() -> Networks.create(settings("network", "lenet5"), numbers, 100)).isInstanceOf(UserError.class)
                .hasMessageContaining("takes images");
    }
}
