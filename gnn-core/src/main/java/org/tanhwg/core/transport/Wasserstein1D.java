package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.QuantileLaw;

/**
 * Transport on the line, where the monotone coupling is optimal and the quantile map an isometry into L² (theory §5).
 *
 * <p>Points need not be sorted; masses must agree in total within 1e-9 of it and are rounded to 2⁻⁶¹ of it.
 */
public final class Wasserstein1D {
    private Wasserstein1D() {}

    /**
     * W₂² = ∫₀¹ |Q_x − Q_y|² times the total mass.
     *
     * @throws IllegalArgumentException if sizes, points or masses are not as described
     */
    public static double squared(double[] x, double[] wx, double[] y, double[] wy) {
        Coupling c = coupling(x, wx, y, wy);
        int exponent = exponent(x, y);
        double sum = 0;
        for (int k = 0; k < c.size(); k++) {
            double d = difference(x[c.from()[k]], y[c.to()[k]], exponent);
            sum += c.mass()[k] * d * d;
        }
        return Math.scalb(sum, 2 * exponent);
    }

    /** W₁ = ∫ |F_x − F_y|. @throws IllegalArgumentException if sizes, points or masses are not as described */
    public static double distance(double[] x, double[] wx, double[] y, double[] wy) {
        Coupling c = coupling(x, wx, y, wy);
        int exponent = exponent(x, y);
        double sum = 0;
        for (int k = 0; k < c.size(); k++)
            sum += c.mass()[k] * Math.abs(difference(x[c.from()[k]], y[c.to()[k]], exponent));
        return Math.scalb(sum, exponent);
    }

    /** Scale 2^exponent in which neither differences nor their squares overflow. */
    private static int exponent(double[] x, double[] y) {
        double largest = 0;
        for (double v : x) largest = Math.max(largest, Math.abs(v));
        for (double v : y) largest = Math.max(largest, Math.abs(v));
        return Math.getExponent(largest) + 2;
    }

    private static double difference(double x, double y, int exponent) {
        return Math.scalb(x, -exponent) - Math.scalb(y, -exponent);
    }

    /** The monotone coupling, optimal for every convex cost of the difference. */
    public static Coupling coupling(double[] x, double[] wx, double[] y, double[] wy) {
        Checks.finite("x", x);
        Checks.finite("y", y);
        Checks.size("wx.length", wx.length, x.length);
        Checks.size("wy.length", wy.length, y.length);
        Problem.checkMasses("wx", wx, "wy", wy);
        WholeMasses masses = WholeMasses.of(wx, wy);
        int[] source = ascending(x), target = ascending(y);
        int[] from = new int[x.length + y.length], to = new int[x.length + y.length];
        double[] mass = new double[x.length + y.length];
        long[] supply = masses.supply(), demand = masses.demand();
        int size = 0;
        for (int i = 0, j = 0; i < source.length && j < target.length;) {
            long moved = Math.min(supply[source[i]], demand[target[j]]);
            if (moved > 0) {
                from[size] = source[i];
                to[size] = target[j];
                mass[size++] = masses.mass(moved);
            }
            supply[source[i]] -= moved;
            demand[target[j]] -= moved;
            if (supply[source[i]] == 0) i++;
            else j++;
        }
        return new Coupling(x.length, y.length, Arrays.copyOf(from, size), Arrays.copyOf(to, size), Arrays.copyOf(mass, size));
    }

    /** W₂² of two quantile laws, (1/K) Σ (q_k − q'_k)² when they have the same number of atoms. */
    public static double squared(QuantileLaw p, QuantileLaw q) {
        double[] x = p.quantiles(), y = q.quantiles();
        if (x.length != y.length) return squared(x, uniform(x.length), y, uniform(y.length));
        int exponent = exponent(x, y);
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            double d = difference(x[k], y[k], exponent);
            sum += d * d;
        }
        return Math.scalb(sum / x.length, 2 * exponent);
    }

    /** Point t ∈ [0, 1] of the geodesic between laws with the same number of atoms: quantiles are averaged. */
    public static QuantileLaw interpolate(QuantileLaw from, QuantileLaw to, double t) {
        Checks.inRange("t", t, 0, 1);
        return barycentre(List.of(from, to), new double[] {1 - t, t});
    }

    /**
     * W₂ barycentre of laws with the same number of atoms, the average of their quantiles (theory §5).
     *
     * @param weights ≥ 0, sum 1, one per law
     * @throws IllegalArgumentException if the weights are not a probability, or the laws differ in number of atoms
     */
    public static QuantileLaw barycentre(List<QuantileLaw> laws, double[] weights) {
        Checks.probability("weights", weights);
        Checks.size("laws.size()", laws.size(), weights.length);
        double[] mean = new double[laws.get(0).size()];
        for (int i = 0; i < weights.length; i++) {
            double[] quantiles = laws.get(i).quantiles();
            Checks.size("laws[" + i + "].size()", quantiles.length, mean.length);
            for (int k = 0; k < mean.length; k++) mean[k] += weights[i] * quantiles[k];
        }
        return new QuantileLaw(mean);
    }

    private static int[] ascending(double[] x) {
        return IntStream.range(0, x.length).boxed().sorted(Comparator.comparingDouble(i -> x[i])).mapToInt(i -> i).toArray();
    }

    private static double[] uniform(int n) {
        double[] weights = new double[n];
        Arrays.fill(weights, 1.0 / n);
        return weights;
    }
}
