package org.tanhwg.datasets.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.pattern.PatternSource.CorrelatedPatterns;
import org.tanhwg.datasets.pattern.PatternSource.ImagePatterns;
import org.tanhwg.datasets.pattern.PatternSource.PhasePatterns;
import org.tanhwg.datasets.pattern.PatternSource.RandomPatterns;

class PatternSourceTest {
    private static final Examples PIXELS = new Examples(new float[] {0, 0.5f, 1, 0.6f, 0.2f, 0.9f}, 2, new int[3], 1,
            Optional.empty());

    static List<PatternSource> sources() {
        return List.of(new RandomPatterns(50, 3), new CorrelatedPatterns(50, 2, 0.5, 3), new ImagePatterns(PIXELS, 3));
    }

    @ParameterizedTest
    @MethodSource("sources") void theFirstPatternsAreTheSameHoweverManyAreAskedFor(PatternSource source) {
        float[][] three = source.first(3);
        assertThat(Arrays.copyOf(three, 2)).isDeepEqualTo(source.first(2));
        assertThat(three).hasDimensions(3, source.bits());
        for (float[] pattern : three) for (float bit : pattern) assertThat(Math.abs(bit)).isEqualTo(1);
        assertThat(source.first(0)).isEmpty();
        assertThatThrownBy(() -> source.first(-1)).isInstanceOf(RuntimeException.class);
    }

    @Test void phasesHaveModulusOneAndNoMean() {
        float[][] patterns = new PhasePatterns(4000, 3).first(2);
        assertThat(patterns[0]).isEqualTo(new PhasePatterns(4000, 3).first(1)[0]).hasSize(8000);
        double re = 0, im = 0;
        for (int y = 0; y < 4000; y++) {
            assertThat(Math.hypot(patterns[0][y], patterns[0][4000 + y])).isCloseTo(1, within(1e-6));
            re += patterns[0][y] / 4000;
            im += patterns[0][4000 + y] / 4000;
        }
        assertThat(Math.hypot(re, im)).isLessThan(0.05);
    }

    @Test void familiesHaveTheirCorrelation() {
        float[][] patterns = new CorrelatedPatterns(4000, 1, 0.25, 1).first(2);
        double sum = 0;
        for (int y = 0; y < 4000; y++) sum += patterns[0][y] * patterns[1][y];
        assertThat(sum / 4000).isCloseTo(0.25, within(0.05));
        float[][] copies = new CorrelatedPatterns(9, 1, 1, 1).first(2);
        assertThat(copies[0]).isEqualTo(copies[1]);
    }

    @Test void pixelsAboveOneHalfAreOn() {
        assertThat(List.of(new ImagePatterns(PIXELS, 1).first(3))).containsExactlyInAnyOrder(new float[] {-1, -1},
                new float[] {1, 1},
                new float[] {-1, 1});
    }
}
