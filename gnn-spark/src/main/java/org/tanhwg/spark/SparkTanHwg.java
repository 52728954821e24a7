package org.tanhwg.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Training of generalized networks on Spark: fast steps on the executors, the barycentre of their fields (theory §5) and the slow regime on the driver.
 *
 * <pre>{@code
 * JavaRDD<Shard> shards = Shards.deal(chunks, 4, 10, Choice.ALL);
 * List<Round> rounds = SparkTanHwg.fit(TanHwg.attach(network), shards, new RoundSettings(100, 40, 1, 100));
 * }</pre>
 *
 * <p>With one partition this is training in one process, bit for bit. In any case the same seed and number of partitions give the same bits, whatever
 * is lost, repeated or run twice on the way.
 */
public final class SparkTanHwg {
    private SparkTanHwg() {}

    /**
     * Trains in place.
     *
     * @param network attached to its optimizer, all of its layers with parameters generalized; its schedules span
     *                {@code epochs × ⌈largest shard / ⌈batch / partitions⌉⌉} steps
     * @param shards one in each partition, see {@link Shards}; cache them
     * @return the rounds
     * @throws org.tanhwg.training.train.Steps.Divergence when the numbers cease to be finite; the network is as after the last good round
     */
    public static List<Round> fit(MultiLayerNetwork network, JavaRDD<Shard> shards, RoundSettings settings) {
        var rounds = new Rounds(network, shards, ShardSizes.of(shards), settings,
                "a smaller eta, or kappa > 0, keeps the step in bounds");
        var done = new ArrayList<Round>();
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            for (int begun = 0; begun < rounds.stepsPerEpoch();) {
                Round round = rounds.next(network, epoch, begun);
                begun += round.steps();
                done.add(round);
            }
        }
        return done;
    }
}
