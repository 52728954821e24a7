package org.tanhwg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.spark.Shards.Chunk;

/** Examples of one's own that the driver has read, whatever they lie in, and hands to the executors: it must have memory for all of them. */
final class ReadHere implements Source {
    private static final int CHUNK = 1024;

    private final transient Dataset data; // executors get chunks of it, and never this

    ReadHere(Dataset data) { this.data = data; }

    @Override public int count() { return data.train().count(); }

    @Override public int classes() { return data.train().classes(); }

    @Override public JavaRDD<Chunk> train(JavaSparkContext spark) {
        Examples train = data.train();
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < train.count(); from += CHUNK) {
            int to = Math.min(train.count(), from + CHUNK);
            chunks.add(new Chunk(from, train.width(), train.rows(from, to), Arrays.copyOfRange(train.labels(), from, to)));
        }
        return spark.parallelize(chunks, chunks.size());
    }

    @Override public Examples test() { return data.test(); }

    @Override public String sha256() { return data.sha256(); }
}
