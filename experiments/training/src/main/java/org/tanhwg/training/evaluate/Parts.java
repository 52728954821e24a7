package org.tanhwg.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.predictive.PosteriorPredictive;

/**
 * Many examples shown to a network some hundred at a time, each part closed before the next: pixels stay bytes until they are asked about.
 *
 * @param count number of examples
 * @param width numbers of each
 */
record Parts(int count, int width, Rows rows) {

    /** Where the numbers come from. */
    @FunctionalInterface
    interface Rows {
        /** Writes the numbers of an example to {@code into}, from place {@code at}. */
        void copy(int example, float[] into, int at);
    }

    /** The network. */
    @FunctionalInterface
    interface Asked<T> {
        /** Answers a part that begins with the example of number {@code first}. */
        List<T> answers(long first, INDArray part);
    }

    /** Examples that lie in one array. @throws IllegalArgumentException unless its length is a multiple of the width */
    static Parts of(float[] examples, int width) {
        if (examples.length % width != 0)
            throw new IllegalArgumentException(examples.length + " numbers: must be a multiple of the width, " + width);
        return new Parts(examples.length / width, width,
                (example, into, at) -> System.arraycopy(examples, example * width, into, at, width));
    }

    /** The answers to all examples, in their order. */
    <T> List<T> ask(Asked<T> network) {
        var answers = new ArrayList<T>(count);
        int most = Math.min(count, PosteriorPredictive.BATCH);
        float[] numbers = new float[Math.multiplyExact(most, width)];
        for (int from = 0; from < count; from += most) {
            int size = Math.min(most, count - from);
            for (int i = 0; i < size; i++) rows.copy(from + i, numbers, i * width);
            INDArray part = Nd4j.createUninitialized(DataType.FLOAT, size, width);
            try {
                FloatViews.of(part).put(0, numbers, 0, size * width);
                answers.addAll(network.answers(from, part));
            } finally {
                part.close(); // the collector, which sees a few bytes of it, would leave many
            }
        }
        return answers;
    }
}
