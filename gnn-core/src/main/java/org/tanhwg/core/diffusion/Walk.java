package org.tanhwg.core.diffusion;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;

/** A path of an {@link ItoProcess}, step by step. Not for several threads. */
public final class Walk {
    private final ItoProcess process;
    private final Integrator integrator;
    private final double dt;
    private final double rootDt;
    private final RandomGenerator random;
    private final double[] z;
    private final double[] drift;
    private final double[] ahead;
    private final double[] driftAhead;
    private final double[] diffusion;
    private final double[] kick;

    /**
     * A path from {@code start}.
     *
     * @param dt length of a step, in the equation's unit of time
     * @throws IllegalArgumentException if dt is not positive, or start has another dimension or is not finite
     */
    public Walk(ItoProcess process, Integrator integrator, double dt, double[] start, RandomGenerator random) {
        Checks.size("start.length", Checks.finite("start", start).length, process.dimension());
        this.process = process;
        this.integrator = integrator;
        this.dt = Checks.positive("dt", dt);
        this.random = random;
        rootDt = Math.sqrt(dt);
        z = start.clone();
        drift = new double[z.length];
        ahead = new double[z.length];
        driftAhead = new double[z.length];
        diffusion = new double[z.length * process.noises()];
        kick = new double[z.length];
    }

    /** Goes on by one step. */
    public void step() {
        process.drift(z, drift);
        draw();
        if (integrator == Integrator.HEUN) {
            for (int i = 0; i < z.length; i++) ahead[i] = z[i] + drift[i] * dt + kick[i];
            process.drift(ahead, driftAhead);
            for (int i = 0; i < z.length; i++) drift[i] = (drift[i] + driftAhead[i]) / 2;
        }
        for (int i = 0; i < z.length; i++) z[i] += drift[i] * dt + kick[i];
    }

    /** G ΔB. */
    private void draw() {
        int noises = process.noises();
        process.diffusion(z, diffusion);
        Arrays.fill(kick, 0);
        for (int j = 0; j < noises; j++) {
            double increment = rootDt * random.nextGaussian();
            for (int i = 0; i < z.length; i++) kick[i] += diffusion[i * noises + j] * increment;
        }
    }

    /** Where the path is; the array itself, to be read or, by an input from outside, moved. */
    public double[] state() {
        return z;
    }

    /** How a step of an {@link ItoProcess} is taken; both read the diffusion before the step, as Itô's integral does. */
    public enum Integrator {
        /** z + f dt + G ΔB: weak order 1. */
        EULER_MARUYAMA,
        /**
         * z + ½ (f(z) + f(z + f dt + G ΔB)) dt + G ΔB: weak order 2 where G is constant, else 1, and order 2 without noise (Kloeden and
         * Platen, Numerical Solution of Stochastic Differential Equations, §15.1).
         */
        HEUN;

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
