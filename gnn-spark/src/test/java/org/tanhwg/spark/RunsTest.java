package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunsTest {
    /** Every bit comes back, whatever share of the numbers is 0. */
    @Property(tries = 200) void roundTrip(@ForAll @IntRange(max = 5000) int length, @ForAll @IntRange(max = 100) int percent,
            @ForAll long seed) {
        float[] floats = new float[length];
        double[] doubles = new double[length];
        var random = new Random(seed);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(100) >= percent) continue;
            floats[i] = Float.intBitsToFloat(random.nextInt());
            doubles[i] = Double.longBitsToDouble(random.nextLong());
        }
        assertThat(bits(Runs.floats(Runs.encode(floats), length))).containsExactly(bits(floats));
        assertThat(Runs.doubles(Runs.encode(doubles), length)).containsExactly(doubles);
    }

    @Test void minusZeroIsKept() {
        assertThat(bits(Runs.floats(Runs.encode(new float[] {0, -0f, 0}), 3))).containsExactly(bits(new float[] {0, -0f, 0}));
    }

    @Test void whatIsPrunedCostsNextToNothing() {
        float[] pruned = new float[1_000_000];
        float[] dense = new float[pruned.length];
        var random = new Random(1);
        for (int i = 0; i < pruned.length; i++) {
            dense[i] = random.nextFloat() + 1;
            if (random.nextInt(50) == 0) pruned[i] = dense[i];
        }
        assertThat(Runs.encode(dense).length).isEqualTo(4 * dense.length + 4);
        assertThat(Runs.encode(pruned).length).isLessThan(Runs.encode(dense).length / 25);
        assertThat(Runs.encode(new float[pruned.length])).hasSizeLessThan(10);
        assertThat(Runs.encode(new float[0])).isEmpty();
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(numbers[i]);
        return bits;
    }
}
