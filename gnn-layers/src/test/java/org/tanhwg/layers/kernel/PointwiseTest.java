package org.tanhwg.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
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
}
