package org.tanhwg.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.layers.optimizer.Consolidations;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.spark.Runs.Message;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.Shards.ShardSizes;
import org.tanhwg.spark.SparkTanHwg.Round;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.train.Steps.Divergence;

/**
 * Rounds of training: the field goes out, every partition takes fast steps on its own examples with the structural weights held, the barycentre of
 * what comes back takes the place of the field, and the slow regime makes up for the consolidations that were due (theory §4.2, §5).
 */
final class Rounds {
    private final JavaSparkContext spark;
    private final JavaRDD<Shard> shards;
    private final RoundSettings settings;
    private final String hint;
    private final Broadcast<SharedNetwork> configuration;
    private final int examples;
    private final int stepsPerEpoch;

    /**
     * @param shards one in each partition, none empty
     * @param hint what a message says against numbers that cease to be finite
     */
    Rounds(Model network, JavaRDD<Shard> shards, ShardSizes sizes, RoundSettings settings, String hint) {
        this.spark = JavaSparkContext.fromSparkContext(shards.context());
        this.shards = shards;
        this.settings = settings;
        this.hint = hint;
        this.configuration = spark.broadcast(SharedNetwork.of(network));
        examples = sizes.examples();
        stepsPerEpoch = sizes.stepsPerEpoch(settings);
    }

    int stepsPerEpoch() { return stepsPerEpoch; }

    int examples() { return examples; }

    /**
     * The next round.
     *
     * @param network attached; its iteration count says which step is next
     * @param begun steps of the epoch that are done
     * @throws Divergence when the numbers cease to be finite; the network is then as it was before the round
     */
    Round next(Model network, int epoch, int begun) {
        long start = System.nanoTime();
        int first = EitherNetwork.step(network);
        Message message = Message.of(LivingState.of(network, true));
        Broadcast<Message> field = spark.broadcast(message);
        try {
            var task = new RoundTask(configuration, field, settings, shards.getNumPartitions(), first, epoch, begun, hint);
            Barycentre sum = FixedTree.sum(shards.mapPartitionsWithIndex(task, true));
            if (sum.divergence() != null) throw new Divergence(sum.divergence(), null);
            int steps = sum.account().steps();
            sum.mean().into(network, task.alone());
            if (!task.alone()) Consolidations.catchUp(network, first, first + steps);
            EitherNetwork.step(network, first + steps);
            double loss = sum.account().loss() / sum.examples();
            EitherNetwork.score(network, loss);
            double seconds = (System.nanoTime() - start) * 1e-9;
            return new Round(first, steps, sum.examples(), loss, message.bytes(), sum.bytes(), seconds, sum.slowest(),
                    sum.account());
        } finally {
            field.destroy();
        }
    }
}
