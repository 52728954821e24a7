package org.tanhwg.spark;

import java.io.Serializable;
import java.util.Optional;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;

/**
 * The training examples of one partition, in one array.
 *
 * @param features n × width numbers, example after example
 * @param labels   n class numbers in [0, classes)
 */
public record Shard(float[] features, int width, int[] labels, int classes) implements Serializable {

    /** Number of examples. */
    public int count() {
        return labels.length;
    }

    Examples examples(Optional<ImageShape> shape) {
        return new Examples(features, width, labels, classes, shape);
    }
}
