package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class WeightMapsTest {
    @Test void whatIsFrozenAtZeroStays() {
        float[] u = {-1, -1};
        new WeightMaps().shrink(buffer(0, 2), buffer(u), true, (moved, weight) -> moved);
        assertThat(u).containsExactly(0, -1);
        new WeightMaps().shrink(buffer(0, 2), buffer(u), false, (moved, weight) -> weight == 0 ? 7 : moved);
        assertThat(u).containsExactly(-7, -1);
    }

    /** The hypentropy form of EG±: W⁺ = b sinh(asinh(W/b) − u/b). */
    @Property(tries = 200) void exponentiatingIsMirrorDescentWithTheHypentropy(@ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 10) double scale) {
        Weights all = Weights.random(seed, 2000);
        float[] moved = all.after((maps, u) -> maps.exponentiate(buffer(all.w), buffer(u), (float) scale));
        for (int i = 0; i < moved.length; i++) {
            double ratio = all.w[i] / scale;
            double dual = Math.signum(ratio) * Math.log(Math.abs(ratio) + Math.sqrt(ratio * ratio + 1)) - all.u[i] / scale;
            if (Math.abs(all.u[i] / scale) > 20) continue;
            double expected = scale * Math.sinh(dual);
            assertThat((double) moved[i]).isCloseTo(expected, within(1e-5 * (Math.abs(expected) + scale + Math.abs(all.w[i]))));
        }
    }

    @Test void hugeStepsStayFinite() {
        float[] u = {1e30f, -1e30f};
        new WeightMaps().exponentiate(buffer(1, 1), buffer(u), 0.1f);
        assertThat(u).doesNotContain(Float.NaN);
    }

    @Test void pruningLeavesWhatIsAboveTheThreshold() {
        float[] w = {0, 0.5f, -0.6f, -0.5f};
        float[] u = {1, 1, 1, 1};
        new WeightMaps().prune(buffer(w), buffer(u), 0.5f);
        assertThat(u).containsExactly(0, 0.5f, 1, -0.5f);
        float[] all = {1};
        new WeightMaps().prune(buffer(0), buffer(all), -1);
        assertThat(all).containsExactly(1);
    }

    private record Weights(float[] w, float[] u) {
        static Weights random(long seed, int count) {
            Random random = new Random(seed);
            Weights weights = new Weights(new float[count], new float[count]);
            for (int i = 0; i < count; i++) {
                weights.w[i] = random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
                weights.u[i] = 0.3f * (float) random.nextGaussian();
            }
            return weights;
        }

        float[] after(java.util.function.BiConsumer<WeightMaps, float[]> map) {
            float[] update = u.clone();
            map.accept(new WeightMaps(), update);
            float[] moved = new float[w.length];
            for (int i = 0; i < moved.length; i++) moved[i] = w[i] - update[i];
            return moved;
        }
    }
}
