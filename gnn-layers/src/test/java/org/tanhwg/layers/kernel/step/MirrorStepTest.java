package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.kernel.step.FastStepTest.Layer;

class MirrorStepTest {
    @Property(tries = 200) void agreesWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 4) int units, @ForAll @DoubleRange(min = 0.01, max = 2) double rate,
            @ForAll MirrorDescent geometry) {
        Layer layer = Layer.random(seed, n, units);
        float[] update = step(geometry, layer, units, (float) rate, 1);
        for (int unit = 0; unit < units; unit++) {
            double[] w = onSimplex(layer.column(layer.w(), unit));
            double[] g = new double[n];
            for (int x = 0; x < n; x++) g[x] = (double) layer.m()[unit * n + x] * layer.g()[unit * n + x];
            double[] expected = geometry.step(w, g, geometry == MirrorDescent.EUCLIDEAN ? rate / n : rate);
            for (int x = 0; x < n; x++) {
                float moved = layer.w()[unit * n + x] - update[unit * n + x];
                assertThat(moved).isNotNegative();
                assertThat((double) moved).isCloseTo(expected[x], within(2e-6));
            }
        }
    }

    /** Prop 5.20: any η for which the signal stays in the simplex leads to the same place, and a smaller one is refused. */
    @Property(tries = 100) void theSignalLeadsToTheSamePlace(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int n) {
        Layer layer = Layer.random(seed, n, 1);
        float[] direct = step(MirrorDescent.ENTROPIC, layer, 1, .3f, 1);
        double[] next = new double[n];
        for (int x = 0; x < n; x++) next[x] = layer.w()[x] - direct[x];
        double eta = MirrorDescent.admissibleEta(onSimplex(layer.column(layer.w(), 0)), onSimplex(next));
        float[] bySignal = step(MirrorDescent.ENTROPIC, layer, 1, .3f, (float) Math.min(1, 1.001 * eta + 1e-3));
        for (int x = 0; x < n; x++) assertThat(bySignal[x]).isCloseTo(direct[x], within(1e-6f));
        if (eta < 0.02) return;
        assertThatThrownBy(() -> step(MirrorDescent.ENTROPIC, layer, 1, .3f, (float) (0.5 * eta)))
                .isInstanceOf(ArithmeticException.class).hasMessageContaining("leaves the simplex");
    }

    /** Re(conj(m) V): the parts of a complex amplitude lie one after the other. */
    @Test void bothPartsOfAComplexAmplitudePress() {
        float[] w = {.5f, .5f, .25f, .75f};
        float[] update = new float[4];
        new MirrorStep().apply(MirrorDescent.ENTROPIC, 2, 2, 2, buffer(w), buffer(1, 2, 3, 4, 5, 6, 7, 8),
                buffer(.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f), new float[] {.2f, .3f}, 1, buffer(update));
        double[] second = MirrorDescent.ENTROPIC.step(new double[] {.25, .75}, new double[] {.9 + 4.9, 1.6 + 6.4}, .3);
        assertThat((double) w[2] - update[2]).isCloseTo(second[0], within(1e-6));
        double[] first = MirrorDescent.ENTROPIC.step(new double[] {.5, .5}, new double[] {.1 + 2.5, .4 + 3.6}, .2);
        assertThat((double) w[1] - update[1]).isCloseTo(first[1], within(1e-6));
    }

    @Test void massThatIsAlmostGoneVanishes() {
        float[] w = {1, 1e-25f};
        float[] update = new float[2];
        new MirrorStep().apply(MirrorDescent.ENTROPIC, 2, 1, 1, buffer(w), buffer(0, 1), buffer(0, 20), new float[] {1}, 1,
                buffer(update));
        assertThat(w[1] - update[1]).isZero();
        assertThat(w[0] - update[0]).isOne();
    }

    private static float[] step(MirrorDescent geometry, Layer layer, int units, float rate, float eta) {
        float[] update = new float[layer.w().length];
        float[] rates = new float[units];
        java.util.Arrays.fill(rates, rate);
        new MirrorStep().apply(geometry, layer.n(), units, 1, buffer(layer.w()), buffer(layer.m()), buffer(layer.g()), rates, eta,
                buffer(update));
        return update;
    }

    private static double[] onSimplex(double[] masses) {
        double sum = 0;
        for (double mass : masses) sum += mass;
        for (int x = 0; x < masses.length; x++) masses[x] /= sum;
        return masses;
    }
}
