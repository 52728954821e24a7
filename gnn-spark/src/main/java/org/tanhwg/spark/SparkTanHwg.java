package org.tanhwg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.core.Checks;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.Shards.ShardSizes;
import org.tanhwg.training.train.Steps.StepAccount;

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
    public static List<Round> fit(Model network, JavaRDD<Shard> shards, RoundSettings settings) {
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

    /**
     * How training is shared out.
     *
     * @param batch examples of a step over all partitions together; each takes its part, rounded up
     * @param epochs passes over the training examples
     * @param seed of the order of examples in each partition and epoch
     * @param steps fast steps from one barycentre to the next; 0 for an epoch
     */
    public record RoundSettings(int batch, int epochs, long seed, int steps) implements Serializable {
        /** @throws IllegalArgumentException naming the component, its value and its range */
        public RoundSettings {
            Checks.atLeast("batch", batch, 1);
            Checks.atLeast("epochs", epochs, 1);
            Checks.atLeast("steps", steps, 0);
        }

        /** Examples of a step in one of so many partitions. */
        int share(int partitions) {
            return (batch + partitions - 1) / partitions;
        }
    }

    /**
     * What a round did and cost.
     *
     * @param firstStep number of its first step in the run, from 0
     * @param steps of each partition
     * @param examples over all partitions
     * @param loss mean over them
     * @param bytesDown of the field that each executor fetched
     * @param bytesUp of the fields that all partitions sent together
     * @param seconds in all
     * @param trainingSeconds of the slowest partition
     * @param account of its steps, checks of energy descent included
     */
    public record Round(int firstStep, int steps, long examples, double loss, long bytesDown, long bytesUp, double seconds,
            double trainingSeconds, StepAccount account) {}
}
