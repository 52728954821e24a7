package org.tanhwg.layers.optimizer;

/**
 * What checks of the energy descent inequality E(μ⁺) + D²(μ⁺,μ)/(2τ) ≤ E(μ) found (theory §2), the signal frozen.
 *
 * @param checked number of unit steps checked
 * @param violated how many broke it by more than rounding
 * @param worst largest excess beyond the rounding of the step, relative to the size of the terms; −∞ when nothing was checked
 */
public record DescentChecks(long checked, long violated, double worst) {
    /** Nothing checked yet. */
    public static final DescentChecks NONE = new DescentChecks(0, 0, Double.NEGATIVE_INFINITY);

    DescentChecks plus(DescentChecks other) {
        return new DescentChecks(checked + other.checked, violated + other.violated, Math.max(worst, other.worst));
    }

    static DescentChecks ofUnit(double excess) { return new DescentChecks(1, excess > 0 ? 1 : 0, excess); }
}
