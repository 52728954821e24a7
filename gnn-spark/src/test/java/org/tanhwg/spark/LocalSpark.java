package org.tanhwg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.spark.Shards.Chunk;

/** Spark with two threads in this process, and digits. */
abstract class LocalSpark {
    static final Dataset MNIST = new DataCatalog(DataPlaces.of(Map.of(), Optional.empty())).load("mnist");
    static JavaSparkContext spark;

    @BeforeAll static void start() {
        spark = new JavaSparkContext(new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }

    @AfterAll static void stop() {
        spark.close();
    }

    /** Examples as a source would give them. */
    static JavaRDD<Chunk> chunks(Examples examples, int each) {
        List<Chunk> chunks = new ArrayList<>();
        int width = examples.width();
        for (int from = 0; from < examples.count(); from += each) {
            int to = Math.min(examples.count(), from + each);
            chunks.add(new Chunk(from, width, Arrays.copyOfRange(examples.features(), from * width, to * width),
                    Arrays.copyOfRange(examples.labels(), from, to)));
        }
        return spark.parallelize(chunks, 3);
    }
}
