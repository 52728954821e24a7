package org.tanhwg.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.search.SearchData.Column;
import org.tanhwg.training.search.SearchData.Share;

class ImportanceTest {
    /** 2 and 6 against a mean of 4: between the groups 4·2² = 16 of 24. */
    @Test void theRatioIsTheVarianceBetweenGroupsOverAll() {
        assertThat(Importance.ratio(new int[] {0, 0, 2, 2}, new double[] {1, 3, 5, 7})).isCloseTo(16 / 20., within(1e-12));
        assertThat(Importance.ratio(new int[] {0, 0, 1, 1}, new double[] {1, 1, 2, 2})).isEqualTo(1);
        assertThat(Importance.ratio(new int[] {0, 1, 0, 1}, new double[] {1, 1, 2, 2})).isZero();
        assertThat(Importance.ratio(new int[] {0, 1}, new double[] {3, 3})).isZero();
    }

    @Test void numbersFallIntoQuartilesAndValuesStayTogether() {
        double[] values = IntStream.range(0, 12).mapToDouble(i -> 11 - i).toArray();
        assertThat(Importance.groups(values, false)).containsExactly(3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0);
        assertThat(Importance.groups(new double[] {5, 7, 5, 6}, false)).containsExactly(0, 2, 0, 1);
        assertThat(Importance.groups(new double[] {5, 0, 1, 2, 3, 4, 5, 5}, true)).containsExactly(5, 0, 1, 2, 3, 4, 5, 5);
        int[] tied = Importance.groups(new double[] {1, 1, 1, 1, 1, 2, 3, 4, 5, 6}, false);
        assertThat(Arrays.stream(tied).limit(5).distinct().toArray()).hasSize(1);
        assertThat(Importance.groups(new double[] {Double.NaN, 1, 2, 3, 4, 5, 6, 7}, false)[0]).isZero();
    }

    @Test void whatMattersStandsOutAndWhatDoesNotStaysBelowChance() {
        var random = new Random(5);
        double[] matters = random.doubles(40).toArray();
        double[] idle = random.doubles(40).toArray();
        double[] costs = Arrays.stream(matters).map(x -> (x - .5) * (x - .5)).toArray(); // not monotone
        costs[7] = Double.NaN;
        List<Share> shares = Importance
                .of(List.of(new Column("idle", false, List.of(), idle), new Column("matters", false, List.of(), matters)), costs);
        assertThat(shares.get(0).name()).isEqualTo("matters");
        assertThat(shares.get(0).share()).isGreaterThan(.6).isGreaterThan(shares.get(0).chance());
        assertThat(shares.get(1).share()).isLessThan(shares.get(1).chance());
    }

    @Test void fewCandidatesSayNothing() {
        assertThat(Importance.of(List.of(new Column("a", false, List.of(), new double[7])), new double[7])).isEmpty();
        double[] failed = new double[20];
        Arrays.fill(failed, Double.NaN);
        assertThat(Importance.of(List.of(new Column("a", false, List.of(), new double[20])), failed)).isEmpty();
    }
}
