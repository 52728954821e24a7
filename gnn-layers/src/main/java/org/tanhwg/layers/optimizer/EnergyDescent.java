package org.tanhwg.layers.optimizer;

/**
 * What checks of the energy descent inequality E(μ⁺) + D²(μ⁺,μ)/(2τ) ≤ E(μ) found (theory §2), the signal frozen.
 *
 * @param checked number of unit steps checked
 * @param violated how many broke it by more than rounding
 * @param worst largest excess beyond the rounding of the step, relative to the size of the terms; −∞ when nothing was checked
 */
public record EnergyDescent(long checked, long violated, double worst) {
    /** Nothing checked yet. */
    public static final EnergyDescent NONE = new EnergyDescent(0, 0, Double.NEGATIVE_INFINITY);

    EnergyDescent plus(EnergyDescent other) {
        return new EnergyDescent(checked + other.checked, violated + other.violated, Math.max(worst, other.worst));
    }

    static EnergyDescent ofUnit(double excess) { return new EnergyDescent(1, excess > 0 ? 1 : 0, excess); }
}
