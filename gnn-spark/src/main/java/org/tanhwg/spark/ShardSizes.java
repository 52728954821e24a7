package org.tanhwg.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

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

    int examples() {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Steps until the last partition has passed all its examples. */
    int stepsPerEpoch(RoundSettings settings) {
        int share = settings.share(counts.size());
        return counts.stream().mapToInt(count -> (count + share - 1) / share).max().orElseThrow();
    }
}
