package org.tanhwg.spark;

import java.io.Serializable;
import java.util.Optional;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;

/** A whole data set on its way to every executor. */
final class SharedData implements Serializable {
    private final String name;
    private final String sha256;
    private final Shard train;
    private final Shard test;
    private final int height;
    private final int width;

    SharedData(Dataset data) {
        name = data.name();
        sha256 = data.sha256();
        train = shard(data.train());
        test = shard(data.test());
        height = data.train().shape().map(ImageShape::height).orElse(0);
        width = data.train().shape().map(ImageShape::width).orElse(0);
    }

    private static Shard shard(Examples examples) {
        return new Shard(examples.features(), examples.width(), examples.labels(), examples.classes());
    }

    /** The data set; its arrays are shared, not copied. */
    Dataset dataset() {
        Optional<ImageShape> shape = height == 0 ? Optional.empty() : Optional.of(new ImageShape(height, width));
        return new Dataset(name, train.examples(shape), test.examples(shape), sha256);
    }
}
