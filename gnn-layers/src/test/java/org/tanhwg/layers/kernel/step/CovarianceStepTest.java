package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.space.Complex;

/** Steps of covariances, against the exact step of gnn-core, which works with matrices of any size. */
class CovarianceStepTest {
    private static final int N = 3;
    private static final int UNITS = 2;
    private static final int ALL = N * UNITS;

    /** Laws with s ≥ |c| and estimates of the curvature, of which some have negative directions. */
    private static float[] laws(Random random) {
        float[] law = new float[3 * ALL];
        for (int i = 0; i < ALL; i++) {
            law[i] = 0.1f + 3 * random.nextFloat();
            Complex c = Complex.polar(law[i] * random.nextDouble(), 7 * random.nextDouble());
            law[re(i)] = (float) c.re();
            law[re(i) + N] = (float) c.im();
        }
        return law;
    }

    private static int re(int synapse) { return ALL + synapse + synapse / N * N; }

    private static float[] stepped(float[] mass, float[] law, float[] estimates, float[] state, SpreadStep.Coefficients k) {
        float[] update = estimates.clone();
        new CovarianceStep().apply(N, UNITS, buffer(mass), buffer(law), buffer(update), buffer(state), k);
        for (int i = 0; i < law.length; i++) update[i] = law[i] - update[i];
        return update;
    }

    private static SpreadStep.Coefficients coefficients(double decay, double rate, double temperature, double confinement) {
        return new SpreadStep.Coefficients((float) decay, new float[] {(float) rate, (float) rate}, (float) temperature,
                (float) confinement);
    }

    /** (s I + R(c))². */
    private static double[][] covariance(double s, double cre, double cim) {
        double half = s * s + cre * cre + cim * cim;
        return new double[][] {{half + 2 * s * cre, 2 * s * cim}, {2 * s * cim, half - 2 * s * cre}};
    }

    @Property(tries = 300) void theStepIsTheExactOne(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 3) double rate,
            @ForAll @DoubleRange(min = 0.01, max = 2) double temperature, @ForAll @DoubleRange(max = 4) double confinement) {
        Random random = new Random(seed);
        float[] law = laws(random);
        float[] mass = {0.5f, 0.5f, 0, 0.2f, 0.7f, 0.1f};
        float[] estimates = new float[3 * ALL];
        for (int i = 0; i < estimates.length; i++) estimates[i] = (float) random.nextGaussian();
        float[] next = stepped(mass, law, estimates, new float[3 * ALL], coefficients(0, rate, temperature, confinement));
        for (int i = 0; i < ALL; i++) {
            if (mass[i] == 0) {
                assertThat(next[i]).isZero();
                assertThat(next[re(i)]).isZero();
                assertThat(next[re(i) + N]).isZero();
                continue;
            }
            double c = Math.max(0, estimates[i]);
            double size = Math.hypot(estimates[re(i)], estimates[re(i) + N]);
            double kept = size == 0 ? 0 : Math.min(1, c / size);
            double bre = kept * estimates[re(i)], bim = kept * estimates[re(i) + N];
            double own = temperature * confinement / N;
            double[][] q = {{mass[i] * (c + bre) + own, mass[i] * bim}, {mass[i] * bim, mass[i] * (c - bre) + own}};
            double[][] from = covariance(law[i], law[re(i)], law[re(i) + N]);
            double[][] expected = ((Gaussian) new GaussianFreeEnergy(q, N * temperature)
                    .prox(new Gaussian(new double[2], from), N * rate).to()).covariance();
            double[][] found = covariance(next[i], next[re(i)], next[re(i) + N]);
            double scale = from[0][0] + from[1][1] + expected[0][0] + expected[1][1];
            for (int row = 0; row < 2; row++)
                for (int column = 0; column < 2; column++)
                    assertThat(found[row][column]).isCloseTo(expected[row][column], within(3e-6 * scale));
            assertThat((double) next[i]).as("a positive root")
                    .isGreaterThanOrEqualTo(Math.hypot(next[re(i)], next[re(i) + N]) * (1 - 1e-5));
        }
    }

    /** Without torsion an isotropic law stays isotropic and steps as {@link SpreadStep} has it. */
    @Property(tries = 100) void isotropicLawsStepAsSpreads(@ForAll long seed, @ForAll @DoubleRange(max = 3) double rate) {
        Random random = new Random(seed);
        float[] law = laws(random);
        float[] estimates = new float[3 * ALL];
        for (int i = 0; i < 2 * ALL; i++) law[ALL + i] = 0;
        for (int i = 0; i < ALL; i++) estimates[i] = (float) random.nextGaussian();
        float[] mass = {0.5f, 0.5f, 0, 0.2f, 0.7f, 0.1f};
        var k = coefficients(0.5, rate, 0.3, 0.7);
        float[] next = stepped(mass, law, estimates, new float[3 * ALL], k);
        float[] update = Arrays.copyOf(estimates, ALL);
        new SpreadStep().apply(N, UNITS, buffer(mass), buffer(Arrays.copyOf(law, ALL)), buffer(update),
                buffer(new float[ALL]), k);
        for (int i = 0; i < ALL; i++) {
            assertThat(next[i]).isCloseTo(law[i] - update[i], within(1e-5f * law[i] + 1e-6f));
            assertThat(next[re(i)]).isZero();
            assertThat(next[re(i) + N]).isZero();
        }
    }

    /** Whatever the step size, the fixed point is n T (w H + T/(n s₀²))⁻¹, the covariance that Laplace's approximation has. */
    @Property(tries = 50) void theFixedPointIsThatOfTheory(@ForAll long seed,
            @ForAll @DoubleRange(min = 0.2, max = 5) double rate) {
        float[] law = laws(new Random(seed));
        float[] mass = {0.3f, 0.3f, 0.4f, 0.3f, 0.3f, 0.4f};
        float[] estimates = new float[3 * ALL];
        for (int i = 0; i < ALL; i++) {
            estimates[i] = 2;
            estimates[re(i)] = 1;
            estimates[re(i) + N] = -1;
        }
        float[] state = new float[3 * ALL];
        for (int step = 0; step < 400; step++) law = stepped(mass, law, estimates, state, coefficients(0, rate, 0.5, 0.6));
        for (int i = 0; i < ALL; i++) {
            double own = 0.5 * 0.6 / N, w = mass[i];
            double a = 3 * w + own, b = -w, d = w + own;
            double[][] found = covariance(law[i], law[re(i)], law[re(i) + N]);
            assertThat(found[0][0]).isCloseTo(N * 0.5 * d / (a * d - b * b), within(1e-3));
            assertThat(found[1][1]).isCloseTo(N * 0.5 * a / (a * d - b * b), within(1e-3));
            assertThat(found[0][1]).isCloseTo(-N * 0.5 * b / (a * d - b * b), within(1e-3));
        }
    }
}
