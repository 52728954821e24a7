package org.tanhwg.datasets;

/**
 * A data set with its published split.
 *
 * @param sha256 SHA-256, in hexadecimal, of the contents: for IDX that of the four hexadecimal sums of the unpacked files, one
 *               after the other (training images, training labels, test images, test labels)
 */
public record Dataset(String name, Examples train, Examples test, String sha256) {
    /** @throws IllegalArgumentException if the two sides differ in width, classes or shape */
    public Dataset {
        if (train.width() != test.width() || train.classes() != test.classes() || !train.shape().equals(test.shape()))
            throw new IllegalArgumentException("train has %d features, %d classes, test has %d and %d: must be equal"
                    .formatted(train.width(), train.classes(), test.width(), test.classes()));
    }
}
