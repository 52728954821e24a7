package org.tanhwg.spark;

import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.Shards.ShardSizes;
import org.tanhwg.spark.SparkTanHwg.Round;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.train.StepExecutor;
import org.tanhwg.training.train.Steps;
import org.tanhwg.training.train.Steps.StepAccount;

/** Takes the steps of a training in rounds on executors. */
final class SparkSteps implements StepExecutor {
    private final JavaRDD<Shard> shards;
    private final ShardSizes sizes;
    private final RoundSettings settings;
    private final String hint;
    private final RoundsFile file;
    private Rounds rounds;

    SparkSteps(JavaRDD<Shard> shards, RoundSettings settings, String hint, RoundsFile file) {
        this.shards = shards;
        this.sizes = ShardSizes.of(shards);
        this.settings = settings;
        this.hint = hint;
        this.file = file;
    }

    @Override public int examples() { return sizes.examples(); }

    @Override public int stepsPerEpoch() { return sizes.stepsPerEpoch(settings); }

    @Override public boolean callsAreWorthACheckpoint() { return true; }

    @Override public StepAccount epoch(Model network, int epoch, StepAccount account, Steps.Listener listener) {
        if (rounds == null) rounds = new Rounds(network, shards, sizes, settings, hint);
        StepAccount now = account;
        while (now.steps() < stepsPerEpoch()) {
            Round round = rounds.next(network, epoch, now.steps());
            now = now.then(round.account(), round.seconds());
            file.add(round);
            listener.stepped(now, (int) round.examples());
        }
        return now;
    }
}
