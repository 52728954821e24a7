package org.tanhwg.core.observable;

import java.util.random.RandomGenerator;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;

/**
 * Stochastic geodesic projection (Principle 4.4, theory §3): what is seen, on the leaves, of a geodesic between two leaf measures.
 *
 * <p>A particle on its way from x to x' is seen at x' with probability t, else still at x. States are arrays on the simplex.
 */
public final class GeodesicProjection {
    private GeodesicProjection() {}

    /** The expected observable (1−t)p + tq of the geodesic point at t ∈ [0, 1] from p to q; no transport plan is needed (Rem 4.5). */
    public static double[] expected(double[] p, double[] q, double t) {
        check(p, q);
        return new MovingAverage(Checks.inRange("t", t, 0, 1)).next(p, q);
    }

    /** The random observable of the whole state: q with probability t, else p. */
    public static double[] sample(double[] p, double[] q, double t, RandomGenerator random) {
        check(p, q);
        Checks.inRange("t", t, 0, 1);
        return (random.nextDouble() < t ? q : p).clone();
    }

    /**
     * The random observable of {@code particles} independent particles that follow a plan: the share of them seen at each leaf.
     *
     * @param plan      mass on its way from x (row) to x' (column); sums to 1, square
     * @param particles at least 1
     */
    public static double[] sample(double[][] plan, double t, int particles, RandomGenerator random) {
        double[] flat = new double[plan.length * plan.length];
        for (int x = 0; x < plan.length; x++) {
            Checks.size("plan[" + x + "].length", plan[x].length, plan.length);
            System.arraycopy(plan[x], 0, flat, x * plan.length, plan.length);
        }
        Checks.probability("plan", flat);
        Checks.inRange("t", t, 0, 1);
        Checks.atLeast("particles", particles, 1);
        double[] seen = new double[plan.length];
        for (int k = 0; k < particles; k++) {
            int couple = DiscreteMeasure.draw(flat, random);
            int leaf = random.nextDouble() < t ? couple % plan.length : couple / plan.length;
            seen[leaf] += 1.0 / particles;
        }
        return seen;
    }

    private static void check(double[] p, double[] q) {
        Checks.probability("p", p);
        Checks.probability("q", q);
        Checks.size("q.length", q.length, p.length);
    }
}
