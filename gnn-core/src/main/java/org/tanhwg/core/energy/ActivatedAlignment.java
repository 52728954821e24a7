package org.tanhwg.core.energy;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * Alignment of a real unit with any continuous activation: φ(z) = ½(σ(z) − b)² on the real axis (theory §4).
 *
 * <p>It need not be convex. The step must end within √(2τφ(z)) of its start; that interval is scanned at 512 points and the best
 * of them refined, so a minimum narrower than the scan can be missed: the status is stationary.
 *
 * @param activation σ
 * @param feedback b
 */
public record ActivatedAlignment(DoubleUnaryOperator activation, double feedback) implements Energy<Complex> {
    private static final int SCAN = 512;

    /** @throws IllegalArgumentException if {@code feedback} is not finite */
    public ActivatedAlignment {
        Objects.requireNonNull(activation, "activation");
        Checks.finite("feedback", feedback);
    }

    @Override public ComplexPlane space() { return new ComplexPlane(); }

    /** @throws IllegalArgumentException if z is not real */
    @Override public double value(Complex z) {
        return onAxis(real("z", z));
    }

    @Override public Prox<Complex> prox(Complex from, double tau) {
        Checks.positive("tau", tau);
        double z = real("from", from);
        DoubleUnaryOperator objective = u -> onAxis(u) + (u - z) * (u - z) / (2 * tau);
        double reach = Math.sqrt(2 * tau * onAxis(z));
        double cell = 2 * reach / SCAN;
        double best = z;
        for (int i = 0; i <= SCAN; i++) {
            double u = z - reach + i * cell;
            if (objective.applyAsDouble(u) < objective.applyAsDouble(best)) best = u;
        }
        double refined = LineSearch.minimiser(objective, best - cell, best + cell);
        if (objective.applyAsDouble(refined) < objective.applyAsDouble(best)) best = refined;
        return new Prox<>(new Complex(best, 0), Prox.Status.STATIONARY);
    }

    private double onAxis(double z) {
        double error = activation.applyAsDouble(z) - feedback;
        return error * error / 2;
    }

    private static double real(String name, Complex z) {
        new ComplexPlane().member(name, z);
        Checks.inRange(name + ".im", z.im(), 0, 0);
        return z.re();
    }
}
