package org.tanhwg.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.optimizer.TanHwg;

/** A batch-normalised convolutional network of Keras that Deeplearning4j imported, against the answers that {@code keras.py} computes from the definitions of its layers. */
class KerasTest {
    private static final int SIDE = 8;
    private static final int CLASSES = 4;

    private final MultiLayerNetwork network;
    private final List<double[]> rows;
    private final INDArray pictures;

    KerasTest() throws IOException, URISyntaxException, InvalidKerasConfigurationException,
            UnsupportedKerasConfigurationException {
        network = KerasModelImport.importKerasSequentialModelAndWeights(file("keras.h5").toString(), false);
        rows = Files.readAllLines(file("keras.csv")).stream()
                .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray()).toList();
        pictures = Nd4j.create(DataType.FLOAT, rows.size(), SIDE, SIDE, 1);
        for (int i = 0; i < rows.size(); i++)
            for (int j = 0; j < SIDE * SIDE; j++) pictures.putScalar(new int[] {i, j / SIDE, j % SIDE, 0}, rows.get(i)[j]);
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(KerasTest.class.getResource(name).toURI());
    }

    private void requireAnswers(INDArray answers) {
        for (int i = 0; i < rows.size(); i++)
            for (int y = 0; y < CLASSES; y++)
                assertThat(answers.getDouble(i, y)).isCloseTo(rows.get(i)[SIDE * SIDE + y], within(1e-5));
    }

    @Test void deeplearning4jAnswersAsKerasDefines() {
        requireAnswers(network.output(pictures));
    }

    @Test void generalizedLayersAnswerAlikeAndGoBack() {
        MultiLayerNetwork generalized = Conversion.toGeneralized(network, new TanHwg.Builder(10).build());
        assertThat(generalized.getLayerWiseConfigurations().getConf(0).getLayer()).isInstanceOf(GeneralizedConvolution.class);
        requireAnswers(generalized.output(pictures));
        MultiLayerNetwork dense = Conversion.toDense(generalized, new Sgd(.1));
        assertThat(dense.output(pictures).distance2(generalized.output(pictures))).isLessThan(1e-4);
    }

    @Test void theCompactNetworkFoldsTheNormalisation() {
        CompactNetwork compact = Conversion.toCompact(network,
                (InputType.InputTypeConvolutional) InputType.convolutional(SIDE, SIDE, 1));
        float[] answer = new float[CLASSES];
        for (double[] row : rows) {
            float[] picture = new float[SIDE * SIDE];
            for (int j = 0; j < picture.length; j++) picture[j] = (float) row[j];
            compact.apply(picture, answer, compact.workspace(1));
            for (int y = 0; y < CLASSES; y++) assertThat(answer[y]).isCloseTo((float) row[SIDE * SIDE + y], within(1e-5f));
        }
    }
}
