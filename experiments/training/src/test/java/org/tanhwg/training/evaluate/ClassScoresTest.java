package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tanhwg.training.evaluate.Evaluation.Metrics;

class ClassScoresTest {
    /** Counted by hand: of 6, 3 and 1 examples 4, 2 and 0 are recognised. */
    @Test void figuresAreThoseOfTheirDefinitions() {
        ClassScores scores = ClassScores.of(new int[][] {{4, 2, 0}, {1, 2, 0}, {1, 0, 0}});
        assertThat(scores.classes().get(0)).isEqualTo(new ClassScores.Score(6, 6, 4 / 6., 4 / 6.));
        assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(3, 4, .5, 2 / 3.));
        assertThat(scores.classes().get(2)).isEqualTo(new ClassScores.Score(1, 0, 0, 0));
        assertThat(scores.macroF1()).isCloseTo((2 / 3. + 4 / 7. + 0) / 3, within(1e-12));
        assertThat(scores.balancedAccuracy()).isCloseTo((2 / 3. + 2 / 3. + 0) / 3, within(1e-12));
    }

    /** A class that nobody has and nobody answers says nothing about a network. */
    @Test void aClassThatDoesNotOccurDoesNotCount() {
        ClassScores scores = ClassScores.of(new int[][] {{3, 0, 0}, {0, 2, 0}, {0, 0, 0}});
        assertThat(scores.macroF1()).isEqualTo(1);
        assertThat(scores.balancedAccuracy()).isEqualTo(1);
    }

    @Test void twoClassesHaveAnAreaUnderTheCurve() {
        float[][] probabilities = {{.9f, .1f}, {.6f, .4f}, {.7f, .3f}, {.2f, .8f}};
        assertThat(Metrics.of(probabilities, new int[] {0, 0, 1, 1}).rocAuc()).contains(.75);
        assertThat(Metrics.of(probabilities, new int[] {1, 1, 1, 1}).rocAuc()).isEmpty();
        assertThat(Metrics.of(new float[][] {{1, 0, 0}, {0, 1, 0}}, new int[] {0, 1}).rocAuc()).isEmpty();
    }
}
