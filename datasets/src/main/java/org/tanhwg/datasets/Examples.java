package org.tanhwg.datasets;

import java.util.Optional;
import org.tanhwg.core.Checks;

/**
 * Labelled examples in one array.
 *
 * <p>The arrays are shared, not copied (MNIST's training pixels are 188 MB): whoever gets them must not write to them.
 *
 * @param features n × width numbers, example after example; pixels lie in [0, 1]
 * @param labels   n class numbers in [0, classes)
 * @param shape    height × width = the number of features, where the features are pixels
 */
public record Examples(float[] features, int width, int[] labels, int classes, Optional<ImageShape> shape) {
    /** @throws IllegalArgumentException if lengths, labels or the shape do not fit together */
    public Examples {
        Checks.atLeast("width", width, 1);
        Checks.atLeast("classes", classes, 1);
        if (features.length != (long) labels.length * width)
            throw new IllegalArgumentException(
                    "features has length " + features.length + ": must be " + labels.length + " x " + width);
        for (int i = 0; i < labels.length; i++)
            if (labels[i] < 0 || labels[i] >= classes)
                throw new IllegalArgumentException("labels[" + i + "] = " + labels[i] + ": must be in [0, " + classes + ")");
        shape.ifPresent(s -> {
            if (s.height() * s.width() != width)
                throw new IllegalArgumentException("shape " + s + " does not hold " + width + " features");
        });
    }

    /** Number of examples. */
    public int count() {
        return labels.length;
    }

    /** The two sides of a hold-out. */
    public record Split(Examples train, Examples validation) {}

    /**
     * Holds out the last {@code validationSize} examples of the order that {@code seed} shuffles: the same seed, the same ones.
     *
     * @throws IllegalArgumentException unless both sides keep at least one example
     */
    public Split split(int validationSize, long seed) {
        if (validationSize < 1 || validationSize >= count())
            throw new IllegalArgumentException("validationSize = " + validationSize + ": must be in [1, " + (count() - 1) + "]");
        int[] order = order(count(), seed);
        int kept = count() - validationSize;
        return new Split(select(order, 0, kept), select(order, kept, count()));
    }

    /**
     * The first {@code size} examples of the order that {@code seed} shuffles: the same seed, the same ones.
     *
     * @throws IllegalArgumentException unless {@code size} is in [1, {@link #count()}]
     */
    public Examples sample(int size, long seed) {
        if (size < 1 || size > count())
            throw new IllegalArgumentException("size = " + size + ": must be in [1, " + count() + "]");
        int[] order = order(count(), seed);
        return select(order, 0, size);
    }

    /** The order of so many examples in which {@link #sample} takes the first and {@link #split} holds out the last. */
    public static int[] order(int count, long seed) {
        int[] order = new int[count];
        Shuffle.fill(order, seed, 0);
        return order;
    }

    private Examples select(int[] order, int from, int to) {
        float[] rows = new float[(to - from) * width];
        int[] itsLabels = new int[to - from];
        for (int i = from; i < to; i++) {
            System.arraycopy(features, order[i] * width, rows, (i - from) * width, width);
            itsLabels[i - from] = labels[order[i]];
        }
        return new Examples(rows, width, itsLabels, classes, shape);
    }
}
