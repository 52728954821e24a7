package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.Wasserstein2.LawSpace;

/**
 * Free energy of a law of K ≥ 2 atoms on C: confinement and internal energy (McCann, theory §4.4 and §5), what keeps its modes apart.
 *
 * <pre>e(ν) = (c/2) E|A|² + T/(2K) Σ_k log( Σ_{j≠k} |q_k − q_j|⁻⁴ / (K−1) )</pre>
 * The sum is the entropy, up to a constant, as the distances to neighbours tell it: an inner sum of inverse fourth powers is that of the nearest ones (Kozachenko and
 * Leonenko 1987 take the nearest alone, which has kinks). Dilation by s adds −2T log s, as for the isotropic normal law (κ = 2), so that the variance of each part at
 * rest is T/c, that of the normal law.
 *
 * <p>The energy knows no labels, so that W₂ may be taken between atoms of the same label, and the step is 2K numbers: descent with backtracking to a stationary point.
 *
 * @param confinement c ≥ 0
 * @param temperature T ≥ 0
 */
public record PlaneFreeEnergy(double confinement, double temperature) implements Energy<VectorLaw<Complex>> {
    private static final int LIMIT = 20_000;
    private static final double TOLERANCE = 1e-11;

    /** @throws IllegalArgumentException if a number is negative or not finite */
    public PlaneFreeEnergy {
        Checks.nonNegative("confinement", confinement);
        Checks.nonNegative("temperature", temperature);
    }

    @Override public LawSpace<Complex> space() { return new LawSpace<>(); }

    /** +∞ where two atoms coincide and T &gt; 0. */
    @Override public double value(VectorLaw<Complex> law) {
        double[] q = coordinates("law", law);
        return confinement / 2 * law.secondMoment() + (temperature == 0 ? 0 : 2 * temperature * logDensity(q) / q.length);
    }

    @Override public Prox<VectorLaw<Complex>> prox(VectorLaw<Complex> from, double tau) {
        Checks.positive("tau", tau);
        double[] p = coordinates("from", from);
        double a = 1 + tau * confinement;
        if (temperature == 0) return Prox.exact(from.scaled(1 / a));
        double heat = tau * temperature;
        double[] at = apart(p, Math.sqrt(heat) * 1e-3);
        double size = 1 / a;
        double value = objective(at, p, a, heat);
        for (int turn = 0; turn < LIMIT; turn++) {
            double[] gradient = gradient(at, p, a, heat);
            double square = Arrays.stream(gradient).map(g -> g * g).sum();
            if (Math.sqrt(square) <= TOLERANCE * (1 + norm(p))) return new Prox<>(law(at), Prox.Status.STATIONARY);
            double[] next = moved(at, gradient, size);
            double reached = objective(next, p, a, heat);
            while (!(reached <= value - size * square / 4) && size > 1e-300) {
                size /= 2;
                next = moved(at, gradient, size);
                reached = objective(next, p, a, heat);
                if (size * square < 1e-16 * (1 + Math.abs(value))) // rounding of the value hides what is left
                    return new Prox<>(law(at), Prox.Status.STATIONARY);
            }
            at = next;
            value = reached;
            size *= 2;
        }
        return new Prox<>(law(at), Prox.Status.NOT_CONVERGED);
    }

    /** K τ times energy and transport cost, up to a constant. */
    private static double objective(double[] q, double[] p, double a, double heat) {
        double sum = heat * logDensity(q);
        for (int i = 0; i < q.length; i++) sum += q[i] * (a * q[i] / 2 - p[i]);
        return sum;
    }

    private static double[] gradient(double[] q, double[] p, double a, double heat) {
        int count = q.length / 2;
        double[] sums = sums(q);
        double[] gradient = new double[q.length];
        for (int i = 0; i < q.length; i++) gradient[i] = a * q[i] - p[i];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < count; j++) {
                if (j == k) continue;
                double re = q[2 * k] - q[2 * j], im = q[2 * k + 1] - q[2 * j + 1];
                double push = 2 * heat * (1 / sums[k] + 1 / sums[j]) / Math.pow(re * re + im * im, 3);
                gradient[2 * k] -= push * re;
                gradient[2 * k + 1] -= push * im;
            }
        }
        return gradient;
    }

    /** ½ Σ_k log( Σ_{j≠k} |q_k − q_j|⁻⁴ / (K−1) ). */
    private static double logDensity(double[] q) {
        double sum = 0;
        for (double density : sums(q)) sum += Math.log(density / (q.length / 2 - 1));
        return sum / 2;
    }

    private static double[] sums(double[] q) {
        double[] sums = new double[q.length / 2];
        for (int k = 0; k < sums.length; k++) {
            for (int j = 0; j < k; j++) {
                double re = q[2 * k] - q[2 * j], im = q[2 * k + 1] - q[2 * j + 1];
                double near = 1 / ((re * re + im * im) * (re * re + im * im));
                sums[k] += near;
                sums[j] += near;
            }
        }
        return sums;
    }

    /** Atoms that coincide, each a little in a direction of its own: any will do, for the energy has no lower place there. */
    private static double[] apart(double[] p, double by) {
        double[] apart = p.clone();
        if (Arrays.stream(sums(p)).allMatch(Double::isFinite)) return apart;
        int count = p.length / 2;
        for (int k = 0; k < count; k++) {
            apart[2 * k] += by * Math.cos(2 * Math.PI * k / count);
            apart[2 * k + 1] += by * Math.sin(2 * Math.PI * k / count);
        }
        return apart;
    }

    private static double[] moved(double[] at, double[] gradient, double size) {
        double[] moved = at.clone();
        for (int i = 0; i < moved.length; i++) moved[i] -= size * gradient[i];
        return moved;
    }

    private static double norm(double[] p) { return Math.sqrt(Arrays.stream(p).map(x -> x * x).sum()); }

    private static double[] coordinates(String name, VectorLaw<Complex> law) {
        if (!(law instanceof ComplexAtoms those))
            throw new IllegalArgumentException(name + " is a " + law.getClass().getSimpleName() + ": must be ComplexAtoms");
        Checks.atLeast(name + ".size()", those.size(), 2);
        return those.atoms().stream().flatMapToDouble(z -> Arrays.stream(new double[] {z.re(), z.im()})).toArray();
    }

    private static ComplexAtoms law(double[] q) {
        List<Complex> atoms = new ArrayList<>();
        for (int i = 0; i < q.length; i += 2) atoms.add(new Complex(q[i], q[i + 1]));
        return new ComplexAtoms(atoms);
    }
}
