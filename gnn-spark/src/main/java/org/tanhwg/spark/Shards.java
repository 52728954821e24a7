package org.tanhwg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import scala.Tuple2;

/**
 * Deals a data set to partitions like cards: example i goes to partition i mod P, in the order of the data set, so that sorted files do no harm and
 * the same files give the same shards. Every partition holds its shard from then on; a lost one is read and dealt again.
 */
public final class Shards {
    private Shards() {}

    /**
     * Deals the examples that are chosen.
     *
     * @param classes number of classes
     * @param choice which examples, and in which order
     * @throws IllegalArgumentException if Spark's serializer is Kryo's without {@link KryoRecords}
     */
    public static JavaRDD<Shard> deal(JavaRDD<Chunk> chunks, int partitions, int classes, Choice choice) {
        Checks.atLeast("partitions", partitions, 1);
        KryoRecords.require(chunks.context().getConf());
        return chunks.flatMapToPair(chunk -> hands(chunk, partitions, choice)).partitionBy(new HashPartitioner(partitions))
                .mapPartitions(hands -> shard(hands, classes), true).persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** What one chunk gives to one partition: examples and their places among those that were chosen. */
    private record Hand(long[] places, int width, float[] features, int[] labels) implements java.io.Serializable {}

    private static Iterator<Tuple2<Integer, Hand>> hands(Chunk chunk, int partitions, Choice choice) {
        int count = chunk.labels().length;
        long[] places = new long[count];
        int[] sizes = new int[partitions];
        for (int i = 0; i < count; i++) {
            places[i] = choice.place(chunk.first() + i);
            if (places[i] >= 0) sizes[(int) (places[i] % partitions)]++;
        }
        var hands = new ArrayList<Tuple2<Integer, Hand>>();
        for (int p = 0; p < partitions; p++) {
            if (sizes[p] == 0) continue;
            var hand = new Hand(new long[sizes[p]], chunk.width(), new float[sizes[p] * chunk.width()], new int[sizes[p]]);
            int at = 0;
            for (int i = 0; i < count; i++) {
                if (places[i] < 0 || places[i] % partitions != p) continue;
                hand.places[at] = places[i];
                hand.labels[at] = chunk.labels()[i];
                System.arraycopy(chunk.features(), i * chunk.width(), hand.features, at * chunk.width(), chunk.width());
                at++;
            }
            hands.add(new Tuple2<>(p, hand));
        }
        return hands.iterator();
    }

    private static Iterator<Shard> shard(Iterator<Tuple2<Integer, Hand>> arriving, int classes) {
        var hands = new ArrayList<Hand>();
        arriving.forEachRemaining(pair -> hands.add(pair._2()));
        if (hands.isEmpty()) return List.<Shard>of().iterator();
        record Card(long place, Hand hand, int at) {}
        var cards = new ArrayList<Card>();
        for (Hand hand : hands) for (int i = 0; i < hand.places.length; i++) cards.add(new Card(hand.places[i], hand, i));
        cards.sort(Comparator.comparingLong(Card::place));
        int width = hands.get(0).width;
        float[] features = new float[Math.multiplyExact(cards.size(), width)];
        int[] labels = new int[cards.size()];
        for (int i = 0; i < labels.length; i++) {
            Card card = cards.get(i);
            System.arraycopy(card.hand.features, card.at * width, features, i * width, width);
            labels[i] = card.hand.labels[card.at];
        }
        return List.of(new Shard(features, width, labels, classes)).iterator();
    }

    /** How many examples each partition has. */
    record ShardSizes(List<Integer> counts) {

        /** Counts, and so has the shards made and cached. @throws IllegalArgumentException if a partition has none */
        static ShardSizes of(JavaRDD<Shard> shards) {
            List<Integer> counts = shards.map(Shard::count).collect();
            if (counts.size() != shards.getNumPartitions() || counts.contains(0))
                throw new IllegalArgumentException("shards = " + counts + " examples in " + shards.getNumPartitions()
                        + " partitions: every partition must have one shard, and no shard may be empty");
            return new ShardSizes(List.copyOf(counts));
        }

        int examples() { return counts.stream().mapToInt(Integer::intValue).sum(); }

        /** Steps until the last partition has passed all its examples. */
        int stepsPerEpoch(RoundSettings settings) {
            int share = settings.share(counts.size());
            return counts.stream().mapToInt(count -> (count + share - 1) / share).max().orElseThrow();
        }
    }

    /**
     * The training examples of one partition, in one array.
     *
     * @param features n × width numbers, example after example
     * @param labels   n class numbers in [0, classes)
     */
    public record Shard(float[] features, int width, int[] labels, int classes) implements Serializable {

        /** Number of examples. */
        public int count() { return labels.length; }

        Examples examples(Optional<ImageShape> shape) { return new Examples(features, width, labels, classes, shape); }
    }

    /**
     * Consecutive examples of a data set.
     *
     * @param first number of the first one in the data set
     * @param features n × width numbers, example after example
     * @param labels   n class numbers
     */
    public record Chunk(long first, int width, float[] features, int[] labels) implements Serializable {}
}
