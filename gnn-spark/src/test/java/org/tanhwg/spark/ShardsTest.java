package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.tanhwg.datasets.Examples;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.Shards.ShardSizes;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

class ShardsTest extends LocalSpark {
    /** Examples that say by themselves which they are. */
    private static Examples numbered(int count) {
        float[] features = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            features[2 * i] = i;
            features[2 * i + 1] = -i;
            labels[i] = i % 7;
        }
        return new Examples(features, 2, labels, 7, Optional.empty());
    }

    @Test void areDealtLikeCards() {
        List<Shard> shards = Shards.deal(chunks(numbered(23), 5), 3, 7, Choice.ALL).collect();
        assertThat(shards).extracting(Shard::count).containsExactly(8, 8, 7);
        for (int p = 0; p < 3; p++) {
            for (int i = 0; i < shards.get(p).count(); i++) {
                int example = p + 3 * i;
                assertThat(shards.get(p).features()[2 * i]).isEqualTo(example);
                assertThat(shards.get(p).features()[2 * i + 1]).isEqualTo(-example);
                assertThat(shards.get(p).labels()[i]).isEqualTo(example % 7);
            }
        }
    }

    @Test void drawnExamplesAreThoseOfATrainingInOneProcess() {
        Examples all = numbered(50);
        TrainSettings settings = SettingsReader.read(Map.of("train-examples", "31", "validation", "9", "seed", "4"),
                Optional.empty());
        Examples.Split split = all.sample(31, 4).split(9, 4);
        assertThat(one(Choice.forTraining(settings, 50), all)).containsExactly(split.train().features());
        assertThat(one(Choice.forValidation(settings, 50), all)).containsExactly(split.validation().features());
        assertThat(Choice.forTraining(SettingsReader.read(Map.of(), Optional.empty()), 50)).isSameAs(Choice.ALL);
    }

    private static float[] one(Choice choice, Examples all) {
        return Shards.deal(chunks(all, 8), 1, 7, choice).first().features();
    }

    @Test void everyPartitionNeedsExamples() {
        JavaRDD<Shard> shards = Shards.deal(chunks(numbered(2), 5), 3, 7, Choice.ALL);
        assertThatThrownBy(() -> ShardSizes.of(shards)).hasMessageContaining("every partition must have one shard");
    }

    @Test void stepsLastUntilTheLargestShardIsPassed() {
        var sizes = new ShardSizes(List.of(34, 33, 33));
        assertThat(sizes.examples()).isEqualTo(100);
        assertThat(sizes.stepsPerEpoch(new RoundSettings(10, 1, 1, 0))).as("4 examples at a time").isEqualTo(9);
        assertThat(new ShardSizes(List.of(101)).stepsPerEpoch(new RoundSettings(10, 1, 1, 0))).isEqualTo(11);
    }
}
