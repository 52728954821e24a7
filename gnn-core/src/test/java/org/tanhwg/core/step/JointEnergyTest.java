package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class JointEnergyTest {
    /** Least squares over random examples: both regimes in turn never raise J, silent synapses that lose their mass included (theory §4.6). */
    @Property(tries = 300) void bothRegimesDescend(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @DoubleRange(max = 0.5) double beta, @ForAll @DoubleRange(max = 1) double gamma) {
        Random random = new Random(seed);
        double[][] a = new double[6][n];
        double[] target = new double[6];
        double curvature = 0;
        for (int k = 0; k < 6; k++) {
            target[k] = random.nextGaussian();
            for (int x = 0; x < n; x++) curvature += Math.pow(a[k][x] = random.nextGaussian(), 2);
        }
        JointEnergy energy = new JointEnergy(o -> {
            double sum = 0;
            for (int k = 0; k < 6; k++) sum += Math.pow(error(a[k], o, target[k]), 2) / 2;
            return sum;
        }, o -> {
            double[] g = new double[n];
            for (int k = 0; k < 6; k++) for (int x = 0; x < n; x++) g[x] += error(a[k], o, target[k]) * a[k][x];
            return g;
        }, beta);
        double[] w = new double[n], o = new double[n];
        Arrays.fill(w, 1.0 / n);
        for (int x = 0; x < n; x++) o[x] = random.nextGaussian();
        double value = energy.value(w, o);
        for (int step = 0; step < 40; step++) {
            double heaviest = Arrays.stream(w).max().orElseThrow() * n;
            o = energy.fast(w, o, 1 / (heaviest * curvature + 1e-9));
            value = lower(energy.value(w, o), value);
            w = energy.slow(w, o, gamma, step % 8 == 7 ? Double.POSITIVE_INFINITY : .3);
            value = lower(energy.value(w, o), value);
        }
    }

    /** Minimised over w the penalty is ℓ½, (β/n)(Σ|O|^½)². */
    @Property void theSlowStepAtOnceLeavesTheHalfNorm(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        Random random = new Random(seed);
        double[] w = new double[n], o = new double[n];
        Arrays.fill(w, 1.0 / n);
        double root = 0;
        for (int x = 0; x < n; x++) root += Math.sqrt(Math.abs(o[x] = random.nextGaussian()));
        JointEnergy energy = new JointEnergy(any -> 0, double[]::clone, .7);
        assertThat(energy.value(energy.slow(w, o, 1, 0), o)).isCloseTo(.7 / n * root * root, within(1e-9 * (1 + root * root)));
    }

    private static double lower(double after, double before) {
        assertThat(after).isLessThanOrEqualTo(before + 1e-12 * (1 + Math.abs(before)));
        return after;
    }

    private static double error(double[] a, double[] o, double target) {
        double z = -target;
        for (int x = 0; x < o.length; x++) z += a[x] * o[x];
        return z;
    }
}
