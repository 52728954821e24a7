package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.AmplitudePenalty;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.FastRegime;
import org.tanhwg.core.transport.AmplitudeSpace;

class FastStepTest {
    @Property(tries = 200) void agreesWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 5) int units,
            @ForAll @DoubleRange(min = 0.01, max = 2) double rate, @ForAll @DoubleRange(max = 0.5) double beta,
            @ForAll @DoubleRange(max = 0.5) double massBeta, @ForAll @DoubleRange(max = 3) double lambda) {
        Layer layer = Layer.random(seed, n, units);
        FastStep.Coefficients k = coefficients(units, 0, rate, beta, massBeta, lambda, false);
        float[] update = layer.g.clone();
        new FastStep().apply(n, 0, units, buffer(layer.w), buffer(layer.m), buffer(update), buffer(layer.v), k);
        for (int unit = 0; unit < units; unit++) {
            double[] w = layer.column(layer.w, unit);
            double[] o = layer.observable(unit);
            double[] expected = new FastRegime(beta, massBeta, lambda).step(w, o, layer.column(layer.g, unit), rate);
            for (int x = 0; x < n; x++) {
                double got = w[x] * (layer.m[unit * n + x] - update[unit * n + x]);
                assertThat(got).isCloseTo(expected[x], within(1e-5 * (1 + Math.abs(o[x]))));
            }
        }
    }

    /** Where living synapses move alike, each takes the oracle's step of a size that is divided by its ŵ; the list of living ones too. */
    @Property(tries = 200) void uniformSpeedAgreesWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 2) double rate, @ForAll @DoubleRange(max = 0.5) double beta,
            @ForAll @DoubleRange(max = 0.5) double massBeta) {
        Layer layer = Layer.random(seed, n, 3);
        int[] living = new int[3];
        for (int i = 0; i < 3 * n; i++) if (layer.w[i] > 0) living[i / n]++;
        FastStep.Coefficients by = coefficients(3, 0, rate, beta, massBeta, 0, false);
        var k = new FastStep.Coefficients(0, by.rate(), by.threshold(), by.massThreshold(), by.shrinkage(), false,
                Optional.of(living));
        float[] update = layer.g.clone();
        new FastStep().apply(n, 0, 3, buffer(layer.w), buffer(layer.m), buffer(update), buffer(layer.v), k);
        for (int unit = 0; unit < 3; unit++) {
            double[] w = layer.column(layer.w, unit), o = layer.observable(unit), v = layer.column(layer.g, unit);
            for (int x = 0; x < n; x++) {
                if (w[x] == 0) continue;
                double expected = new FastRegime(beta, massBeta, 0).step(w, o, v, rate / (living[unit] * w[x]))[x];
                double got = w[x] * (layer.m[unit * n + x] - update[unit * n + x]);
                assertThat(got).isCloseTo(expected, within(1e-5 * (1 + Math.abs(o[x]) + rate * Math.abs(v[x]))));
            }
        }
    }

    /** Complex amplitudes take the step of the two countings that gnn-core knows, one at a time. */
    @Property(tries = 200) void complexStepsAgreeWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 2) double rate, @ForAll @DoubleRange(max = 0.5) double beta,
            @ForAll @DoubleRange(max = 3) double lambda, @ForAll boolean once) {
        Layer re = Layer.random(seed, n, 1);
        Layer im = Layer.random(seed + 1, n, 1);
        float[] m = joined(re.m, im.m);
        float[] update = joined(re.g, im.g);
        FastStep.Coefficients k = coefficients(1, 0, rate, once ? beta : 0, once ? 0 : beta, once ? 0 : lambda, false);
        new FastStep().apply(n, 0, 1, buffer(re.w), buffer(m), buffer(update), buffer(new float[2 * n]), k);

        var space = new AmplitudeSpace(normalised(re.w));
        List<Complex> moved = new ArrayList<>();
        for (int x = 0; x < n; x++)
            moved.add(new Complex(m[x] - rate * n * re.g[x], m[n + x] - rate * n * im.g[x]));
        List<Complex> expected = new AmplitudePenalty(space, new Elastic(once ? 0 : lambda / n, beta),
                once ? AmplitudePotential.COUNTING : AmplitudePotential.MASS).prox(moved, rate * n).to();
        for (int x = 0; x < n; x++) {
            double w = re.w[x];
            double size = 1e-5 * w * (1 + moved.get(x).modulus());
            assertThat(w * (m[x] - update[x])).isCloseTo(w * expected.get(x).re(), within(size));
            assertThat(w * (m[n + x] - update[n + x])).isCloseTo(w * expected.get(x).im(), within(size));
        }
    }

    @Test void complexSynapsesFallSilentInBothPartsAtOnceAndStaySoOnceFrozen() {
        float[] m = {.3f, 0, .4f, 0};
        float[] update = new float[4];
        new FastStep().apply(2, 0, 1, buffer(.5f, .5f), buffer(m), buffer(update), buffer(0, 0, 0, 0),
                coefficients(1, 0, 1, .26, 0, 0, false));
        assertThat(update).containsExactly(m);
        float[] signal = {0, 7, 0, 7};
        new FastStep().apply(2, 0, 1, buffer(.5f, .5f), buffer(m), buffer(signal), buffer(0, 0, 0, 0),
                coefficients(1, 0, 1, 0, 0, 0, true));
        assertThat(signal).containsExactly(0, 0, 0, 0);
    }

    @Test void averagesTheSignal() {
        float[] v = {1, 2};
        float[] g = {3, 6};
        new FastStep().apply(2, 0, 1, buffer(.5f, .5f), buffer(1, 1), buffer(g), buffer(v),
                coefficients(1, .9, 1e-9, 0, 0, 0, false));
        assertThat(v).containsExactly(new float[] {1.2f, 2.4f}, within(1e-6f));
    }

    @Test void synapsesWithoutMassStayExactlySilent() {
        float[] g = {5, 5};
        float[] m = {0, 1};
        new FastStep().apply(2, 0, 1, buffer(0, 1), buffer(m), buffer(g), buffer(0, 0), coefficients(1, 0, .1, 0, 0, 0, false));
        assertThat(m[0] - g[0]).isZero();
        assertThat(g[1]).isNotZero();
    }

    @Test void frozenSupportDoesNotGrow() {
        float[] g = {5, 5};
        float[] m = {0, 1};
        new FastStep().apply(2, 0, 1, buffer(.5f, .5f), buffer(m), buffer(g), buffer(0, 0),
                coefficients(1, 0, .1, 0, 0, 0, true));
        assertThat(m[0] - g[0]).isZero();
        assertThat(g[1]).isNotZero();
    }

    @Test void layersLargerThanATileAreSteppedWhole() {
        int n = 3000;
        Layer layer = Layer.random(1, n, 4);
        float[] update = layer.g.clone();
        new FastStep().apply(n, 0, 4, buffer(layer.w), buffer(layer.m), buffer(update), buffer(layer.v),
                coefficients(4, 0, .3, 0, 0, 0, false));
        for (int i = 0; i < update.length; i++) {
            float expected = layer.w[i] == 0 ? 0 : .3f * n * layer.g[i];
            assertThat(update[i]).isCloseTo(expected, within(1e-3f * Math.abs(expected) + 1e-3f));
        }
    }

    @Test void decayedSignalsDoNotBecomeDenormal() {
        float[] v = {1e-30f};
        new FastStep().apply(1, 0, 1, buffer(1), buffer(1), buffer(0), buffer(v), coefficients(1, .9, .1, 0, 0, 0, false));
        assertThat(v[0]).isZero();
    }

    static FastStep.Coefficients coefficients(int units, double momentum, double rate, double beta, double massBeta,
            double lambda,
            boolean frozen) {
        return new FastStep.Coefficients((float) momentum, filled(units, rate), filled(units, rate * beta),
                filled(units, rate * massBeta),
                filled(units, 1 / (1 + rate * lambda)), frozen);
    }

    private static float[] filled(int units, double value) {
        float[] values = new float[units];
        java.util.Arrays.fill(values, (float) value);
        return values;
    }

    static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static double[] normalised(float[] mass) {
        double[] w = new double[mass.length];
        double sum = 0;
        for (float value : mass) sum += value;
        for (int x = 0; x < w.length; x++) w[x] = mass[x] / sum;
        return w;
    }

    static FloatBuffer buffer(float... values) { return FloatBuffer.wrap(values); }

    /** A small layer with some silent and some massless synapses. */
    record Layer(int n, float[] w, float[] m, float[] g, float[] v) {
        static Layer random(long seed, int n, int units) {
            Random random = new Random(seed);
            Layer layer = new Layer(n, new float[n * units], new float[n * units], new float[n * units], new float[n * units]);
            for (int unit = 0; unit < units; unit++) {
                double sum = 0;
                for (int i = unit * n; i < (unit + 1) * n; i++) {
                    layer.w[i] = i > unit * n && random.nextInt(4) == 0 ? 0 : 0.01f + random.nextFloat();
                    sum += layer.w[i];
                    layer.m[i] = layer.w[i] == 0 || random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
                    layer.g[i] = (float) random.nextGaussian();
                }
                for (int i = unit * n; i < (unit + 1) * n; i++) layer.w[i] /= (float) sum;
            }
            return layer;
        }

        double[] column(float[] values, int unit) {
            double[] column = new double[n];
            for (int x = 0; x < n; x++) column[x] = values[unit * n + x];
            return column;
        }

        double[] observable(int unit) {
            double[] o = new double[n];
            for (int x = 0; x < n; x++) o[x] = (double) w[unit * n + x] * m[unit * n + x];
            return o;
        }
    }
}
