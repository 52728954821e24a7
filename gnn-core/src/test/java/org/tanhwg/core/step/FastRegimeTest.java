package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fast regime against its definition: what it returns minimises e(O) + D²/(2c) over the synapses with mass. */
class FastRegimeTest {
    @Property(tries = 300) void noRivalDoesBetter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int n,
            @ForAll @DoubleRange(min = .01, max = 3) double c, @ForAll @DoubleRange(max = 1) double beta,
            @ForAll @DoubleRange(max = 1) double massBeta, @ForAll @DoubleRange(max = 2) double lambda) {
        Random random = new Random(seed);
        double[] w = new double[n], o = new double[n], v = new double[n];
        double total = 0;
        for (int x = 0; x < n; x++) total += w[x] = x > 0 && random.nextInt(4) == 0 ? 0 : .05 + random.nextDouble();
        for (int x = 0; x < n; x++) {
            w[x] /= total;
            o[x] = w[x] == 0 ? 0 : random.nextGaussian();
            v[x] = random.nextGaussian();
        }
        FastRegime fast = new FastRegime(beta, massBeta, lambda);
        double[] to = fast.step(w, o, v, c);
        double least = fast.energy(w, to, v) + fast.halfSquaredDistance(w, o, to) / c;
        assertThat(least).isLessThanOrEqualTo(fast.energy(w, o, v) + 1e-12);
        for (int rival = 0; rival < 100; rival++) {
            double[] other = to.clone();
            int x = random.nextInt(n);
            if (w[x] == 0) continue;
            other[x] += random.nextGaussian() * Math.pow(10, -3 * random.nextDouble());
            assertThat(fast.energy(w, other, v) + fast.halfSquaredDistance(w, o, other) / c).isGreaterThan(least - 1e-12);
        }
    }

    /** n = 2, ŵ = (½, 3/2), every term by hand. */
    @Test void energyDistanceAndStepAreTheirFormulas() {
        double[] w = {.25, .75}, o = {1, -2}, v = {3, .5};
        FastRegime fast = new FastRegime(.1, .2, .4);
        assertThat(fast.energy(w, o, v)).isCloseTo(
                3 + (.1 / .5 + .2) + .2 / .5 + (.5 * -2) + (.1 / 1.5 + .2) * 2 + .2 * 4 / 1.5, within(1e-15));
        assertThat(fast.halfSquaredDistance(w, o, new double[] {2, 1})).isCloseTo(1 / (2 * .5) + 9 / (2 * 1.5), within(1e-15));
        // u = (1 − ½·½·3, −2 − ½·3/2·½) = (¼, −2.375), thresholds ½(.1 + ½·.2) = .1 and ½(.1 + 3/2·.2) = .2
        assertThat(fast.step(w, o, v, .5)).containsExactly(new double[] {.15 / 1.2, -2.175 / 1.2}, within(1e-15));
    }

    /** Whatever their signal, they have no part in energy, distance or step. */
    @Test void synapsesWithoutMassStaySilent() {
        double[] w = {0, 1}, o = {0, 1}, v = {-9, 0};
        FastRegime fast = new FastRegime(1, 0, 0);
        assertThat(fast.step(w, o, v, .1)).containsExactly(0, .9);
        assertThat(fast.energy(w, new double[] {7, 0}, v)).isZero();
        assertThat(fast.halfSquaredDistance(w, o, new double[] {7, 1})).isZero();
        assertThatThrownBy(() -> fast.step(w, o, v, 0)).hasMessageContaining("c = 0.0");
        assertThatThrownBy(() -> new FastRegime(-1, 0, 0)).hasMessageContaining("beta = -1.0");
        assertThatThrownBy(() -> new FastRegime(0, -1, 0)).hasMessageContaining("massBeta = -1.0");
        assertThatThrownBy(() -> new FastRegime(0, 0, -1)).hasMessageContaining("lambda = -1.0");
    }
}
