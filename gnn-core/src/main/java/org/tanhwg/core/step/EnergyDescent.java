package org.tanhwg.core.step;

import java.util.List;

import org.tanhwg.core.Checks;

/**
 * Record of the energy descent inequality over many steps: E(μ⁺) + D²/(2τ) ≤ E(μ) (Thm 3.1).
 *
 * @param checked  steps looked at
 * @param violated steps whose slack is below −tolerance·max(1, |E(μ)|)
 * @param worst    the least slack relative to max(1, |E(μ)|); 0 when nothing was checked
 */
public record EnergyDescent(int checked, int violated, double worst) {
    /** Nothing checked. */
    public static final EnergyDescent NONE = new EnergyDescent(0, 0, 0);

    /** Looks at every step. @throws IllegalArgumentException if the tolerance is negative or not finite */
    public static <S> EnergyDescent of(List<StepResult<S>> steps, double tolerance) {
        Checks.nonNegative("tolerance", tolerance);
        int violated = 0;
        double worst = Double.POSITIVE_INFINITY;
        for (StepResult<S> step : steps) {
            double slack = step.slack() / Math.max(1, Math.abs(step.energyBefore()));
            if (!(slack >= -tolerance)) violated++;
            worst = Math.min(worst, slack);
        }
        return new EnergyDescent(steps.size(), violated, steps.isEmpty() ? 0 : worst);
    }

    /** The record of both sets of steps. */
    public EnergyDescent plus(EnergyDescent other) {
        if (checked == 0 || other.checked == 0) return checked == 0 ? other : this;
        return new EnergyDescent(checked + other.checked, violated + other.violated, Math.min(worst, other.worst));
    }
}
