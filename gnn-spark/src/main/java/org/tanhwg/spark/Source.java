package org.tanhwg.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.spark.Shards.Chunk;

/** Where examples come from; training examples are read by executors, test examples by the driver. */
interface Source extends Serializable {

    /** Number of training examples. */
    int count();

    /** Number of classes over both sides. */
    int classes();

    /** The training examples, in parts whose numbers do not depend on who reads them. */
    JavaRDD<Chunk> train(JavaSparkContext spark);

    /** The test examples. */
    Examples test();

    /** SHA-256 of the contents, as {@link org.tanhwg.datasets.Dataset} has it where that reads the same files. */
    String sha256();

    /** @throws DataException if all training examples are of one class */
    static void requireClasses(String name, int smallestLabel, int largestLabel) {
        if (smallestLabel == largestLabel)
            throw new DataException(name, "every label is " + largestLabel + "; a classifier needs at least two classes");
    }
}
