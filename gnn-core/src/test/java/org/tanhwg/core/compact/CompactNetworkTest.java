package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.core.compact.Activation.IDENTITY;
import static org.tanhwg.core.compact.Activation.RELU;
import static org.tanhwg.core.compact.Activation.SIGMOID;
import static org.tanhwg.core.compact.Activation.SOFTMAX;
import static org.tanhwg.core.compact.Activation.TANH;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.compact.CompactNetwork.Workspace;

class CompactNetworkTest {
    private static float[] answer(CompactNetwork network, float... example) {
        float[] answer = new float[network.outputs()];
        network.apply(example, answer, network.workspace(1));
        return answer;
    }

    /** From full to almost empty, whatever dies. */
    @Property(tries = 300) void answersAreThoseOfTheWholeNetwork(@ForAll int seed, @ForAll Activation last,
            @ForAll @IntRange(max = 10) int silence,
            @ForAll @IntRange(min = 1, max = 9) int inputs, @ForAll @IntRange(min = 1, max = 9) int units) {
        var random = new SplittableRandom(seed);
        Activation hidden = Activation.values()[random.nextInt(4)];
        List<LayerWeights> layers = Dense.network(random, silence / 10.0, hidden, last, inputs, units, 12, 3);
        float[] example = Dense.numbers(random, inputs);
        double[] expected = Dense.answer(layers, example);
        CompactNetwork network = CompactNetwork.of(layers);
        float[] found = answer(network, example);
        for (int y = 0; y < expected.length; y++)
            assertThat((double) found[y]).isCloseTo(expected[y], within(2e-5 * (1 + Math.abs(expected[y]))));
    }

    /** To the bit, however the examples are grouped. */
    @Property(tries = 100) void companyMakesNoDifference(@ForAll int seed, @ForAll Activation last,
            @ForAll @IntRange(min = 1, max = 70) int together,
            @ForAll @IntRange(max = 140) int count) {
        var random = new SplittableRandom(seed);
        CompactNetwork network = CompactNetwork
                .of(Dense.network(random, 0.6, Activation.values()[random.nextInt(4)], last, 11, 30, 20, 4));
        float[] examples = Dense.numbers(random, 11 * count);
        float[] answers = new float[4 * count + 1];
        network.apply(examples, count, answers, network.workspace(together));
        for (int i = 0; i < count; i++)
            assertThat(Arrays.copyOfRange(answers, 4 * i, 4 * i + 4))
                    .isEqualTo(answer(network, Arrays.copyOfRange(examples, 11 * i, 11 * i + 11)));
        assertThat(answers[4 * count]).isZero();
    }

    /** Input 1 has no synapse; unit 0 is a constant; unit 2 is not read, so that input 2 is not either. */
    @Test void theDeadLeave() {
        var hidden = new LayerWeights(3, 3, new float[] {0, 0, 0, 2, 0, 0, 0, 0, 5}, new float[] {3, 1, 1}, RELU);
        var last = new LayerWeights(3, 2, new float[] {10, 4, 0, 0, -1, 0}, new float[] {0.5f, 0}, IDENTITY);
        CompactNetwork network = CompactNetwork.of(List.of(hidden, last));
        assertThat(network.inputs()).isEqualTo(3);
        assertThat(network.liveInputs()).containsExactly(0);
        assertThat(network.units()).containsExactly(1, 2);
        assertThat(network.synapses()).isEqualTo(3);
        assertThat(network.layers().toList().get(1).biases()).containsExactly(30.5f, 0);
        assertThat(answer(network, 2, Float.NaN, Float.NaN)).containsExactly(30.5f + 4 * 5, -5);
    }

    /** A unit that only constants reach is one; its own constant goes on. */
    @Test void withoutAPathFromInputToOutputTheAnswerIsAConstant() {
        var first = new LayerWeights(2, 1, new float[2], new float[] {1}, TANH);
        var second = new LayerWeights(1, 2, new float[] {2, 0}, new float[] {0, 0}, SIGMOID);
        var last = new LayerWeights(2, 2, new float[] {1, 0, 0, 1}, new float[2], SOFTMAX);
        CompactNetwork network = CompactNetwork.of(List.of(first, second, last));
        assertThat(network.liveInputs()).isEmpty();
        assertThat(network.units()).containsExactly(2);
        double[] expected = Dense.answer(List.of(first, second, last), new float[2]);
        assertThat(answer(network, 7, 8)[0]).isCloseTo((float) expected[0], within(1e-6f));
        float[] answers = new float[6];
        network.apply(new float[6], 3, answers, network.workspace(2));
        assertThat(Arrays.copyOfRange(answers, 4, 6)).isEqualTo(answer(network, 0, 0));
    }

