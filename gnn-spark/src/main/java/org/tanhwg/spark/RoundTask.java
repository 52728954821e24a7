package org.tanhwg.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.Consolidations;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.spark.Runs.Message;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.train.Steps;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * A round as one partition sees it: the fast steps on its own examples (theory §4.1). A pure function of its components and the shard, so it may be
 * repeated or run twice at a time.
 *
 * @param configuration of the network
 * @param field where all partitions start
 * @param iteration number of the first step in the run
 * @param epoch of it, and {@code begun} steps of that epoch before it
 * @param hint what a message says against numbers that cease to be finite
 */
record RoundTask(Broadcast<SharedNetwork> configuration, Broadcast<Message> field, RoundSettings settings, int partitions,
        int iteration,
        int epoch, int begun, String hint) implements Function2<Integer, Iterator<Shard>, Iterator<RoundTask.Contribution>> {

    @Override public Iterator<Contribution> call(Integer partition, Iterator<Shard> shards) {
        Shard shard = shards.next();
        Model network = network(partition);
        var batches = ExamplesIterator.shuffled(shard.examples(Optional.empty()), settings.share(partitions), seed(partition));
        batches.start(epoch, Math.min(begun, batches.batchesPerEpoch()));
        long[] examples = {0};
        long start = System.nanoTime();
        StepAccount account;
        try {
            int most = settings.steps() == 0 ? Integer.MAX_VALUE : settings.steps();
            account = new Steps(network, batches, hint).take(most, StepAccount.fresh(0), (so, count) -> examples[0] += count);
        } catch (Divergence e) { // a failure of the numbers, not of the task: trying again would not help
            return List.of(new Contribution(partition, 0, null, null, seconds(start), e.getMessage())).iterator();
        }
        double seconds = seconds(start);
        var brought = Message.of(LivingState.of(network, alone()));
        return List.of(new Contribution(partition, examples[0], account, brought, seconds, null)).iterator();
    }

    /** With a single partition each step's field is the barycentre already, so that mass moves when it is due; else it waits for the driver. */
    boolean alone() {
        return partitions == 1;
    }

    /** The first partition takes the order of a training in one process. */
    private long seed(int partition) {
        return settings.seed() + partition * 0x9e3779b97f4a7c15L;
    }

    private Model network(int partition) {
        Model network = configuration.value().at(iteration, field.value().state(), partition);
        if (!alone()) Consolidations.hold(network);
        return network;
    }

    private static double seconds(long start) { return (System.nanoTime() - start) * 1e-9; }

    /**
     * What one partition brings back from a round.
     *
     * @param examples it took steps on: its weight in the barycentre
     * @param field {@link Message} of its field; empty if it diverged
     * @param seconds it trained
     * @param divergence what went out of bounds; null if nothing did
     */
    record Contribution(int partition, long examples, StepAccount account, Message field, double seconds, String divergence)
            implements
                Serializable {}
}
