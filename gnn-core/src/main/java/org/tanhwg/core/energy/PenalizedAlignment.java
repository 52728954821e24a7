package org.tanhwg.core.energy;

import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * Alignment of one unit on one example together with its amplitude potential: e(m) = ½|αz + c − b|² + penalty(m), z = Σ_x w_x m_x a_x
 * (theory §4, §4.1).
 *
 * <p>The step is implicit in both, so the energy never rises, whatever τ: m⁺ is the penalty's step from m − τ conj(αa) r, where the
 * residual r = αz⁺ + c − b is the one it leaves. r is the minimiser of a smooth strongly convex function on C. Without the β part
 * it is the residual at the shrunken means divided by 1 + Σ_x w_x t_x|αa_x|²/(1 + λt_x), with t_x the penalty's τ or τ/ŵ_x; with it,
 * Newton's method finds r, globally and in a few steps.
 *
 * @param space the structural weights
 * @param activations a_x of one example
 * @param outer the affine unit and its feedback
 * @param profile V
 * @param counting how V counts a synapse
 */
public record PenalizedAlignment(AmplitudeSpace space, List<Complex> activations, Alignment outer, Elastic profile,
        AmplitudePotential counting) implements Energy<List<Complex>> {
    private static final int STEPS = 100;
    private static final double TOLERANCE = 1e-13;
    private static final double SUFFICIENT = 1e-4;

    /** @throws IllegalArgumentException if there is not one finite activation per synapse */
    public PenalizedAlignment {
        activations = List.copyOf(space.member("activations", activations));
    }

    @Override public double value(List<Complex> means) {
        return new MappedEnergy(space, activations, outer).value(means) + penalty().value(means);
    }

    @Override public Prox<List<Complex>> prox(List<Complex> from, double tau) {
        space.member("from", from);
        Dual dual = new Dual(from, Checks.positive("tau", tau));
        Prox<Complex> residual = dual.minimiser();
        List<Complex> to = penalty().prox(space.mapped(from, (x, m) -> dual.pulled(x, residual.to())), tau).to();
        return new Prox<>(to, residual.status());
    }

    private AmplitudePenalty penalty() { return new AmplitudePenalty(space, profile, counting); }

    /**
     * Φ(r) = ½|r|² + Re(conj(b − c) r) + Σ_x (w_x/τ) g_x(u_x), u_x = m_x − τ conj(αa_x) r, whose minimiser is the residual after the
     * step: ∇g_x is the penalty's step g_x(u) = ½ s_x max(0, |u| − θ_x)², with s_x = 1/(1 + λt_x) and θ_x = βt_x.
     */
    private final class Dual {
        private final List<Complex> from;
        private final double tau;
        private final double[] w = space.weights();
        private final Complex pull = outer.feedback().minus(outer.offset());
        /** Size of the terms of ∇Φ, so that rounding is told from what is left to do. */
        private double scale = pull.modulus();

        Dual(List<Complex> from, double tau) {
            this.from = from;
            this.tau = tau;
            for (int x = 0; x < w.length; x++) {
                scale += heard(x).modulus() * (w[x] * from.get(x).modulus() + tau * penalty().share(w[x]) * profile.beta());
            }
        }

        /** αa_x. */
        private Complex heard(int x) { return outer.slope().times(activations.get(x)); }

        /** u_x. */
        Complex pulled(int x, Complex r) {
            return from.get(x).minus(heard(x).conjugate().times(r).times(tau));
        }

        /** Newton's method with backtracking; Φ is strongly convex and its gradient piecewise smooth, so it converges from anywhere. */
        Prox<Complex> minimiser() {
            Point at = new Point(Complex.ZERO);
            for (int k = 0; k < STEPS; k++) {
                if (at.slope.modulus() <= TOLERANCE * scale) {
                    return new Prox<>(at.r, profile.beta() == 0 ? Prox.Status.EXACT : Prox.Status.CONVERGED);
                }
                at = at.next();
            }
            return new Prox<>(at.r, Prox.Status.NOT_CONVERGED);
        }

        /** Φ, its gradient and its Hessian at r. */
        private final class Point {
            final Complex r;
            final double value;
            final Complex slope;
            private final double rr, ri, ii;

            Point(Complex r) {
                this.r = r;
                double value = r.squaredModulus() / 2 + pull.conjugate().times(r).re();
                Complex slope = r.plus(pull);
                double rr = 1, ri = 0, ii = 1;
                for (int x = 0; x < w.length; x++) {
                    if (w[x] == 0) continue;
                    double t = tau * penalty().share(w[x]) / w[x];
                    double s = w[x] / (1 + profile.lambda() * t);
                    Complex a = heard(x);
                    Complex u = pulled(x, r);
                    double length = u.modulus();
                    double left = length - profile.beta() * t;
                    if (left < 0) continue;
                    double share = length == 0 ? 1 : left / length;
                    value += s * left * left / (2 * tau);
                    slope = slope.minus(a.times(u).times(s * share));
                    Complex along = length == 0 ? Complex.ZERO : a.times(u).times(1 / length);
                    double across = tau * s * share * a.squaredModulus();
                    double more = tau * s * (1 - share);
                    rr += across + more * along.re() * along.re();
                    ri += more * along.re() * along.im();
                    ii += across + more * along.im() * along.im();
                }
                this.value = value;
                this.slope = slope;
                this.rr = rr;
                this.ri = ri;
                this.ii = ii;
            }

            Point next() {
                double determinant = rr * ii - ri * ri;
                Complex step = new Complex((ri * slope.im() - ii * slope.re()) / determinant,
                        (ri * slope.re() - rr * slope.im()) / determinant);
                double descent = slope.conjugate().times(step).re();
                Point next = new Point(r.plus(step));
                while (next.value > value + SUFFICIENT * descent && next.slope.modulus() > slope.modulus() / 2) {
                    step = step.times(0.5);
                    descent /= 2;
                    next = new Point(r.plus(step));
                }
                return next;
            }
        }
    }
}
