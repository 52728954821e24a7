package org.tanhwg.core.measure;

import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;

/** Law of the phase arg A ∈ (−π, π] of a complex amplitude: the spectral memory of a synapse (Def 6.15). */
public sealed interface PhaseLaw {

    /** E e^{i arg A}: its modulus, in [0, 1], is the locking order parameter, its phase the preferred phase. */
    Complex resultant();

    /** Phase law of a discrete amplitude law; an atom at 0 counts as phase 0. */
    static Atoms of(DiscreteMeasure<Complex> amplitude) {
        return new Atoms(amplitude.pushforward(Complex::phase));
    }

    /**
     * Phase law of an isotropic Gaussian amplitude.
     *
     * @throws IllegalArgumentException for the Dirac law, whose phase has no density: use a {@link DiscreteMeasure}
     */
    static ProjectedNormal of(ComplexGaussian amplitude) {
        return new ProjectedNormal(amplitude.mean().phase(),
                amplitude.mean().modulus() / Checks.positive("amplitude.sigma", amplitude.sigma()));
    }

    /** Finitely many phases. */
    record Atoms(DiscreteMeasure<Double> phases) implements PhaseLaw {
        @Override public Complex resultant() {
            return new Complex(phases.expectation(Math::cos), phases.expectation(Math::sin));
        }
    }

    /**
     * Phase of N(m, σ²I) on C, with preferred phase arg m and ratio ρ = |m|/σ ≥ 0 (0: uniform).
     *
     * @param preferred in [−π, π]
     */
    record ProjectedNormal(double preferred, double ratio) implements PhaseLaw {
        private static final double NARROW = 1000, CERTAIN = 9;

        public ProjectedNormal {
            Checks.inRange("preferred", preferred, -Math.PI, Math.PI);
            Checks.nonNegative("ratio", ratio);
        }

        /** Density per radian: (1/2π) ∫₀^∞ r exp(−½|r e^{iθ} − ρ e^{i·preferred}|²) dr; absolute error about 1e-16·(1 + ρ). */
        public double density(double theta) {
            double along = ratio * Math.cos(theta - preferred), across = ratio * Math.sin(theta - preferred);
            double near = Math.exp(-0.5 * ratio * ratio) / (2 * Math.PI);
            return Math.max(0, near + along * Math.exp(-0.5 * across * across) * normalCdf(along) / Math.sqrt(2 * Math.PI));
        }

        @Override public Complex resultant() {
            if (ratio > NARROW) return Complex.polar(1 - 0.5 / (ratio * ratio), preferred);
            // the trapezoidal rule on a full period converges faster than any power once the nodes resolve the peak
            int nodes = 64 + (int) Math.ceil(16 * ratio);
            double sum = 0;
            for (int k = 0; k < nodes; k++) {
                double delta = 2 * Math.PI * k / nodes;
                sum += Math.cos(delta) * density(preferred + delta);
            }
            return Complex.polar(2 * Math.PI * sum / nodes, preferred);
        }

        /** Φ(x) = ½ + φ(x) Σ x^{2k+1}/(2k+1)!!; all terms have one sign. */
        private static double normalCdf(double x) {
            if (Math.abs(x) > CERTAIN) return x > 0 ? 1 : 0;
            double term = x, sum = 0;
            for (int k = 1; sum + term != sum; k++) {
                sum += term;
                term *= x * x / (2 * k + 1);
            }
            return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        }
    }
}
