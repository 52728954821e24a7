package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.SplitMix;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.energy.PlaneFreeEnergy;
import org.tanhwg.core.energy.SpacingFreeEnergy;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.kernel.AtomDraws;

/** Steps of what a law has besides its mean. */
class LawStepsTest {
    /** Parameters receive differences: equal atoms may come out an ulp apart. */
    private static final float ROUNDING = 1e-5f;

    @Property(tries = 200) void spreadsStepAsTheFreeEnergySays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @DoubleRange(min = 0.01, max = 3) double rate, @ForAll @DoubleRange(min = 0.01, max = 2) double temperature,
            @ForAll @DoubleRange(max = 4) double confinement) {
        FastStepTest.Layer layer = FastStepTest.Layer.random(seed, n, 2);
        float[] spread = positive(new Random(seed), 2 * n, n);
        float[] update = layer.g().clone();
        var k = new SpreadStep.Coefficients(0, new float[] {(float) rate, (float) rate}, (float) temperature,
                (float) confinement);
        new SpreadStep().apply(n, 2, buffer(layer.w()), buffer(spread), buffer(update), buffer(new float[2 * n]), k);
        for (int i = 0; i < 2 * n; i++) {
            double w = layer.w()[i];
            double q = w * Math.max(0, layer.g()[i]) + temperature * confinement / n;
            double expected = w == 0 ? 0 : Math.sqrt(((Gaussian) new GaussianFreeEnergy(new double[][] {{q}}, n * temperature)
                    .prox(new Gaussian(new double[] {0}, new double[][] {{(double) spread[i] * spread[i]}}), n * rate).to())
                    .covariance()[0][0]);
            assertThat((double) spread[i] - update[i]).isCloseTo(expected, within(1e-5 * (spread[i] + expected)));
        }
    }

    @Property(tries = 2000) void atomsStayCentredAndAscending(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 9) int count, @ForAll @DoubleRange(max = 3) double rate) {
        Random random = new Random(seed);
        Laws laws = Laws.random(random, n, count);
        float[] stepped = laws.step(new float[n * count], gaussians(random, n * count), rate, 0.3, 0.5);
        for (int x = 0; x < n; x++) {
            double sum = 0;
            double size = 0;
            for (int i = 0; i < count; i++) {
                sum += stepped[i * n + x];
                size += Math.abs(stepped[i * n + x]);
                if (i > 0) assertThat(stepped[i * n + x]).isGreaterThanOrEqualTo(stepped[(i - 1) * n + x] - ROUNDING);
            }
            assertThat(sum).isCloseTo(0, within(1e-4 * (1 + size)));
        }
    }

    /** The energy with the transport cost has no lower point nearby, nor far away, among ascending centred atoms. */
    @Property(tries = 100) void theStepOfAtomsMinimises(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int count,
            @ForAll @DoubleRange(min = 0.1, max = 3) double rate) {
        Random random = new Random(seed);
        Laws laws = Laws.random(random, 1, count);
        float[] signal = gaussians(random, count);
        float[] best = laws.step(new float[count], signal, rate, 0.3, 0.5);
        double least = laws.cost(best, signal, rate, 0.3, 0.5);
        for (int rival = 0; rival < 200; rival++) {
            float[] other = gaussians(random, count);
            double near = Math.pow(10, -3 * random.nextDouble());
            for (int i = 0; i < count; i++) other[i] = (float) (best[i] + near * other[i]);
            Arrays.sort(other);
            double mean = 0;
            for (float atom : other) mean += atom / count;
            for (int i = 0; i < count; i++) other[i] -= (float) mean;
            assertThat(laws.cost(other, signal, rate, 0.3, 0.5)).isGreaterThan(least - 1e-5 * (1 + Math.abs(least)));
        }
    }

    /** Hot or cold: the step of gnn-core, up to a thousandth of what the temperature alone would spread, and rounding. */
    @Property(tries = 300) void theStepOfAtomsIsThatOfTheFreeEnergy(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 16) int count,
            @ForAll @DoubleRange(min = 0.1, max = 3) double rate, @ForAll @DoubleRange(min = -8, max = 2) double magnitude) {
        Random random = new Random(seed);
        double temperature = Math.pow(10, magnitude);
        Laws laws = Laws.random(random, 1, count);
        float[] signal = new float[count];
        float slope = (float) random.nextGaussian();
        for (int i = 0; i < count; i++) signal[i] = slope * laws.q()[i];
        double pull = 1 - rate * slope;
        if (pull <= 0) return; // atoms pulled past each other have no order from which the reference could step
        float[] stepped = laws.step(new float[count], signal, rate, temperature, 0.5);
        double[] pulled = IntStream.range(0, count).mapToDouble(i -> pull * laws.q()[i]).toArray();
        double[] exact = ((QuantileLaw) new SpacingFreeEnergy(0.5 * temperature, temperature).prox(new QuantileLaw(pulled), rate)
                .to()).quantiles();
        for (int i = 0; i < count; i++)
            assertThat((double) stepped[i]).isCloseTo(exact[i], within(1e-3 * Math.sqrt(rate * temperature) + 1e-5));
    }

    @Test void aSingleAtomHasNoWidth() {
        float[] update = {3};
        new AtomStep(1).apply(1, 1, buffer(1), buffer(0), buffer(update), buffer(0), true,
                new SpreadStep.Coefficients(0, new float[] {1}, 1, 1));
        assertThat(update).containsExactly(0f);
    }

    /** A step lowers energy and transport cost of the reference, and repeated steps come to rest where its variance is that of the normal law, T/c = s₀². */
    @Property(tries = 25) void atomsInThePlaneStepAsTheFreeEnergySays(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 9) int count,
            @ForAll @DoubleRange(min = 0.2, max = 2) double rate, @ForAll @DoubleRange(min = 0.1, max = 1) double temperature) {
        double confinement = 1.5;
        var energy = new PlaneFreeEnergy(temperature * confinement, temperature);
        var step = new PlaneAtomStep(count);
        var k = new SpreadStep.Coefficients(0, new float[] {(float) rate}, (float) temperature, (float) confinement);
        float[] law = gaussians(new Random(seed), 2 * count);
        for (int start = 0; start < 2 * count; start += count) {
            float mean = 0;
            for (int i = start; i < start + count; i++) mean += law[i] / count;
            for (int i = start; i < start + count; i++) law[i] -= mean;
        }
        for (int turn = 0; turn < 400; turn++) {
            float[] update = new float[2 * count];
            step.apply(1, 1, buffer(1), buffer(law), buffer(update), buffer(new float[2 * count]), true, k);
            ComplexAtoms from = atoms(law);
            for (int i = 0; i < law.length; i++) law[i] -= update[i];
            double before = energy.value(from);
            assertThat(objective(energy, from, atoms(law), rate)).isLessThanOrEqualTo(before + 1e-4 * (1 + Math.abs(before)));
        }
        assertThat(atoms(law).variance()).isCloseTo(2 / confinement, within(0.1 / confinement));
        assertThat(atoms(law).mean().modulus()).isLessThan(1e-3);
    }

    private static double objective(PlaneFreeEnergy energy, ComplexAtoms from, ComplexAtoms to, double tau) {
        double cost = 0;
        for (int k = 0; k < from.size(); k++) cost += from.atoms().get(k).minus(to.atoms().get(k)).squaredModulus();
        return energy.value(to) + cost / from.size() / (2 * tau);
    }

    private static ComplexAtoms atoms(float[] parts) {
        int count = parts.length / 2;
        return new ComplexAtoms(IntStream.range(0, count).mapToObj(k -> new Complex(parts[k], parts[count + k])).toList());
    }

    @Property(tries = 100) void movingMassKeepsTheLawOfWA(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        Random random = new Random(seed);
        float[] w = FastStepTest.Layer.random(seed, n, 2).w();
        float[] moved = FastStepTest.Layer.random(seed + 1, n, 2).w();
        float[] law = gaussians(random, 2 * n * count);
        float[] stepped = gaussians(random, 2 * n * count);
        float[] massUpdate = new float[2 * n];
        float[] update = new float[2 * n * count];
        for (int i = 0; i < 2 * n; i++) massUpdate[i] = w[i] - moved[i];
        for (int i = 0; i < update.length; i++) update[i] = law[i] - stepped[i];
        new LawScaling().apply(n, 2, buffer(w), buffer(massUpdate), buffer(law), buffer(update));
        for (int i = 0; i < update.length; i++) {
            int x = i / (n * count) * n + i % n;
            float after = law[i] - update[i];
            double left = (double) w[x] - massUpdate[x];
            if (left > 0)
                assertThat(left * after).isCloseTo(w[x] * stepped[i], within(1e-5 * (Math.abs(law[i]) + Math.abs(stepped[i]))));
            else
                assertThat(after).isZero();
        }
    }

    @Property(tries = 50) void theWayBackOfDrawsIsTheDerivativeOfTheWayThere(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 3) int units, @ForAll @IntRange(min = 1, max = 4) int count,
            @ForAll @IntRange(min = 1, max = 2) int parts) {
        Random random = new Random(seed);
        int rows = 3;
        float[] a = gaussians(random, parts * rows * n);
        float[] w = positive(random, n * units, 1);
        float[] q = gaussians(random, parts * n * units * count);
        float[] error = gaussians(random, parts * rows * units);
        float[] gradient = new float[q.length];
        float[] back = new float[a.length];
        AtomDraws draws = new AtomDraws(n, units, count, parts);
        draws.gradient(7, rows, buffer(a), buffer(error), 1, buffer(gradient), seed);
        draws.back(7, rows, buffer(w), buffer(q), buffer(error), buffer(back), seed);
        float[] z = new float[parts * rows * units];
        draws.transmit(7, rows, buffer(a), buffer(w), buffer(q), FloatBuffer.wrap(z), seed);
        double value = 0;
        double throughAtoms = 0;
        double throughInputs = 0;
        for (int i = 0; i < z.length; i++) value += error[i] * z[i];
        for (int i = 0; i < q.length; i++) throughAtoms += gradient[i] * w[i / (parts * n * count) * n + i % n] * q[i];
        for (int i = 0; i < a.length; i++) throughInputs += back[i] * a[i];
        // z is linear in the atoms and in the inputs, so that Euler's theorem tests both derivatives
        assertThat(throughAtoms).isCloseTo(value, within(1e-4 * (1 + Math.abs(value))));
        assertThat(throughInputs).isCloseTo(value, within(1e-4 * (1 + Math.abs(value))));
    }

    /** Inputs that are 0 are passed over, and yet each draw is that of a generator that takes all inputs in turn, to the bit. */
    @Property(tries = 50) void drawsAreThoseOfOneGeneratorForEachRow(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 9) int count) {
        Random random = new Random(seed);
        float[] a = gaussians(random, 2 * n);
        for (int i = 0; i < a.length; i++) if (random.nextBoolean()) a[i] = 0;
        float[] w = positive(random, n, 1);
        float[] q = gaussians(random, n * count);
        float[] z = new float[2];
        new AtomDraws(n, 1, count, 1).transmit(3, 2, buffer(a), buffer(w), buffer(q), FloatBuffer.wrap(z), seed);
        for (int row = 0; row < 2; row++) {
            long state = SplitMix.seed(seed, 3 + row);
            float sum = 0;
            for (int x = 0; x < n; x++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                int atom = (int) ((state >>> 33) * count >>> 31);
                sum += a[row * n + x] * (q[atom * n + x] * w[x]);
            }
            assertThat(z[row]).isEqualTo(sum);
        }
    }

    private static float[] gaussians(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    private static float[] positive(Random random, int length, double scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) (scale * (0.01 + random.nextDouble()));
        return values;
    }

    /** Laws of the n synapses of one unit, uniform mass. */
    private record Laws(int n, int count, float[] q) {
        static Laws random(Random random, int n, int count) {
            float[] q = new float[n * count];
            for (int x = 0; x < n; x++) {
                float[] atoms = gaussians(random, count);
                Arrays.sort(atoms);
                float mean = 0;
                for (float atom : atoms) mean += atom / count;
                for (int i = 0; i < count; i++) q[i * n + x] = atoms[i] - mean;
            }
            return new Laws(n, count, q);
        }

        float[] step(float[] state, float[] signal, double rate, double temperature, double confinement) {
            float[] w = new float[n];
            Arrays.fill(w, 1f / n);
            float[] update = signal.clone();
            new AtomStep(count).apply(n, 1, buffer(w), buffer(q), buffer(update), buffer(state), true,
                    new SpreadStep.Coefficients(0, new float[] {(float) rate}, (float) temperature, (float) confinement));
            float[] stepped = q.clone();
            for (int i = 0; i < q.length; i++) stepped[i] -= update[i];
            return stepped;
        }

        /** Per unit mass at a single synapse: mean of V q + T q²/(2 s₀²) − T mean of log spacings + W₂²/(2c); +∞ where atoms coincide. */
        double cost(float[] to, float[] signal, double rate, double temperature, double confinement) {
            double cost = 0;
            double variance = 0;
            for (int i = 0; i < count; i++) {
                cost += (signal[i] * to[i] + (to[i] - q[i]) * (to[i] - q[i]) / (2 * rate)) / count;
                variance += (double) to[i] * to[i] / count;
            }
            for (int i = 1; i < count; i++) cost -= temperature / (count - 1) * Math.log(to[i] - to[i - 1]);
            return cost + temperature * confinement * variance / 2;
        }
    }
}
