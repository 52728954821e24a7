package org.tanhwg.core.space;

import org.tanhwg.core.Checks;

/** Euclidean space R^d; a point is an array of d finite coordinates. @throws IllegalArgumentException if {@code dimension < 1} */
public record Euclidean(int dimension) implements GeodesicSpace<double[]> {
    public Euclidean {
        Checks.atLeast("dimension", dimension, 1);
    }

    @Override public double[] member(String name, double[] point) {
        Checks.size(name + ".length", point.length, dimension);
        return Checks.finite(name, point);
    }

    @Override public double distance(double[] p, double[] q) {
        member("p", p);
        member("q", q);
        double sum = 0;
        for (int i = 0; i < dimension; i++) sum += (p[i] - q[i]) * (p[i] - q[i]);
        return sum > Double.MIN_NORMAL && sum < Double.POSITIVE_INFINITY ? Math.sqrt(sum)
                : scaledDistance(p, q, sum > 1 ? 0.5 : 1);
    }

    /** In the scale of the largest difference, where squares neither overflow nor vanish; {@code factor} keeps differences finite. */
    private double scaledDistance(double[] p, double[] q, double factor) {
        double largest = 0, sum = 0;
        for (int i = 0; i < dimension; i++) largest = Math.max(largest, Math.abs(factor * p[i] - factor * q[i]));
        for (int i = 0; i < dimension && largest > 0; i++) {
            double share = (factor * p[i] - factor * q[i]) / largest;
            sum += share * share;
        }
        return largest * Math.sqrt(sum) / factor;
    }

    @Override public double[] interpolate(double[] from, double[] to, double t) {
        Checks.inRange("t", t, 0, 1);
        member("from", from);
        member("to", to);
        double[] point = new double[dimension];
        for (int i = 0; i < dimension; i++) point[i] = (1 - t) * from[i] + t * to[i];
        return point;
    }
}
