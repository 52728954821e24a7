package org.tanhwg.datasets;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set with its published split, or with the one that was asked for.
 *
 * @param sha256  SHA-256, in hexadecimal, of the contents: for IDX that of the four hexadecimal sums of the unpacked files, one
 *                after the other (training images, training labels, test images, test labels)
 * @param outputs name of each class, or of each target
 */
public record Dataset(String name, Examples train, Examples test, String sha256, List<String> outputs) {
    /** @throws IllegalArgumentException if the two sides differ in width, classes or shape, or names do not fit */
    public Dataset {
        if (train.width() != test.width() || train.classes() != test.classes() || !train.shape().equals(test.shape()))
            throw new IllegalArgumentException(
                    "train has " + train.width() + " features, " + train.classes() + " classes, test has "
                            + test.width() + " and " + test.classes() + ": must be equal");
        outputs = List.copyOf(outputs);
        if (outputs.size() != train.classes())
            throw new IllegalArgumentException(outputs.size() + " names for " + train.classes() + " outputs: must be equal");
    }

    /** A data set whose classes are called by their numbers. */
    public Dataset(String name, Examples train, Examples test, String sha256) {
        this(name, train, test, sha256, IntStream.range(0, train.classes()).mapToObj(Integer::toString).toList());
    }
}
