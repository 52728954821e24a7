package org.tanhwg.layers.kernel.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.layers.kernel.ReleaseFactors;

class SupportTest {
    @Test void synapsesWithMassAreListedBothWays() {
        Support support = read(3, 2, 0, 0.4f, 0.6f, 0, 1, 0);
        assertThat(support.size()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(support::input)).containsExactly(1, 2, 1);
        assertThat(IntStream.range(0, 3).map(support::unitOf)).containsExactly(0, 0, 1);
        assertThat(IntStream.range(0, 3).map(support::at)).containsExactly(1, 2, 4);
        assertThat(support.liveInputs()).isEqualTo(2);
        assertThat(support.live()).startsWith(1, 2);
        assertThat(IntStream.range(support.inputStart(1), support.inputStart(2)).map(support::synapseOf)).containsExactly(0, 2);
    }

    @Test void whatLosesItsMassIsDropped() {
        var w = FloatBuffer.wrap(new float[] {0.2f, 0.3f, 0.5f, 0.5f, 0.25f, 0.25f});
        var support = new Support(3, 2);
        support.read(w);
        w.put(0, new float[] {0.4f, 0, 0.6f});
        int version = support.version();
        support.refresh(w);
        assertThat(IntStream.range(0, support.size()).map(support::at)).containsExactly(0, 2, 3, 4, 5);
        assertThat(support.mass(1)).isEqualTo(0.6f);
        assertThat(support.version()).isNotEqualTo(version);
        version = support.version();
        support.refresh(w);
        assertThat(support.version()).isEqualTo(version);
    }

    @Test void weightsReplacedFromOutsideAreReadAnew() {
        var w = FloatBuffer.wrap(new float[] {1, 0, 0});
        var support = new Support(3, 1);
        support.read(w);
        w.put(0, new float[] {0.5f, 0.5f, 0});
        support.refresh(w);
        assertThat(support.size()).isEqualTo(2);
    }

    @Property(tries = 200) void productsAreThoseOfTheMatrix(@ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 12) int units, @ForAll @IntRange(min = 1, max = 33) int batch, @ForAll long seed) {
        var random = new SplittableRandom(seed);
        float[] w = new float[n * units];
        for (int i = 0; i < w.length; i++) w[i] = random.nextInt(3) == 0 ? random.nextInt(1, 9) / 8f : 0;
        var support = new Support(n, units);
        support.read(FloatBuffer.wrap(w));
        float[][] a = random(n, batch, random), error = random(units, batch, random);
        float[] bias = random(1, units, random)[0];
        float[] observable = new float[support.size()], signal = new float[support.size()];
        for (int k = 0; k < observable.length; k++) observable[k] = w[support.at(k)];

        float[][] z = new float[units][batch], back = new float[n][batch];
        SparseProducts.forward(support, 0, units, batch, observable, bias, a, z);
        for (float[] errors : error) for (int b = 0; b < batch; b++) if (random.nextInt(3) > 0) errors[b] = 0;
        float[] biasSignal = new float[units];
        SparseProducts.signal(support, 0, units, batch, 0.5f, a, error, signal, biasSignal);
        SparseProducts.backward(support, 0, n, batch, observable, error, back);
        for (int y = 0; y < units; y++) {
            double sum = 0;
            for (float e : error[y]) sum += e;
            assertThat((double) biasSignal[y]).isCloseTo(0.5 * sum, within(1e-5));
        }
        for (int b = 0; b < batch; b++) {
            for (int y = 0; y < units; y++) {
                double sum = bias[y];
                for (int x = 0; x < n; x++) sum += w[y * n + x] * a[x][b];
                assertThat((double) z[y][b]).isCloseTo(sum, within(1e-4));
            }
            for (int x = 0; x < n; x++) {
                double sum = 0;
                for (int y = 0; y < units; y++) sum += w[y * n + x] * error[y][b];
                assertThat((double) back[x][b]).isCloseTo(sum, within(1e-4));
            }
        }
        for (int k = 0; k < support.size(); k++) {
            double sum = 0;
            for (int b = 0; b < batch; b++) sum += a[support.input(k)][b] * error[support.unitOf(k)][b];
            assertThat((double) signal[k]).isCloseTo(0.5 * sum, within(1e-4));
        }
    }

    @Property(tries = 100) void bothLayoutsAreTakenIn(@ForAll @IntRange(min = 1, max = 40) int batch,
            @ForAll @IntRange(min = 1, max = 9) int features) {
        float[] rows = new float[batch * features], columns = new float[batch * features];
        for (int b = 0; b < batch; b++)
            for (int x = 0; x < features; x++) rows[b * features + x] = columns[x * batch + b] = 100 * b + x;
        var into = new Features();
        Halves inTwo = (count, work) -> {
            work.run(1, count / 2, count);
            work.run(0, 0, count / 2);
        };
        for (boolean byFeature : new boolean[] {true, false}) for (Halves halves : new Halves[] {Halves.WHOLE, inTwo}) {
            into.load(FloatBuffer.wrap(byFeature ? columns : rows), batch, features, byFeature,
                    IntStream.range(0, features).toArray(), features, halves);
            assertThat(into.rows()[features - 1][batch - 1]).isEqualTo(100 * (batch - 1) + features - 1);
            for (boolean back : new boolean[] {true, false}) {
                float[] stored = new float[rows.length];
                into.store(FloatBuffer.wrap(stored), features, back);
                assertThat(stored).isEqualTo(back ? columns : rows);
            }
        }
    }

    @Test void noiseIsTheSameInBothLayouts() {
        var factors = new ReleaseFactors(3, 0.5, 4);
        float[] columns = new float[4 * 11], row = new float[4];
        factors.fillColumns(7, 11, 0, 4, columns);
        for (int example = 0; example < 11; example++) {
            factors.fill(7, example, 4, row, 0);
            for (int x = 0; x < 4; x++) assertThat(columns[11 * x + example]).isEqualTo(row[x]);
        }
    }

    private static Support read(int n, int units, float... w) {
        var support = new Support(n, units);
        support.read(FloatBuffer.wrap(w));
        return support;
    }

    private static float[][] random(int rows, int columns, SplittableRandom random) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) for (int i = 0; i < columns; i++) row[i] = random.nextFloat() - 0.5f;
        return values;
    }
}