    @Test void largeNumbersDoNotOutgrowSoftmax() {
        CompactNetwork network = CompactNetwork.of(List.of(new LayerWeights(1, 2, new float[] {1, -1}, new float[2], SOFTMAX)));
        assertThat(answer(network, 3e38f)).containsExactly(1, 0);
        assertThat(answer(network, Float.NaN)).containsExactly(Float.NaN, Float.NaN);
    }

    @Test void eightBitsAreTheNearestOf255() {
        List<LayerWeights> layers = Dense.network(new SplittableRandom(3), 0.5, RELU, SOFTMAX, 20, 30, 5);
        CompactNetwork network = CompactNetwork.of(layers);
        CompactNetwork coded = network.coded8();
        assertThat(coded.bits()).isEqualTo(8);
        assertThat(coded.coded8()).isSameAs(coded);
        List<LayerWeights> exact = network.layers().toList();
        List<LayerWeights> rounded = coded.layers().toList();
        for (int l = 0; l < 2; l++) {
            LayerWeights layer = exact.get(l);
            for (int y = 0; y < layer.units(); y++) {
                float largest = 0;
                for (int x = 0; x < layer.inputs(); x++) largest = Math.max(largest, Math.abs(layer.weight(y, x)));
                for (int x = 0; x < layer.inputs(); x++)
                    assertThat(rounded.get(l).weight(y, x)).isCloseTo(layer.weight(y, x), within(largest / 253));
            }
        }
        var tiny = new LayerWeights(2, 1, new float[] {190 * Float.MIN_VALUE, 0}, new float[1], IDENTITY);
        assertThat(answer(CompactNetwork.of(List.of(tiny)).coded8(), 1, 1)).containsExactly(0);
    }

    @Test void answeringAllocatesNothing() {
        CompactNetwork network = CompactNetwork.of(Dense.network(new SplittableRandom(5), 0.5, TANH, SOFTMAX, 40, 30, 10));
        float[] examples = new float[40 * 100];
        float[] answers = new float[10 * 100];
        Workspace workspace = network.workspace(64);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the first ones load classes
            long before = threads.getCurrentThreadAllocatedBytes();
            network.apply(examples, answers, workspace);
            network.apply(examples, 100, answers, workspace);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    @Test void threadsShareANetwork() throws Exception {
        CompactNetwork network = CompactNetwork.of(Dense.network(new SplittableRandom(6), 0.5, RELU, SOFTMAX, 40, 30, 10));
        float[] examples = Dense.numbers(new SplittableRandom(7), 40 * 200);
        float[] expected = new float[10 * 200];
        network.apply(examples, 200, expected, network.workspace(1));
        var pool = Executors.newFixedThreadPool(4);
        try {
            var answers = pool.invokeAll(IntStream.range(0, 16).<Callable<float[]>>mapToObj(i -> () -> {
                float[] mine = new float[expected.length];
                network.apply(examples, 200, mine, network.workspace(1 + i));
                return mine;
            }).toList());
            for (var answer : answers) assertThat(answer.get()).isEqualTo(expected);
        } finally {
            pool.shutdown();
        }
    }

    @Test void mistakesAreNamed() {
        CompactNetwork network = CompactNetwork.of(Dense.network(new SplittableRandom(8), 0, RELU, SOFTMAX, 3, 2));
        CompactNetwork other = network.coded8();
        assertThatThrownBy(() -> network.apply(new float[3], new float[2], other.workspace(1)))
                .hasMessage("workspace: is of another network");
        assertThatThrownBy(() -> network.apply(new float[5], 2, new float[4], network.workspace(1)))
                .hasMessage("examples.length = 5: must be at least 6");
        assertThatThrownBy(() -> network.apply(new float[6], 2, new float[3], network.workspace(1)))
                .hasMessage("answers.length = 3: must be at least 4");
        assertThatThrownBy(() -> network.workspace(0)).hasMessage("examples = 0: must be a whole number >= 1");
        assertThatThrownBy(() -> CompactNetwork.of(List.of())).hasMessageContaining("layers = 0");
        var softmax = new LayerWeights(2, 2, new float[4], new float[2], SOFTMAX);
        assertThatThrownBy(() -> CompactNetwork.of(List.of(softmax, softmax)))
                .hasMessage("layer 0 has softmax: only the last layer may");
        assertThatThrownBy(() -> new LayerWeights(2, 2, new float[] {0, 0, Float.NaN, 0}, new float[2], RELU))
                .hasMessageStartingWith("weights[2] = NaN");
    }
}
