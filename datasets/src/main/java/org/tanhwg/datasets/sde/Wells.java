package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/**
 * dz = (−z + A Σ_i (c_i − z) exp(−|z − c_i|²/(2s²)) + ωJz)dt + σdB in the plane: N wells c_i evenly spread on a circle. Without rotation
 * ω noise or an input switches between them; with it noise leads around the circle, one way.
 *
 * @param count N
 * @param radius of the circle of the c_i; minima lie a little inside of them
 * @param width s
 * @param strength A
 * @param rotation ω, radians per time
 */
public record Wells(int count, double radius, double width, double strength, double rotation, double sigma)
        implements
            AdditiveNoise {
    public Wells {
        Checks.atLeast("count", count, 1);
        Checks.positive("radius", radius);
        Checks.positive("width", width);
        Checks.positive("strength", strength);
        Checks.finite("rotation", rotation);
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = -z[0] - rotation * z[1];
        drift[1] = -z[1] + rotation * z[0];
        for (int i = 0; i < count; i++) {
            double dx = x(i) - z[0], dy = y(i) - z[1];
            double pull = strength * Math.exp(-(dx * dx + dy * dy) / (2 * width * width));
            drift[0] += pull * dx;
            drift[1] += pull * dy;
        }
    }

    /** Index of the well whose centre is closest. */
    public int nearest(double[] z) {
        int nearest = 0;
        for (int i = 1; i < count; i++)
            if (Math.hypot(x(i) - z[0], y(i) - z[1]) < Math.hypot(x(nearest) - z[0], y(nearest) - z[1])) nearest = i;
        return nearest;
    }

    /** c_i. */
    public double[] centre(int i) {
        return new double[] {x(i), y(i)};
    }

    private double x(int i) {
        return radius * Math.cos(angle(i));
    }

    private double y(int i) {
        return radius * Math.sin(angle(i));
    }

    /** No well lies on an axis when there are four. */
    private double angle(int i) {
        return Math.PI / count + 2 * Math.PI * i / count;
    }
}
