package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;
import org.tanhwg.core.diffusion.ItoProcess;

/** Equations of textbooks, each a small value with its parameters. */
public final class Systems {
    private Systems() {}

    /** An equation each of whose coordinates has noise of its own, of the same strength everywhere: G = σI. */
    interface AdditiveNoise extends ItoProcess {
        /** σ, in units of the state over the root of time. */
        double sigma();

        @Override default int noises() {
            return dimension();
        }

        @Override default void diffusion(double[] z, double[] diffusion) {
            int k = dimension();
            for (int i = 0; i < k; i++) for (int j = 0; j < k; j++) diffusion[i * k + j] = i == j ? sigma() : 0;
        }
    }

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

    /** dz = (z − z³)dt + σdB on the line: wells at ±1, a barrier of height ¼ between them. */
    public record DoubleWell(double sigma) implements AdditiveNoise {
        public DoubleWell {
            Checks.nonNegative("sigma", sigma);
        }

        @Override public int dimension() {
            return 1;
        }

        @Override public void drift(double[] z, double[] drift) {
            drift[0] = z[0] - z[0] * z[0] * z[0];
        }
    }

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
}
