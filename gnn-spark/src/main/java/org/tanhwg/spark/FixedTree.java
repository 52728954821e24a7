package org.tanhwg.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.tanhwg.spark.RoundTask.Contribution;
import scala.Tuple2;

/**
 * Adds up what partitions bring back, in an order that does not depend on who comes first. Spark's own {@code treeAggregate} adds in the order of
 * arrival, and sums of floating-point numbers depend on it.
 */
final class FixedTree {
    /** Up to so many contributions go straight to the driver. */
    private static final int FEW = 16;

    private FixedTree() {}

    /** Two levels where there are many partitions: neighbours first, about √P of them at a time, then their sums, each in the order of partitions. */
    static Barycentre sum(JavaRDD<Contribution> contributions) {
        int partitions = contributions.getNumPartitions();
        if (partitions <= FEW) return sum(contributions.collect());
        int neighbours = (int) Math.ceil(Math.sqrt(partitions));
        int groups = (partitions + neighbours - 1) / neighbours;
        var sum = new Barycentre();
        contributions.mapToPair(contribution -> new Tuple2<>(contribution.partition() / neighbours, contribution))
                .partitionBy(new HashPartitioner(groups)) // of whole numbers below the count: the number itself
                .mapPartitions(FixedTree::group, true).collect().forEach(sum::add);
        return sum;
    }

    private static Iterator<Barycentre> group(Iterator<Tuple2<Integer, Contribution>> arriving) {
        var members = new ArrayList<Contribution>();
        arriving.forEachRemaining(pair -> members.add(pair._2()));
        return List.of(sum(members)).iterator();
    }

    private static Barycentre sum(List<Contribution> contributions) {
        var sum = new Barycentre();
        contributions.stream().sorted(Comparator.comparingInt(Contribution::partition)).forEach(sum::add);
        return sum;
    }
}
