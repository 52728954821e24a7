package org.tanhwg.layers.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class PenaltyTest {
    /** The minimum of (x − moved)²/2 + t cost(x), against a fine grid and its own neighbours. */
    @Property(tries = 300) void shrinkingMinimises(@ForAll Penalty penalty, @ForAll @DoubleRange(min = -3, max = 3) double given,
            @ForAll @DoubleRange(min = -1, max = 1) double weight, @ForAll @DoubleRange(max = 2) double threshold) {
        float moved = (float) given, w = (float) weight, t = (float) threshold;
        double best = cost(penalty, penalty.prox(t).of(moved, w), moved, w, t);
        for (int k = 0; k <= 4000; k++)
            assertThat(best).isLessThanOrEqualTo(cost(penalty, moved * k / 4000, moved, w, t) + 1e-6);
    }

    private static double cost(Penalty penalty, double x, double moved, double weight, double t) {
        double size = switch (penalty) {
            case L1 -> Math.abs(x);
            case HALF -> Math.sqrt(Math.abs(x));
            case REWEIGHTED -> Math.abs(x) * .02 / (.02 + Math.abs(weight));
        };
        return (x - moved) * (x - moved) / 2 + t * size;
    }

    /** Xu and others 2012: nothing between 0 and two thirds of 1.5 t^⅔ is ever a minimum. */
    @Test void halfThresholdingJumps() {
        assertThat(Penalty.HALF.prox(1).of(1.4999f, 0)).isZero();
        assertThat(Penalty.HALF.prox(1).of(1.5001f, 0)).isCloseTo(1, within(1e-3f));
        assertThat(Penalty.HALF.prox(1).of(-1.5001f, 0)).isCloseTo(-1, within(1e-3f));
        assertThat(Penalty.HALF.prox(0).of(.3f, 0)).isEqualTo(.3f);
    }

    /** With momentum a constant gradient g moves a weight by rate/(1 − μ) g a step in the end, and the threshold is as large for β = |g|. */
    @Test void theThresholdIsInUnitsOfTheStepThatIsTaken() {
        assertThat(new ProximalL1(new Nesterovs(.1, .9), Penalty.L1, 2, 100, 0, .7).threshold(0, 0)).isCloseTo(2, within(1e-12));
        var ramp = new ProximalL1(new Sgd(.1), Penalty.L1, 2, 100, .2, .7);
        assertThat(ramp.threshold(0, 0)).isZero();
        assertThat(ramp.threshold(10, 0)).isCloseTo(.1, within(1e-12));
        assertThat(ramp.threshold(20, 0)).isCloseTo(.2, within(1e-12));
        assertThat(ramp.threshold(70, 0)).isZero();
    }
}
