package org.tanhwg.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReleaseFactorsTest {
    @Test void haveMeanOneAndTheStandardDeviationAskedFor() {
        ReleaseFactors factors = new ReleaseFactors(3, 0.3, 100);
        float[] row = new float[100];
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int step = 0; step < 200; step++) {
            for (int example = 0; example < 10; example++) {
                factors.fill(step, example, 100, row, 0);
                for (float factor : row) {
                    assertThat(factor).isNotNegative();
                    sum += factor;
                    squares += factor * factor;
                    count++;
                }
            }
        }
        double mean = sum / count;
        assertThat(mean).isCloseTo(1, within(0.01));
        assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(0.3, within(0.01));
    }

    @Test void areAFunctionOfSeedStepAndExample() {
        float[] first = row(1, 5, 7);
        assertThat(row(1, 5, 7)).containsExactly(first);
        assertThat(row(2, 5, 7)).isNotEqualTo(first);
        assertThat(row(1, 6, 7)).isNotEqualTo(first);
        assertThat(row(1, 5, 8)).isNotEqualTo(first);
    }

    private static float[] row(long seed, long step, int example) {
        float[] row = new float[20];
        new ReleaseFactors(seed, 0.2, 20).fill(step, example, 20, row, 0);
        return row;
    }
}
