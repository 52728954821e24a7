package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimplexTest {

    /** The optimality conditions characterise the projection: v − p is θ where p > 0 and at most θ elsewhere. */
    @Property(tries = 3000) void meetsTheOptimalityConditions(
            @ForAll @Size(min = 1, max = 40) double @DoubleRange(min = -3, max = 3) [] v) {
        double[] p = Simplex.project(v);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        double theta = Double.NaN;
        for (int i = 0; i < v.length; i++) if (p[i] > 0) theta = v[i] - p[i];
        for (int i = 0; i < v.length; i++) {
            assertThat(p[i]).isNotNegative();
            if (p[i] > 0) assertThat(v[i] - p[i]).isCloseTo(theta, within(1e-12));
            else assertThat(v[i]).isLessThanOrEqualTo(theta + 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 784, 5000}) void agreesWithSorting(int n) {
        Random random = new Random(n);
        for (double scale : new double[] {1e-9, 0.01, 1, 1e6}) {
            double[] v = random.doubles(n, -scale, scale).toArray();
            assertThat(Simplex.project(v)).containsExactly(bySorting(v), within(1e-12 * Math.max(1, scale)));
            Arrays.sort(v);
            assertThat(Simplex.project(v)).containsExactly(bySorting(v), within(1e-12 * Math.max(1, scale)));
        }
    }

    @Test void degenerateCases() {
        assertThat(Simplex.project(new double[] {-7})).containsExactly(1);
        assertThat(Simplex.project(new double[] {5, 5, 5, 5})).containsExactly(0.25, 0.25, 0.25, 0.25);
        assertThat(Simplex.project(new double[] {0.2, 0.3, 0.5})).containsExactly(new double[] {0.2, 0.3, 0.5}, within(1e-16));
        assertThat(Simplex.project(new double[] {1e300, -1e300, 1e300})).containsExactly(0.5, 0, 0.5);
        assertThat(Simplex.project(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE})).containsExactly(0, 1);
        assertThat(Simplex.project(new double[] {2, 1})).containsExactly(1, 0);
    }

    @Test void refusesWhatHasNoProjection() {
        assertThatThrownBy(() -> Simplex.project(new double[0])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("v");
        assertThatThrownBy(() -> Simplex.project(new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("v[1] = NaN");
    }

    /** Held, Wolfe and Crowder's algorithm, O(n log n). */
    private static double[] bySorting(double[] v) {
        double[] sorted = v.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double theta = 0;
        for (int k = 1; k <= v.length; k++) {
            double y = sorted[v.length - k];
            sum += y;
            if (y > (sum - 1) / k) theta = (sum - 1) / k;
        }
        double threshold = theta;
        return Arrays.stream(v).map(y -> Math.max(0, y - threshold)).toArray();
    }
}
