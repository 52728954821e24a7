package org.tanhwg.core.energy;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Gradient descent with Barzilai–Borwein steps, kept monotone by backtracking: small smooth problems in R^n. */
final class Descent {
    private static final int STEPS = 5000;
    private static final double TOLERANCE = 1e-10;
    private static final double SUFFICIENT = 1e-4;

    private Descent() {}

    /** The point reached, and whether the gradient fell below 1e-10·max(1, its norm at the start). */
    record Outcome(double[] point, boolean converged) {}

    static Outcome minimise(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double[] start, double firstStep) {
        double[] x = start;
        double[] g = gradient.apply(x);
        double value = f.applyAsDouble(x);
        double step = firstStep;
        double target = TOLERANCE * Math.max(1, norm(g));
        for (int k = 0; k < STEPS && norm(g) > target; k++) {
            double[] next = moved(x, g, -step);
            double atNext = f.applyAsDouble(next);
            double rounding = 1e-14 * Math.abs(value);
            while (!(atNext <= value - SUFFICIENT * step * dot(g, g) + rounding)) {
                step /= 2;
                if (step == 0) return new Outcome(x, false);
                next = moved(x, g, -step);
                atNext = f.applyAsDouble(next);
            }
            double[] gradientAtNext = gradient.apply(next);
            double[] dx = moved(next, x, -1);
            double curvature = dot(dx, moved(gradientAtNext, g, -1));
            if (curvature > 0) step = dot(dx, dx) / curvature;
            x = next;
            g = gradientAtNext;
            value = atNext;
        }
        return new Outcome(x, norm(g) <= target);
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

    private static double norm(double[] a) { return Math.sqrt(dot(a, a)); }
}
