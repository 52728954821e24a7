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
        return Math.sqrt(sum);
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
