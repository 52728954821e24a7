package org.tanhwg.report;

/** What runs along one side of a chart: a label, the unit its numbers are written in, and whether it is logarithmic. */
public record Axis(String label, Unit unit, boolean log) {
    /** Values are drawn between 1/EXTREME and EXTREME, so that arithmetic on them stays finite. */
    static final double EXTREME = 1e300;

    /** A linear axis. */
    public static Axis linear(String label, Unit unit) {
        return new Axis(label, unit, false);
    }

    /** A logarithmic axis; values that are not greater than 0 have no place on it and are left out. */
    public static Axis log(String label, Unit unit) {
        return new Axis(label, unit, true);
    }

    /** Whether {@code value} can be drawn. */
    boolean holds(double value) {
        return Math.abs(value) < EXTREME && (!log || value > 1 / EXTREME);
    }
}
