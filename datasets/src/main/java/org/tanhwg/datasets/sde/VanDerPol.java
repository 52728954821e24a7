package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/** x' = y, y' = μ(1 − x²)y − x, both with noise σ: a limit cycle. */
public record VanDerPol(double mu, double sigma) implements AdditiveNoise {
    public VanDerPol {
        Checks.nonNegative("mu", mu);
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = z[1];
        drift[1] = mu * (1 - z[0] * z[0]) * z[1] - z[0];
    }
}
