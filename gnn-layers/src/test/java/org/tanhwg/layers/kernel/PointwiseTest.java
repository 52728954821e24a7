package org.tanhwg.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class PointwiseTest {
    private final Pointwise pointwise = new Pointwise();

    @Test void tanhIsThatOfMath() {
        int n = 40_001;
        var z = FloatBuffer.allocate(n);
        var ones = FloatBuffer.allocate(n);
        for (int i = 0; i < n; i++) {
            z.put(i, (i - n / 2) * 6e-4f);
            ones.put(i, 1);
        }
        var tanh = FloatBuffer.allocate(n);
        var slope = FloatBuffer.allocate(n);
        pointwise.tanh(n, z, tanh);
        pointwise.tanhBackward(n, z, ones, slope);
        for (int i = 0; i < n; i++) {
            double exact = Math.tanh(z.get(i));
            assertThat((double) tanh.get(i)).isCloseTo(exact, within(5e-7 * Math.abs(exact)));
            assertThat((double) slope.get(i)).isCloseTo(1 - exact * exact, within(1e-6));
        }
    }

    @Test void tanhOfTheExtremes() {
        var values = FloatBuffer.wrap(
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -0f, 1e30f});
        pointwise.tanh(6, values, values);
        assertThat(values.array()).containsExactly(new float[] {Float.NaN, 1, -1, Float.MIN_VALUE, -0f, 1}, within(1e-6f));
    }

    @Test void subtractsAcrossTiles() {
        int n = Pointwise.TILE + 3;
        var from = FloatBuffer.allocate(n);
        var what = FloatBuffer.allocate(n);
        for (int i = 0; i < n; i++) from.put(i, 3 * i);
        for (int i = 0; i < n; i++) what.put(i, i);
        pointwise.subtract(n - 1, what, from);
        for (int i = 0; i < n; i++) assertThat(from.get(i)).isEqualTo(i < n - 1 ? 2 * i : 3 * i);
    }

    /** Each against its formula, over a tile and a half; what lies behind the length stays. */
    @Test void formulasHoldAcrossTiles() {
        int n = Pointwise.TILE * 3 / 2;
        float[] x = values(n + 1, 7), y = values(n + 1, 5), was = values(n + 1, 3);
        assertEach(n, was, into -> pointwise.product(n, FloatBuffer.wrap(x), FloatBuffer.wrap(y), into), i -> x[i] * y[i]);
        assertEach(n, was, into -> pointwise.product(n, FloatBuffer.wrap(x), y, into), i -> x[i] * y[i]);
        assertEach(n, was, into -> pointwise.squaredProduct(n, FloatBuffer.wrap(x), FloatBuffer.wrap(y), into),
                i -> x[i] * y[i] * x[i] * y[i]);
        assertEach(n, was, into -> pointwise.addProduct(n, FloatBuffer.wrap(x), FloatBuffer.wrap(y), into),
                i -> was[i] + x[i] * y[i]);
        assertEach(n, was, into -> pointwise.rectify(n, FloatBuffer.wrap(x), into), i -> Math.max(0, x[i]));
        assertEach(n, was, into -> pointwise.rectifyBackward(n, FloatBuffer.wrap(x), FloatBuffer.wrap(y), into),
                i -> x[i] > 0 ? y[i] : 0);
        FloatBuffer cleared = FloatBuffer.wrap(was.clone());
        cleared.limit(n);
        Pointwise.clear(cleared);
        for (int i = 0; i <= n; i++) assertThat(cleared.array()[i]).isEqualTo(i < n ? 0 : was[i]);
    }

    /** Whole numbers of either sign, 0 among them. */
    private static float[] values(int n, int step) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = i * step % 11 - 5;
        return values;
    }

    private static void assertEach(int n, float[] was, Consumer<FloatBuffer> map, IntFunction<Number> formula) {
        FloatBuffer into = FloatBuffer.wrap(was.clone());
        map.accept(into);
        for (int i = 0; i < n; i++) assertThat(into.get(i) + 0f).isEqualTo(formula.apply(i).floatValue() + 0f); // −0 is 0
        assertThat(into.get(n)).isEqualTo(was[n]);
    }
}
