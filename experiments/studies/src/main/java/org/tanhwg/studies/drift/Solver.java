package org.tanhwg.studies.drift;

import java.util.Locale;

/** How the readout B is found. */
public enum Solver {
    /** Closed form. */
    RIDGE(0),
    /** The Tan–HWG block step. */
    TAN_HWG(10),
    /** The usual stochastic gradient method. */
    ADAM(200),
    /** None: B as it was learned together with the map. */
    LEARNED(0);

    private final int epochs;

    Solver(int epochs) {
        this.epochs = epochs;
    }

    /** Passes over the examples unless something else is said. */
    public int epochs() {
        return epochs;
    }

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
