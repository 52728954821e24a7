package org.tanhwg.core.observable;

import java.util.List;
import org.tanhwg.core.Checks;

/**
 * The exponential moving average p⁺ = (1−η)p + ηs that the observable of a purely quadratic energy follows (Thm 5.15, theory §3).
 *
 * <p>A state and its signals are arrays of one length; on the simplex the average stays there.
 *
 * @param eta contraction factor η = τλ/(1+τλ), in [0, 1]
 */
public record MovingAverage(double eta) {
    public MovingAverage {
        Checks.inRange("eta", eta, 0, 1);
    }

    /** (1−η)p + ηs. */
    public double[] next(double[] p, double[] signal) {
        Checks.size("signal.length", signal.length, p.length);
        double[] next = new double[p.length];
        for (int i = 0; i < p.length; i++) next[i] = (1 - eta) * p[i] + eta * signal[i];
        return next;
    }

    /** (1−η)^k p₀ + η Σ_{i&lt;k} (1−η)^{k−1−i} s_i: the state after all k signals, without the states between. */
    public double[] closedForm(double[] start, List<double[]> signals) {
        int k = signals.size();
        double[] p = start.clone();
        for (int x = 0; x < p.length; x++) p[x] *= Math.pow(1 - eta, k);
        for (int i = 0; i < k; i++) {
            Checks.size("signals[" + i + "].length", signals.get(i).length, start.length);
            double weight = eta * Math.pow(1 - eta, k - 1 - i);
            for (int x = 0; x < p.length; x++) p[x] += weight * signals.get(i)[x];
        }
        return p;
    }

    /** The limit τ→0 with the signal held: p(t) = s + (p₀ − s)e^{−λt}, the solution of p' = λ(s − p). */
    public static double[] flow(double[] start, double[] signal, double lambda, double time) {
        Checks.positive("lambda", lambda);
        Checks.nonNegative("time", time);
        return new MovingAverage(-Math.expm1(-lambda * time)).next(start, signal);
    }
}
