package org.tanhwg.core.energy;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.tanhwg.core.Checks;

/**
 * Energies that depend on a state only through its distance d to the signal: e = f(d²), theory §2.
 *
 * <p>The minimiser of e(ν) + d²(ν, μ)/(2τ) lies on a geodesic from μ to the signal (triangle inequality), in every geodesic
 * space, so a step is one number: the distance that remains. Distances are in the units of the space, τ in distance² per energy.
 * Away from the line the minimiser need not be the only one (erratum of theory §2).
 *
 * <p>Both methods throw {@link IllegalArgumentException} when {@code d} is negative or not finite, or {@code tau} not positive.
 */
public sealed interface IsotropicEnergy {

    /** Energy at distance {@code d ≥ 0} from the signal. */
    double value(double d);

    /** Distance left after one step of size {@code tau > 0} from distance {@code d ≥ 0}; in [0, d]. */
    double remaining(double d, double tau);

    /** Geodesic parameter of the step, in [0, 1]; 0 when already at the signal. */
    default double fraction(double d, double tau) {
        return d == 0 ? 0 : 1 - remaining(d, tau) / d;
    }

    /** How the remaining distance is found. */
    default Prox.Status status() { return Prox.Status.EXACT; }

    /** λ/2·d², λ > 0: the only isotropic energy whose fraction τλ/(1+τλ) does not depend on the state (Thm 5.8). */
    record Quadratic(double lambda) implements IsotropicEnergy {
        public Quadratic {
            Checks.positive("lambda", lambda);
        }

        @Override public double value(double d) { return lambda / 2 * square(Checks.nonNegative("d", d)); }

        @Override public double remaining(double d, double tau) {
            return Checks.nonNegative("d", d) / (1 + Checks.positive("tau", tau) * lambda);
        }

        @Override public double fraction(double d, double tau) { return d == 0 ? 0 : contraction(tau); }

        /** η = τλ/(1+τλ), in (0, 1): the contraction factor of Thm 5.8. */
        public double contraction(double tau) {
            double product = Checks.positive("tau", tau) * lambda;
            return product / (1 + product);
        }
    }

    /** β·d, β > 0: approaches at constant speed and arrives in finite time, exactly. */
    record Distance(double beta) implements IsotropicEnergy {
        public Distance {
            Checks.positive("beta", beta);
        }

        @Override public double value(double d) { return beta * Checks.nonNegative("d", d); }

        @Override public double remaining(double d, double tau) {
            return Math.max(0, Checks.nonNegative("d", d) - Checks.positive("tau", tau) * beta);
        }
    }

    /** λ/2·d² + β·d with λ, β ≥ 0: shrinks and arrives. With the signal at 0 it is the amplitude potential V of theory §4.1. */
    record Elastic(double lambda, double beta) implements IsotropicEnergy {
        public Elastic {
            Checks.nonNegative("lambda", lambda);
            Checks.nonNegative("beta", beta);
        }

        @Override public double value(double d) {
            return lambda / 2 * square(Checks.nonNegative("d", d)) + beta * d;
        }

        @Override public double remaining(double d, double tau) {
            return Math.max(0, Checks.nonNegative("d", d) - Checks.positive("tau", tau) * beta) / (1 + tau * lambda);
        }
    }

    /**
     * f(d²) for any f, given as a function of r = d² ≥ 0, such that u ↦ f(u²) is convex and nondecreasing (any convex
     * nondecreasing f is).
     *
     * <p>The step is found by golden-section search, so the remaining distance is good to about 1e-8·d and its energy to
     * rounding.
     */
    record Radial(DoubleUnaryOperator f) implements IsotropicEnergy {
        public Radial {
            Objects.requireNonNull(f, "f");
        }

        @Override public double value(double d) {
            return f.applyAsDouble(square(Checks.nonNegative("d", d)));
        }

        @Override public Prox.Status status() { return Prox.Status.CONVERGED; }

        @Override public double remaining(double d, double tau) {
            Checks.nonNegative("d", d);
            Checks.positive("tau", tau);
            return LineSearch.minimiser(u -> value(u) + square(d - u) / (2 * tau), 0, d);
        }
    }

    private static double square(double x) { return x * x; }
}
