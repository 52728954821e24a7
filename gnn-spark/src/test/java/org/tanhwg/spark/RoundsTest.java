package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.SparkTanHwg.Round;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.train.Steps.Divergence;

class RoundsTest extends LocalSpark {
    private static final int EPOCHS = 3;
    private static final Examples EXAMPLES = MNIST.train().sample(1030, 1);

    private static MultiLayerNetwork network(int stepsPerEpoch, double noise, SynapticLaw law, int assemblies) {
        long steps = (long) EPOCHS * stepsPerEpoch;
        Transmission transmission = law.kind() == SynapticLaw.Kind.DIRAC ? Transmission.EXPECTED : Transmission.SAMPLED;
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).weightInit(WeightInit.RELU)
                .updater(
                        new TanHwg.Builder(steps).beta(2e-3).temperature(1e-5).consolidateEvery(4).assemblies(assemblies)
                                .build())
                .list()
                .layer(new GeneralizedDense.Builder().nOut(20).law(law).transmission(transmission)
                        .dropOut(new ReleaseNoise(noise, steps / 2, 3)).build())
                .layer(new GeneralizedOutput.Builder().nOut(10).law(law).transmission(transmission).build())
                .setInputType(InputType.feedForward(784)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static MultiLayerNetwork network() {
        return network(21, 0.3, SynapticLaw.dirac(), 0);
    }

    private static JavaRDD<Shard> shards(int partitions) {
        return Shards.deal(chunks(EXAMPLES, 300), partitions, 10, Choice.ALL);
    }

    private static float[] fitted(int partitions, int steps) {
        MultiLayerNetwork network = network();
        SparkTanHwg.fit(network, shards(partitions), new RoundSettings(50, EPOCHS, 5, steps));
        return network.params().toFloatVector();
    }

    private static int dead(MultiLayerNetwork network) {
        return network.getLayer(0).getParam("w").eq(0).castTo(DataType.INT32).sumNumber().intValue();
    }

    /** Consolidations within the epoch included; what is left of synapses without mass does not count. */
    @ParameterizedTest
    @ValueSource(strings = {"dirac", "gaussian", "quantiles", "assemblies"}) void onePartitionIsTrainingInOneProcess(
            String kind) {
        SynapticLaw law = switch (kind) {
            case "gaussian" -> SynapticLaw.gaussian(0.02);
            case "quantiles" -> SynapticLaw.quantiles(3, 0.02);
            default -> SynapticLaw.dirac();
        };
        int assemblies = kind.equals("assemblies") ? 30 : 0;
        var local = ExamplesIterator.shuffled(EXAMPLES, 50, 5);
        MultiLayerNetwork alone = network(local.batchesPerEpoch(), 0.3, law, assemblies);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            local.start(epoch, 0);
            while (local.hasNext()) alone.fit(local.next());
        }
        MultiLayerNetwork apart = network(local.batchesPerEpoch(), 0.3, law, assemblies);
        SparkTanHwg.fit(apart, shards(1), new RoundSettings(50, EPOCHS, 5, 0));
        assertThat(LivingState.of(apart, true).parameters()).containsExactly(LivingState.of(alone, true).parameters());
        assertThat(LivingState.of(apart, true).optimizer()).containsExactly(LivingState.of(alone, true).optimizer());
        assertThat(apart.getIterationCount()).isEqualTo(alone.getIterationCount());
        assertThat(dead(alone)).as("synapses without mass").isGreaterThan(500);
    }

    @Test void theSamePartitionsGiveTheSameBits() {
        assertThat(fitted(2, 8)).containsExactly(fitted(2, 8)).isNotEqualTo(fitted(3, 8)).isNotEqualTo(fitted(2, 6));
    }

    @Test void severalPartitionsLearnAndPrune() {
        MultiLayerNetwork network = network();
        List<Round> rounds = SparkTanHwg.fit(network, shards(2), new RoundSettings(50, EPOCHS, 5, 8));
        assertThat(rounds).extracting(Round::steps).startsWith(8, 8, 5, 8);
        assertThat(rounds).extracting(Round::firstStep).startsWith(0, 8, 16, 21);
        assertThat(rounds.stream().mapToLong(Round::examples).sum()).isEqualTo(EPOCHS * 1030L);
        Round last = rounds.get(rounds.size() - 1);
        assertThat(last.loss()).isLessThan(0.8 * rounds.get(0).loss());
        assertThat(last.bytesDown()).isLessThan(rounds.get(1).bytesDown());
        assertThat(rounds.stream().mapToLong(round -> round.account().violated()).sum()).isZero();
        assertThat(dead(network)).isGreaterThan(500);
        INDArray sums = network.getLayer(0).getParam("w").sum(0);
        for (int unit = 0; unit < 20; unit++) assertThat(sums.getDouble(unit)).isCloseTo(1, within(1e-5));
    }

    /** After each step the barycentre is that of one large batch, up to rounding. */
    @Test void equalShardsGiveTheFieldOfOne() {
        Examples half = MNIST.train().sample(200, 2);
        var shard = new Shard(half.features(), 784, half.labels(), 10);
        JavaRDD<Shard> twice = spark.parallelize(List.of(shard, shard), 2);
        MultiLayerNetwork both = network(3, 0, SynapticLaw.dirac(), 0);
        MultiLayerNetwork one = network(3, 0, SynapticLaw.dirac(), 0);
        SparkTanHwg.fit(both, twice, new RoundSettings(400, EPOCHS, 5, 1));
        SparkTanHwg.fit(one, Shards.deal(chunks(half, 300), 1, 10, Choice.ALL), new RoundSettings(200, EPOCHS, 5, 1));
        float[] a = both.params().toFloatVector();
        float[] b = one.params().toFloatVector();
        for (int i = 0; i < a.length; i++) assertThat(a[i]).isCloseTo(b[i], within(1e-4f * (1 + Math.abs(b[i]))));
    }

    @Test void numbersOutOfBoundsEndTheRunAndLeaveTheLastGoodRound() {
        MultiLayerNetwork network = network();
        float[] before = network.params().toFloatVector();
        JavaRDD<Shard> bad = shards(2).map(shard -> {
            float[] features = shard.features().clone();
            features[0] = Float.NaN;
            return new Shard(features, shard.width(), shard.labels(), shard.classes());
        });
        assertThatThrownBy(() -> SparkTanHwg.fit(network, bad, new RoundSettings(50, 1, 5, 0))).isInstanceOf(Divergence.class);
        assertThat(network.params().toFloatVector()).containsExactly(before);
    }
}
