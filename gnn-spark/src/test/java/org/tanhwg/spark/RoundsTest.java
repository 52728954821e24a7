package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.optimizer.TanHwg;

class RoundsTest {
    private static final int EPOCHS = 3;
    private static JavaSparkContext spark;
    private static Examples examples;

    @BeforeAll static void start() {
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
        examples = new DataCatalog(DataPlaces.of(java.util.Map.of(), java.util.Optional.empty())).load("mnist").train()
                .sample(1030, 1);
    }

    @AfterAll static void stop() {
        spark.close();
    }

    private static MultiLayerNetwork network(int stepsPerEpoch) {
        long steps = (long) EPOCHS * stepsPerEpoch;
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).weightInit(WeightInit.RELU)
                .updater(new TanHwg.Builder(steps).beta(2e-3).consolidateEvery(4).build()).list()
                .layer(new GeneralizedDense.Builder().nOut(30).dropOut(new ReleaseNoise(0.3, steps / 2, 3)).build())
                .layer(new GeneralizedOutput.Builder().nOut(10).build())
                .setInputType(InputType.feedForward(784)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static JavaRDD<Shard> shards(int partitions) {
        List<Chunk> chunks = new ArrayList<>();
        int width = examples.width();
        for (int from = 0; from < examples.count(); from += 300) {
            int to = Math.min(examples.count(), from + 300);
            chunks.add(new Chunk(from, width, java.util.Arrays.copyOfRange(examples.features(), from * width, to * width),
                    java.util.Arrays.copyOfRange(examples.labels(), from, to)));
        }
        return Shards.deal(spark.parallelize(chunks, 2), partitions, 10, Choice.ALL);
    }

    /** What local training does too, bit for bit, consolidations within the epoch included. */
    @Test void onePartitionIsTrainingInOneProcess() {
        var local = ExamplesIterator.shuffled(examples, 50, 5);
        MultiLayerNetwork alone = network(local.batchesPerEpoch());
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            local.start(epoch, 0);
            while (local.hasNext()) alone.fit(local.next());
        }
        MultiLayerNetwork apart = network(local.batchesPerEpoch());
        SparkTanHwg.fit(apart, shards(1), new RoundSettings(50, EPOCHS, 5, 0));
        assertThat(apart.params().toFloatVector()).containsExactly(alone.params().toFloatVector());
        assertThat(apart.getIterationCount()).isEqualTo(alone.getIterationCount());
        assertThat(alone.getLayer(0).getParam("w").eq(0).castTo(org.nd4j.linalg.api.buffer.DataType.INT32).sumNumber().intValue())
                .as("synapses that lost their mass").isGreaterThan(1000);
    }
}
