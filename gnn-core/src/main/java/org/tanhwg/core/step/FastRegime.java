package org.tanhwg.core.step;

import org.tanhwg.core.Checks;

/**
 * The fast regime of one unit with Dirac laws: structural weights frozen, amplitude means move (theory §4.1). Oracle of the layer kernels.
 *
 * <p>In the observable O = w m, with ŵ = n w, the frozen energy and the transport cost of a step of size c are
 * <pre>e(O) = Σ_x [ V_x O_x + β |O_x| / ŵ_x + β' |O_x| + (λ/2) O_x² / ŵ_x ],     D²/2 = Σ_x (O⁺_x − O_x)² / (2 ŵ_x)</pre>
 * over the synapses with mass; β belongs to the counting potential, β' to the mass-weighted one.
 *
 * @param beta strength β ≥ 0 of the counting potential
 * @param massBeta strength β' ≥ 0 of the mass-weighted potential
 * @param lambda quadratic part λ ≥ 0
 */
public record FastRegime(double beta, double massBeta, double lambda) {
    public FastRegime {
        Checks.nonNegative("beta", beta);
        Checks.nonNegative("massBeta", massBeta);
        Checks.nonNegative("lambda", lambda);
    }

    /** e(O), the signal {@code v} frozen. */
    public double energy(double[] w, double[] o, double[] v) {
        double sum = 0;
        for (int x = 0; x < w.length; x++) {
            if (w[x] == 0) continue;
            double relative = w.length * w[x];
            sum += v[x] * o[x] + (beta / relative + massBeta) * Math.abs(o[x]) + lambda / 2 * o[x] * o[x] / relative;
        }
        return sum;
    }

    /** Half the squared transport distance between two sets of observables over the same masses. */
    public double halfSquaredDistance(double[] w, double[] from, double[] to) {
        double sum = 0;
        for (int x = 0; x < w.length; x++) {
            if (w[x] > 0) sum += (to[x] - from[x]) * (to[x] - from[x]) / (2 * w.length * w[x]);
        }
        return sum;
    }

    /**
     * The minimiser of e(O⁺) + D²/(2c): O⁺ = soft(O − c ŵ V, cβ + c ŵ β') / (1 + cλ); synapses without mass stay 0.
     *
     * @param w structural weights, a point of the simplex
     * @param o observables O = w m
     * @param v signal V = ∂L/∂O
     * @param c step size &gt; 0
     */
    public double[] step(double[] w, double[] o, double[] v, double c) {
        Checks.positive("c", c);
        double[] to = new double[o.length];
        for (int x = 0; x < o.length; x++) {
            double relative = w.length * w[x];
            if (relative == 0) continue;
            double u = o[x] - c * relative * v[x];
            double threshold = c * (beta + relative * massBeta);
            to[x] = Math.signum(u) * Math.max(0, Math.abs(u) - threshold) / (1 + c * lambda);
        }
        return to;
    }
}
