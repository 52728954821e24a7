package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/**
 * dz = (−θz + ωJz)dt + σdB in the plane, J a quarter turn: a steady probability current, of angular velocity ω, around a normal law of variance
 * σ²/(2θ).
 */
public record OrnsteinUhlenbeck(double theta, double omega, double sigma) implements AdditiveNoise {
    public OrnsteinUhlenbeck {
        Checks.positive("theta", theta);
        Checks.finite("omega", omega);
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = -theta * z[0] - omega * z[1];
        drift[1] = -theta * z[1] + omega * z[0];
    }
}
