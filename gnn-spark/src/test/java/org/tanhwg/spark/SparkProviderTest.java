package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkProviderTest {
    private static String options(String master, String... more) {
        SparkConf conf = new SparkConf(false).setMaster(master);
        for (int i = 0; i < more.length; i += 2) conf.set(more[i], more[i + 1]);
        return SparkProvider.javaOptions(conf);
    }

    @Test void executorsTakeNoMoreProcessorsThanTheyHaveCores() {
        assertThat(options("local-cluster[2,1,1500]")).endsWith("-XX:ActiveProcessorCount=1");
        assertThat(options("local-cluster[2, 3, 1500]")).endsWith("-XX:ActiveProcessorCount=3");
        assertThat(options("spark://host:7077", "spark.executor.cores", "4")).endsWith("-XX:ActiveProcessorCount=4");
        assertThat(options("spark://host:7077")).as("all of the worker's").doesNotContain("ActiveProcessorCount");
        assertThat(options("local[2]")).doesNotContain("ActiveProcessorCount");
    }
}
