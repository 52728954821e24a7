package org.tanhwg.core.memory;

/** What the products of a state with all patterns are computed in. */
public enum Precision {
    /**
     * {@code float}: twice as fast. Squared distances are off by about 1e-6 of the patterns' squared norm, unless few patterns matter
     * for a state; those few are then taken in {@code double}. A tolerance below 1e-6 counts as 1e-6.
     */
    SINGLE(Lanes.FLOAT, 1e-6),
    /** {@code double}. */
    DOUBLE(Lanes.DOUBLE, 0);

    private final Lanes<?> lanes;
    private final double leastTolerance;

    Precision(Lanes<?> lanes, double leastTolerance) {
        this.lanes = lanes;
        this.leastTolerance = leastTolerance;
    }

    Lanes<?> lanes() {
        return lanes;
    }

    /** In the units of {@link Stopping#tolerance}. */
    double leastTolerance() {
        return leastTolerance;
    }
}
