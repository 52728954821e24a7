package org.tanhwg.datasets;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The four files of an IDX data set, by the names that MNIST gave them. */
enum IdxPart {
    TRAIN_IMAGES("train-images-idx3-ubyte", 3),
    TRAIN_LABELS("train-labels-idx1-ubyte", 1),
    TEST_IMAGES("t10k-images-idx3-ubyte", 3),
    TEST_LABELS("t10k-labels-idx1-ubyte", 1);

    static final String GZIPPED_NAMES = Arrays.stream(values()).map(IdxPart::gzipped).collect(Collectors.joining(", "));

    final String file;
    final int rank;

    IdxPart(String file, int rank) {
        this.file = file;
        this.rank = rank;
    }

    String gzipped() {
        return file + ".gz";
    }
}
