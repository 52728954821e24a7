package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;
import org.tanhwg.core.diffusion.ItoProcess;

/**
 * dz = (−z + ωJz)dt + G(z)dB in the plane with G = σ[[√(1 + y²), x/3], [sin(x)/3, √(1 + x²/2)]]: noise that depends on the state and mixes the
 * coordinates.
 */
public record MultiplicativeNoise(double omega, double sigma) implements ItoProcess {
    public MultiplicativeNoise {
        Checks.finite("omega", omega);
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public int noises() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        new OrnsteinUhlenbeck(1, omega, sigma).drift(z, drift);
    }

    @Override public void diffusion(double[] z, double[] diffusion) {
        diffusion[0] = sigma * Math.sqrt(1 + z[1] * z[1]);
        diffusion[1] = sigma * z[0] / 3;
        diffusion[2] = sigma * Math.sin(z[0]) / 3;
        diffusion[3] = sigma * Math.sqrt(1 + z[0] * z[0] / 2);
    }
}
