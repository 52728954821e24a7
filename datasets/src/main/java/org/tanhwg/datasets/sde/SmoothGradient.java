package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/**
 * dz = (−z + Σ_i c_i tanh(c_i·z + d_i))dt + σdB in the plane: the gradient of a potential that symmetric networks can have, so that nothing
 * rotates. The c_i lie on two circles, the d_i in [−1, 1].
 */
public record SmoothGradient(double sigma) implements AdditiveNoise {
    private static final int TERMS = 6;

    public SmoothGradient {
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 2;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = -z[0];
        drift[1] = -z[1];
        for (int i = 0; i < TERMS; i++) {
            double length = i % 2 == 0 ? 1.2 : 0.8;
            double x = length * Math.cos(i * Math.PI / TERMS), y = length * Math.sin(i * Math.PI / TERMS);
            double value = Math.tanh(x * z[0] + y * z[1] + Math.sin(3 * i));
            drift[0] += x * value;
            drift[1] += y * value;
        }
    }
}
