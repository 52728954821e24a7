package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/** Lorenz' equations of 1963 with the parameters of his paper, 10, 28 and 8/3, and noise σ: a strange attractor. */
public record Lorenz(double sigma) implements AdditiveNoise {
    private static final double PRANDTL = 10;
    private static final double RAYLEIGH = 28;
    private static final double BETA = 8.0 / 3;

    public Lorenz {
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 3;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = PRANDTL * (z[1] - z[0]);
        drift[1] = z[0] * (RAYLEIGH - z[2]) - z[1];
        drift[2] = z[0] * z[1] - BETA * z[2];
    }
}
