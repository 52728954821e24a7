package org.tanhwg.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class SoftmaxCrossEntropyTest {
    @Test void agreesWithDeeplearning4jInDoubles() {
        INDArray logits = Nd4j.createFromArray(new double[][] {{1, -2, .5}, {30, 0, -30}, {0, 0, 0}});
        INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 0, 0}, {.2, .3, .5}});
        float[] error = new float[9];
        double loss = SoftmaxCrossEntropy.apply(3, 3, floats(logits), floats(labels), FloatBuffer.wrap(error));
        LossMCXENT oracle = new LossMCXENT(0, null);
        assertThat(loss).isCloseTo(oracle.computeScore(labels, logits.dup(), new ActivationSoftmax(), null, false), within(1e-5));
        INDArray gradient = oracle.computeGradient(labels, logits.dup(), new ActivationSoftmax(), null);
        for (int i = 0; i < 9; i++) assertThat((double) error[i]).isCloseTo(gradient.getDouble(i / 3, i % 3), within(1e-6));
    }

    @Test void staysFiniteAtExtremeLogits() {
        float[] error = new float[2];
        double loss = SoftmaxCrossEntropy.apply(1, 2, FloatBuffer.wrap(new float[] {-3e38f, 3e38f}),
                FloatBuffer.wrap(new float[] {0, 1}),
                FloatBuffer.wrap(error));
        assertThat(loss).isZero();
        assertThat(error).containsExactly(0, 0);
    }

    @Test void anErrorTooSmallToMatterIsZero() {
        float[] error = new float[3];
        SoftmaxCrossEntropy.apply(1, 3, FloatBuffer.wrap(new float[] {0, -57, -58}), FloatBuffer.wrap(new float[] {1, 0, 0}),
                FloatBuffer.wrap(error));
        assertThat(error).containsExactly(0, (float) Math.exp(-57), 0);
    }

    @Test void curvatureIsTheTraceOfTheFisherInformation() {
        double p = Math.exp(1) / (Math.exp(1) + 1);
        assertThat(SoftmaxCrossEntropy.curvature(1, 2, FloatBuffer.wrap(new float[] {1, 0}))).isCloseTo(2 * p * (1 - p),
                within(1e-12));
    }

    private static FloatBuffer floats(INDArray array) { return FloatBuffer.wrap(array.castTo(DataType.FLOAT).data().asFloat()); }
}
