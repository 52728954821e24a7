package org.tanhwg.core.memory;

import org.tanhwg.core.Checks;

/**
 * When a retrieval ends, and how exactly it goes until then: each update leaves out patterns whose weights sum to less than a
 * thousandth of the tolerance or less than the precision resolves, which raises the energy by no more than that / β.
 *
 * @param tolerance how far an update may still move the state, ≥ 0; in units of the patterns' root mean square distance from their
 *        centre or, for covariances that do not commute, of the root of their mean second moment about it
 * @param updates most updates; ≥ 1
 */
public record Stopping(double tolerance, int updates) {
    public static final Stopping DEFAULT = new Stopping(1e-7, 200);
    private static final double LEFT_OUT = 1e-3;

    /** @throws IllegalArgumentException if the tolerance is negative or no update is allowed */
    public Stopping {
        Checks.nonNegative("tolerance", tolerance);
        Checks.atLeast("updates", updates, 1);
    }

    /** So many updates, fewer only from an exact fixed point. */
    public static Stopping after(int updates) {
        return new Stopping(0, updates);
    }

    /**
     * Squared distance beyond that of the nearest pattern from which on patterns are left out.
     *
     * @param unit rounding unit: weights that sum to a fourth of it change no digit
     */
    static double reach(double tolerance, double unit, int patterns, double beta) {
        return Math.log(patterns / Math.max(LEFT_OUT * tolerance, unit / 4)) / beta;
    }
}
