package org.tanhwg.training.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.compare.CompareResult.Cell;
import org.tanhwg.training.compare.CompareResult.Figures;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.report.Yardstick;

class StandingsTest {
    private final List<Cell> cells = new ArrayList<>();

    @Test void theFrontHoldsWhatNothingBeats() {
        add("tan-hwg", 1e-3, 0.01, 0.97, 0.98);
        add("tan-hwg", 5e-4, 0.02, 0.98, 0.99);
        add("l1-prox", 1e-4, 0.02, 0.97, 0.98);
        add("l1-prox", 1e-5, 0.02, 0.98, 0.99); // as good as another row: both are on the front
        add("adam", null, 1, 0.985, 0.995);
        add("sgd", null, 1, 0.98, 0.99);
        assertThat(rows()).extracting(Row::front).containsExactly(true, true, false, true, true, false);
    }

    @Test void eachRowMeetsTheBestRivalThatKeepsNoMore() {
        add("tan-hwg", 2e-3, 0.005, 0.96, 0.96);
        add("tan-hwg", 1e-3, 0.01, 0.97, 0.98);
        add("tan-hwg", 5e-4, 0.03, 0.98, 0.985);
        add("magnitude-pruning", 0.02, 0.02, 0.96, 0.975);
        add("magnitude-pruning", 0.001, 0.001, 0.90, 0.91);
        add("adam", null, 1, 0.99, 0.99);
        List<Row> rows = rows();
        assertThat(rows.get(0).against()).isNull();
        assertThat(rows.get(3).against()).satisfies(against -> {
            assertThat(against.reference().beta()).isEqualTo(1e-3);
            assertThat(against.difference()).isCloseTo(0.0075, within(1e-12));
            assertThat(against.sparser()).isTrue();
            assertThat(against.dominates()).isTrue();
        });
        assertThat(rows.get(4).against()).satisfies(against -> {
            assertThat(against.reference().beta()).as("its sparsest").isEqualTo(2e-3);
            assertThat(against.sparser()).isFalse();
            assertThat(against.dominates()).isFalse();
        });
        assertThat(rows.get(5).against()).satisfies(against -> {
            assertThat(against.difference()).isCloseTo(-0.0075, within(1e-12));
            assertThat(against.dominates()).isFalse();
        });
    }

    /** {@code scipy.stats.ttest_rel(a, b).pvalue}, SciPy 1.10. */
    @Test void pValuesAreThoseOfSciPy() {
        assertThat(Standings.pValue(new double[] {.981, .983, .982}, new double[] {.979, .9795, .9788}))
                .isCloseTo(0.024072297202705293, within(1e-9));
        assertThat(Standings.pValue(new double[] {.5, .7}, new double[] {.6, .65})).isCloseTo(0.7951672353008663, within(1e-9));
        assertThat(Standings.pValue(new double[] {.5}, new double[] {.6})).isNull();
        assertThat(Standings.pValue(new double[] {.5, .6}, new double[] {.6, .7})).as("all differences equal").isNull();
    }

    @Test void oneDivergedRunTakesTheRowOutOfTheRace() {
        add("tan-hwg", 1e-3, 0.01, 0.97, 0.98);
        add("sgd", null, 1, 0.99, 0.99);
        cells.set(3, new Cell("sgd", "mnist", 2, null, null, 1, 1, "diverged", Figures.none(), null, 3,
                "cells/sgd-2"));
        Row row = rows().get(1);
        assertThat(row.diverged()).isEqualTo(1);
        assertThat(row.runs()).isEqualTo(2);
        assertThat(row.judged()).isNull();
        assertThat(row.front()).isFalse();
        assertThat(row.against()).isNull();
        assertThat(rows().get(0).front()).isTrue();
    }

    @Test void oneSeedHasNoSpread() {
        add("tan-hwg", 1e-3, 0.01, 0.97);
        add("sgd", null, 1, 0.96);
        assertThat(rows().get(0).judged().sd()).isNull();
        assertThat(rows().get(1).against().pValue()).isNull();
        assertThat(rows().get(1).against().difference()).isCloseTo(0.01, within(1e-12));
    }

    /** Of numbers the smaller error is the better one, in the front, in what a row is set against, and in who dominates. */
    @Test void errorsOfNumbersRankTheOtherWay() {
        addNumbers("tan-hwg", 1e-3, 0.01, 50, 52);
        addNumbers("tan-hwg", 5e-4, 0.02, 48, 50);
        addNumbers("l1-prox", 1e-4, 0.02, 49, 53);
        addNumbers("adam", null, 1, 47, 48);
        List<Row> rows = new Standings("houses", "tan-hwg", Yardstick.RMSE, cells).rows();
        assertThat(rows).extracting(Row::front).containsExactly(true, true, false, true);
        assertThat(rows.get(2).figures().testAccuracy()).isNull();
        assertThat(rows.get(2).judged().mean()).isEqualTo(51);
        assertThat(rows.get(2).figures().testMae().mean()).isEqualTo(40);
        assertThat(rows.get(2).against()).satisfies(against -> {
            assertThat(against.reference().beta()).isEqualTo(5e-4);
            assertThat(against.difference()).isEqualTo(-2);
            assertThat(against.dominates()).isTrue();
        });
        assertThat(rows.get(3).against()).satisfies(against -> {
            assertThat(against.difference()).isEqualTo(1.5);
            assertThat(against.dominates()).isFalse();
        });
    }

    private void addNumbers(String optimizer, Double beta, double kept, double... errors) {
        for (int seed = 1; seed <= errors.length; seed++)
            cells.add(new Cell(optimizer, "houses", seed, beta, null, 0.1, 3, "done",
                    new Figures<>(null, null, null, errors[seed - 1], 40.0, .5), kept, 10, "cells/" + optimizer));
    }

    private List<Row> rows() {
        return new Standings("mnist", "tan-hwg", Yardstick.ACCURACY, cells).rows();
    }

    private void add(String optimizer, Double strength, double kept, double... accuracies) {
        for (int seed = 1; seed <= accuracies.length; seed++) {
            boolean keeps = optimizer.startsWith("magnitude");
            cells.add(new Cell(optimizer, "mnist", seed, keeps ? null : strength, keeps ? strength : null, 0.1, 3, "done",
                    new Figures<>(accuracies[seed - 1], 0.1, 0.01, null, null, null), kept, 10, "cells/" + optimizer));
        }
    }
}
