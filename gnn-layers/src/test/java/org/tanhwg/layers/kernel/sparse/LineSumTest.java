package org.tanhwg.layers.kernel.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSumTest {
    private static final int LENGTH = 5;
    private final LineSum sum = new LineSum();

    /** Whole numbers, so that any order of adding gives the same; fours, twos and one that is left, and more lines than there was room for. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 64, 65, 131}) void addsEachLineOnce(int count) {
        Random random = new Random(count);
        for (int again = 0; again < 2; again++) {
            float[] expected = {7, 7, 7, 7, 7}, into = {-1, -1, -1, -1, -1, 42};
            for (int k = 0; k < count; k++) {
                float factor = random.nextInt(19) - 9;
                float[] line = new float[LENGTH];
                for (int i = 0; i < LENGTH; i++) {
                    line[i] = random.nextInt(19) - 9;
                    expected[i] += factor * line[i];
                }
                sum.add(factor, line);
            }
            sum.into(LENGTH, 7, into);
            assertThat(into).as("none is left of the last sum, and what lies behind stays").containsExactly(expected[0],
                    expected[1],
                    expected[2], expected[3], expected[4], 42);
        }
    }

    @Test void noLineIsZeros() {
        sum.add(3, null);
        sum.add(2, new float[] {1, 10});
        float[] into = new float[2];
        sum.into(2, 1, into);
        assertThat(into).containsExactly(3, 21);
    }
}
