package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;

class GeodesicProjectionTest {
    private static final double[] P = {0.7, 0.3, 0};
    private static final double[] Q = {0, 0.2, 0.8};
    private static final double[][] PLAN = {{0, 0, 0.7}, {0, 0.2, 0.1}, {0, 0, 0}};

    @Test void expectationIsAffine() {
        assertThat(GeodesicProjection.expected(P, Q, 0.25)).containsExactly(new double[] {0.525, 0.275, 0.2}, within(1e-15));
    }

    @Test void drawsHaveTheExpectation() {
        Random random = new Random(2);
        int ofTarget = 0;
        for (int i = 0; i < 10_000; i++) if (GeodesicProjection.sample(P, Q, 0.25, random)[2] == 0.8) ofTarget++;
        assertThat(ofTarget / 1e4).isCloseTo(0.25, within(0.015));
        assertThat(GeodesicProjection.sample(PLAN, 0.25, 100_000, random))
                .containsExactly(GeodesicProjection.expected(P, Q, 0.25), within(0.01));
        assertThat(GeodesicProjection.sample(PLAN, 0, 1, random)[2]).isZero();
    }

    @Test void refusesWhatIsNoPlan() {
        assertThatThrownBy(() -> GeodesicProjection.sample(new double[][] {{0.5}}, 0.5, 1, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("plan sums to 0.5");
        assertThatThrownBy(() -> GeodesicProjection.expected(P, Q, 1.5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("t = 1.5");
    }
}
