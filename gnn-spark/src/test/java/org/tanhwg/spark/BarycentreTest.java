package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.spark.RoundTask.Contribution;
import org.tanhwg.spark.Runs.Message;
import org.tanhwg.training.train.Steps.StepAccount;

class BarycentreTest extends LocalSpark {
    private static Contribution contribution(int partition, int examples, float... parameters) {
        float[] state = new float[parameters.length];
        for (int i = 0; i < state.length; i++) state[i] = -parameters[i];
        var account = new StepAccount(5, partition, 2, 0, -1, 1, 1, 0, 0);
        return new Contribution(partition, examples, account, Message.of(new LivingState(parameters, state)), partition, null);
    }

    private static List<Contribution> random(int count) {
        var random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(p -> contribution(p, 1 + random.nextInt(1000), random.nextFloat(), 0, 1e10f * random.nextFloat()))
                .toList();
    }

    @Test void ofOneFieldIsThatField() {
        var sum = new Barycentre();
        float[] numbers = {0.1f, -3e-39f, 16777217f, 1 / 3f};
        sum.add(contribution(0, 59999, numbers));
        assertThat(sum.mean().parameters()).containsExactly(numbers);
    }

    /** argmin_m Σ nᵢ |m − mᵢ|², except where more than half of the examples say that there is silence. */
    @Test void weighsByExamples() {
        var sum = new Barycentre();
        sum.add(contribution(0, 30, 1, 0, 4));
        sum.add(contribution(1, 10, 5, 2, 0));
        assertThat(sum.mean().parameters()).containsExactly(2, 0, 3);
        assertThat(sum.mean().optimizer()).usingComparatorWithPrecision(0f).containsExactly(-2, -0.5f, -3);
        assertThat(sum.examples()).isEqualTo(40);
        sum.add(contribution(2, 20, 0, 0, 0));
        assertThat(sum.mean().parameters()).as("of 60 examples 30 are silent in the last").containsExactly(80 / 60f, 0, 2);
        assertThat(sum.account()).isEqualTo(new StepAccount(5, 3, 6, 0, -1, 3, 3, 0, 0));
    }

    @Test void survivesTheWayToTheDriver() throws Exception {
        var sum = new Barycentre();
        random(3).forEach(sum::add);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(sum);
        }
        var back = (Barycentre) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(back.mean().parameters()).containsExactly(sum.mean().parameters());
        assertThat(back.account()).isEqualTo(sum.account());
    }

    /** Above 16 partitions neighbours are added first: as if by hand, in the order of partitions. */
    @Test void theTreeAddsInTheOrderOfPartitions() {
        List<Contribution> all = random(37);
        Barycentre sum = FixedTree.sum(spark.parallelize(all, 37));
        var byHand = new Barycentre();
        for (int group = 0; group < 37; group += 7) {
            var part = new Barycentre();
            all.subList(group, Math.min(37, group + 7)).forEach(part::add);
            byHand.add(part);
        }
        assertThat(sum.mean().parameters()).containsExactly(byHand.mean().parameters());
        assertThat(sum.examples()).isEqualTo(byHand.examples());
    }

    @Test void aFieldThatDivergedIsReported() {
        var sum = new Barycentre();
        sum.add(contribution(0, 10, 1));
        sum.add(new Contribution(1, 0, null, null, 0, "layer 0 is NaN"));
        assertThat(sum.divergence()).isEqualTo("layer 0 is NaN");
    }
}
