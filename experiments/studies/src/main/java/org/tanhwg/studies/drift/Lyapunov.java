package org.tanhwg.studies.drift;

import org.tanhwg.core.diffusion.ItoProcess;

/** The largest Lyapunov exponent of dz = f(z)dt, by two close paths that are brought back together after every step (Benettin et al., 1980). */
final class Lyapunov {
    private static final double APART = 1e-7;
    private static final int SETTLING = 5000;

    private final ItoProcess process;
    private final double dt;
    private final double[] slope;
    private final double[] at;
    private final double[] sum;

    private Lyapunov(ItoProcess process, double dt) {
        this.process = process;
        this.dt = dt;
        slope = new double[process.dimension()];
        at = new double[slope.length];
        sum = new double[slope.length];
    }

    /** In 1/time; {@code steps} of the method of Runge and Kutta are measured. */
    static double largest(ItoProcess process, double[] start, double dt, int steps) {
        return new Lyapunov(process, dt).largest(start.clone(), steps);
    }

    private double largest(double[] z, int steps) {
        for (int t = 0; t < SETTLING; t++) step(z);
        double[] other = z.clone();
        other[0] += APART;
        double grown = 0;
        for (int t = 0; t < steps; t++) {
            step(z);
            step(other);
            double distance = 0;
            for (int j = 0; j < z.length; j++) distance = Math.hypot(distance, other[j] - z[j]);
            grown += Math.log(distance / APART);
            for (int j = 0; j < z.length; j++) other[j] = z[j] + APART / distance * (other[j] - z[j]);
        }
        return grown / (steps * dt);
    }

    private void step(double[] z) {
        process.drift(z, slope);
        System.arraycopy(slope, 0, sum, 0, z.length);
        stage(z, dt / 2, 2);
        stage(z, dt / 2, 2);
        stage(z, dt, 1);
        for (int j = 0; j < z.length; j++) z[j] += dt / 6 * sum[j];
    }

    private void stage(double[] z, double ahead, double weight) {
        for (int j = 0; j < z.length; j++) at[j] = z[j] + ahead * slope[j];
        process.drift(at, slope);
        for (int j = 0; j < z.length; j++) sum[j] += weight * slope[j];
    }
}
