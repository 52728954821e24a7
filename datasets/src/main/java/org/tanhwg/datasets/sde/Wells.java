package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/**
 * dz = (−z + Σ_i p_i(z)c_i + ωJz)dt + σdB in the plane, p = softmax_i(−|z − c_i|²/(2s²)): the energy of a dense associative memory of N patterns
 * c_i on an ellipse. Without rotation ω noise or an input switches between its wells; with it noise leads around, one way.
 *
 * @param count N
 * @param radius of the ellipse along the first axis
 * @param flatness radius along the second axis, in parts of the first
 * @param width s
 * @param rotation ω, radians per time
 */
public record Wells(int count, double radius, double flatness, double width, double rotation, double sigma)
        implements
            Systems.AdditiveNoise {
    public Wells {
        Checks.atLeast("count", count, 1);
        Checks.positive("radius", radius);
        Checks.positive("flatness", flatness);
        Checks.positive("width", width);
        Checks.finite("rotation", rotation);
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        int nearest = nearest(z);
        double least = squared(nearest, z), total = 0, x = 0, y = 0;
        for (int i = 0; i < count; i++) {
            double weight = Math.exp((least - squared(i, z)) / (2 * width * width));
            total += weight;
            x += weight * x(i);
            y += weight * y(i);
        }
        drift[0] = -z[0] + x / total - rotation * z[1];
        drift[1] = -z[1] + y / total + rotation * z[0];
    }

    /** Index of the pattern that is closest. */
    public int nearest(double[] z) {
        int nearest = 0;
        for (int i = 1; i < count; i++) if (squared(i, z) < squared(nearest, z)) nearest = i;
        return nearest;
    }

    /** c_i. */
    public double[] centre(int i) {
        return new double[] {x(i), y(i)};
    }

    private double squared(int i, double[] z) {
        double dx = x(i) - z[0], dy = y(i) - z[1];
        return dx * dx + dy * dy;
    }

    private double x(int i) {
        return radius * Math.cos(2 * Math.PI * i / count);
    }

    private double y(int i) {
        return flatness * radius * Math.sin(2 * Math.PI * i / count);
    }
}
