package org.tanhwg.core.observable;

import org.tanhwg.core.Checks;

/**
 * Mirror descent on the simplex, and the signal that makes a Tan–HWG step of it (Prop 5.20, theory §3).
 *
 * <p>With the signal s = p + (p⁺ − p)/η the moving average (1−η)p + ηs is p⁺ itself; s is a target in the simplex exactly when η is at
 * least {@link #admissibleEta}. Points are arrays of the same length that sum to 1.
 */
public enum MirrorDescent {
    /** Entropy as mirror map: p⁺ ∝ p·exp(−αg). */
    ENTROPIC {
        @Override public double[] step(double[] p, double[] gradient, double rate) {
            check(p, gradient, rate);
            double least = Double.POSITIVE_INFINITY; // the shift cancels in p⁺ and keeps exp from overflowing
            for (int i = 0; i < p.length; i++) if (p[i] > 0) least = Math.min(least, gradient[i]);
            double[] next = new double[p.length];
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                if (p[i] > 0) sum += next[i] = p[i] * Math.exp(-rate * (gradient[i] - least));
            }
            for (int i = 0; i < p.length; i++) next[i] /= sum;
            return next;
        }
    },

    /** Squared norm as mirror map: the projected gradient step p⁺ = Π(p − αg). */
    EUCLIDEAN {
        @Override public double[] step(double[] p, double[] gradient, double rate) {
            check(p, gradient, rate);
            double[] moved = p.clone();
            for (int i = 0; i < p.length; i++) moved[i] -= rate * gradient[i];
            return Simplex.project(moved);
        }
    };

    /**
     * One step of size {@code rate > 0} from {@code p} against {@code gradient}.
     *
     * @throws IllegalArgumentException if p is not on the simplex, a gradient entry not finite, the lengths differ or the rate is not positive
     */
    public abstract double[] step(double[] p, double[] gradient, double rate);

    /** s = p + (next − p)/η: the signal whose moving average with factor η > 0 leads from p to {@code next}. */
    public static double[] signal(double[] p, double[] next, double eta) {
        Checks.probability("p", p);
        Checks.probability("next", next);
        Checks.size("next.length", next.length, p.length);
        Checks.inRange("eta", eta, Double.MIN_VALUE, 1);
        double[] s = p.clone();
        for (int i = 0; i < s.length; i++) s[i] += (next[i] - p[i]) / eta;
        return s;
    }

    /**
     * The least η for which {@link #signal} stays in the simplex, in [0, 1]: max of (p−p⁺)_x/p_x over x with p⁺ &lt; p.
     *
     * <p>That keeps s ≥ 0; s ≤ 1, which is (p⁺−p)_x/(1−p_x) ≤ η where p⁺ &gt; p, follows since s sums to 1.
     */
    public static double admissibleEta(double[] p, double[] next) {
        Checks.probability("p", p);
        Checks.probability("next", next);
        Checks.size("next.length", next.length, p.length);
        double eta = 0;
        for (int x = 0; x < p.length; x++) if (next[x] < p[x]) eta = Math.max(eta, (p[x] - next[x]) / p[x]);
        return eta;
    }

    /** 1 − e^{−2αG}: an η that suffices for every entropic step with rate α and |gradient| ≤ G; no smaller one does. */
    public static double sufficientEta(double rate, double gradientBound) {
        return -Math.expm1(-2 * Checks.positive("rate", rate) * Checks.nonNegative("gradientBound", gradientBound));
    }

    private static void check(double[] p, double[] gradient, double rate) {
        Checks.probability("p", p);
        Checks.finite("gradient", gradient);
        Checks.size("gradient.length", gradient.length, p.length);
        Checks.positive("rate", rate);
    }
}
