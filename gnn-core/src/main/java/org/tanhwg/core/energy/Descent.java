package org.tanhwg.core.energy;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Gradient descent with Barzilai–Borwein steps, kept monotone by backtracking: small smooth problems in R^n. */
final class Descent {
    private static final int STEPS = 5000;
    private static final double TOLERANCE = 1e-11;

    private Descent() {}

    /** The point reached and whether the gradient fell below 1e-11 of its size at the start (or to rounding). */
    record Outcome(double[] point, boolean converged) {}

    static Outcome minimise(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double[] start, double firstStep) {
        double[] x = start.clone();
        double[] g = gradient.apply(x);
        double value = f.applyAsDouble(x);
        double step = firstStep;
        double target = TOLERANCE * Math.max(1, norm(g));
        for (int k = 0; k < STEPS; k++) {
            if (norm(g) <= target) return new Outcome(x, true);
            double[] next = moved(x, g, -step);
            double atNext = f.applyAsDouble(next);
            while (!(atNext <= value - 1e-4 * step * dot(g, g))) {
                step /= 2;
                next = moved(x, g, -step);
                if (Math.abs(value - atNext) <= 4 * Math.ulp(value) && atNext <= value) break; // descent is below rounding
                if (step * norm(g) <= Math.ulp(norm(x))) return new Outcome(x, norm(g) <= 1e5 * target);
                atNext = f.applyAsDouble(next);
            }
            double[] atNextGradient = gradient.apply(next);
            double[] dx = moved(next, x, -1);
            double[] dg = moved(atNextGradient, g, -1);
            double curvature = dot(dx, dg);
            step = curvature > 0 ? dot(dx, dx) / curvature : 2 * step;
            x = next;
            g = atNextGradient;
            value = f.applyAsDouble(x);
        }
        return new Outcome(x, false);
    }

    private static double[] moved(double[] x, double[] direction, double by) {
        double[] moved = x.clone();
        for (int i = 0; i < x.length; i++) moved[i] += by * direction[i];
        return moved;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
