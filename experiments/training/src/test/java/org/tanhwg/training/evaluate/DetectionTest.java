package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DetectionTest {
    /** Scores from a small range, so that most are tied with others; all pairs are compared. */
    @Property void theAreaIsTheShareOfPairsInOrder(@ForAll @Size(min = 1, max = 30) List<@IntRange(max = 9) Integer> positives,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 9) Integer> negatives) {
        double inOrder = 0;
        for (int p : positives) for (int n : negatives) inOrder += p > n ? 1 : p == n ? .5 : 0;
        double area = Evaluation.auroc(doubles(positives), doubles(negatives));
        assertThat(area).isCloseTo(inOrder / (positives.size() * negatives.size()), within(1e-12));
        assertThat(Evaluation.auroc(doubles(negatives), doubles(positives))).isCloseTo(1 - area, within(1e-12));
    }

    @Test void noExamplesAreRefused() {
        assertThatThrownBy(() -> Evaluation.auroc(new double[] {1}, new double[0]))
                .hasMessage("1 positives and 0 negatives: must be at least one of each");
    }

    private static double[] doubles(List<Integer> values) { return values.stream().mapToDouble(v -> v).toArray(); }
}
