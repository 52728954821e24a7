package org.tanhwg.core.energy;

import java.util.Arrays;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.transport.Wasserstein2.LawSpace;

/**
 * Free energy of a law of K ≥ 2 atoms on R: confinement and internal energy (McCann, theory §4.4 and §5) by the spacings of its atoms.
 *
 * <pre>e(ν) = (c/2) E A² − T/(K−1) Σ_k log( K (q_{k+1} − q_k) )</pre>
 * The sum is Vasicek's estimate of entropy (1976) with neighbours. Dilation by s adds −T log s, as for the normal law, so that the variance at rest is T/c, that of the
 * normal law. Convex in the quantiles, in which W₂ is Euclidean, so that the step has one minimiser; Newton's method with backtracking finds it, O(K) a turn.
 *
 * @param confinement c ≥ 0
 * @param temperature T ≥ 0
 */
public record SpacingFreeEnergy(double confinement, double temperature) implements Energy<VectorLaw<Double>> {
    private static final int LIMIT = 500;
    private static final double TOLERANCE = 1e-15;

    /** @throws IllegalArgumentException if a number is negative or not finite */
    public SpacingFreeEnergy {
        Checks.nonNegative("confinement", confinement);
        Checks.nonNegative("temperature", temperature);
    }

    @Override public LawSpace<Double> space() { return new LawSpace<>(); }

    /** +∞ where two atoms coincide and T &gt; 0. */
    @Override public double value(VectorLaw<Double> law) {
        double[] q = quantiles("law", law);
        double energy = confinement / 2 * law.secondMoment();
        if (temperature == 0) return energy;
        for (int k = 1; k < q.length; k++) energy -= temperature / (q.length - 1) * Math.log(q.length * (q[k] - q[k - 1]));
        return energy;
    }

    @Override public Prox<VectorLaw<Double>> prox(VectorLaw<Double> from, double tau) {
        Checks.positive("tau", tau);
        double[] p = quantiles("from", from);
        double a = 1 + tau * confinement;
        if (temperature == 0) return Prox.exact(from.scaled(1 / a));
        double heat = tau * temperature * p.length / (p.length - 1);
        double[] q = new double[p.length];
        double gap = Math.sqrt(heat / a) / p.length;
        for (int k = 0; k < q.length; k++) q[k] = p[k] / a + gap * (k - (q.length - 1) / 2.0);
        double value = objective(q, p, a, heat);
        for (int turn = 0; turn < LIMIT; turn++) {
            double[] gradient = gradient(q, p, a, heat);
            double[] direction = solve(q, gradient, a, heat);
            double decrement = 0;
            for (int k = 0; k < q.length; k++) decrement += gradient[k] * direction[k];
            if (decrement <= TOLERANCE * (Math.abs(value) + heat)) return new Prox<>(new QuantileLaw(q), Prox.Status.CONVERGED);
            double size = 1;
            double[] next = moved(q, direction, size);
            double reached = objective(next, p, a, heat);
            while (!(reached <= value - size * decrement / 4) && size > 1e-12) {
                size /= 2;
                next = moved(q, direction, size);
                reached = objective(next, p, a, heat);
            }
            if (!(reached <= value)) return new Prox<>(new QuantileLaw(q), Prox.Status.CONVERGED); // rounding of the value hides what is left
            q = next;
            value = reached;
        }
        return new Prox<>(new QuantileLaw(q), Prox.Status.NOT_CONVERGED);
    }

    /** K τ times energy and transport cost, up to a constant; +∞ out of order. */
    private static double objective(double[] q, double[] p, double a, double heat) {
        double sum = 0;
        for (int k = 0; k < q.length; k++) sum += q[k] * (a * q[k] / 2 - p[k]);
        for (int k = 1; k < q.length; k++) {
            if (!(q[k] > q[k - 1])) return Double.POSITIVE_INFINITY;
            sum -= heat * Math.log(q[k] - q[k - 1]);
        }
        return sum;
    }

    private static double[] gradient(double[] q, double[] p, double a, double heat) {
        double[] gradient = new double[q.length];
        for (int k = 0; k < q.length; k++) gradient[k] = a * q[k] - p[k];
        for (int k = 1; k < q.length; k++) {
            double push = heat / (q[k] - q[k - 1]);
            gradient[k - 1] += push;
            gradient[k] -= push;
        }
        return gradient;
    }

    /** H⁻¹ g, by elimination in the tridiagonal Hessian. */
    private static double[] solve(double[] q, double[] gradient, double a, double heat) {
        int count = q.length;
        double[] diagonal = new double[count];
        double[] below = new double[count];
        Arrays.fill(diagonal, a);
        for (int k = 1; k < count; k++) {
            double stiffness = heat / ((q[k] - q[k - 1]) * (q[k] - q[k - 1]));
            diagonal[k - 1] += stiffness;
            diagonal[k] += stiffness;
            below[k] = -stiffness;
        }
        double[] solution = gradient.clone();
        for (int k = 1; k < count; k++) {
            double factor = below[k] / diagonal[k - 1];
            diagonal[k] -= factor * below[k];
            solution[k] -= factor * solution[k - 1];
        }
        solution[count - 1] /= diagonal[count - 1];
        for (int k = count - 2; k >= 0; k--) solution[k] = (solution[k] - below[k + 1] * solution[k + 1]) / diagonal[k];
        return solution;
    }

    private static double[] moved(double[] q, double[] direction, double size) {
        double[] moved = q.clone();
        for (int k = 0; k < q.length; k++) moved[k] -= size * direction[k];
        return moved;
    }

    private static double[] quantiles(String name, VectorLaw<Double> law) {
        if (!(law instanceof QuantileLaw those))
            throw new IllegalArgumentException(name + " is a " + law.getClass().getSimpleName() + ": must be a QuantileLaw");
        Checks.atLeast(name + ".size()", those.size(), 2);
        return those.quantiles();
    }
}
