package org.tanhwg.training.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.compare.CompareResult.Cell;
import org.tanhwg.training.compare.CompareResult.Figures;
import org.tanhwg.training.report.Yardstick;

class MatchedTest {
    @Test void sharesBetweenTwoStrengthsAreOnTheLineInTheLogarithm() {
        List<Cell> runs = List.of(run(1, .04, .98), run(1, .005, .92), run(1, .01, .95));
        assertThat(Matched.at(.02, runs).getAsDouble()).isCloseTo(.965, within(1e-12));
        assertThat(Matched.at(.01, runs)).hasValue(.95);
        assertThat(Matched.at(.004, runs)).isEmpty();
        assertThat(Matched.at(.05, runs)).isEmpty();
    }

    @Test void aLineSaysWhereASeedDoesNotReach() {
        List<Cell> runs = List.of(run(1, .02, .97), run(1, .005, .95), run(2, .02, .98), run(2, .015, .96));
        assertThat(Matched.lines(runs, Yardstick.ACCURACY)).containsExactly(List.of("ours", "mnist", "97.50 ± 0.71", "–"));
        assertThat(Matched.markdown(List.of(new Cell("adam", "mnist", 1, null, null, .1, 1, "done", classes(.9), 1.0, 1, "x")),
                Yardstick.ACCURACY))
                .isEmpty();
    }

    private static Cell run(long seed, double kept, double accuracy) {
        return new Cell("ours", "mnist", seed, kept, null, .1, 1, "done", classes(accuracy), kept, 1, "x");
    }

    private static Figures<Double> classes(double accuracy) { return new Figures<>(accuracy, 1.0, 1.0, null, null, null); }
}
