package org.tanhwg.studies.lock;

import java.util.Locale;

/** What the unit meets; each situation adds one difficulty, and the last one the remedy. */
public enum Situation {
    /** Every input keeps a phase offset to the feedback. */
    STABLE,
    /** Some inputs do not. */
    UNSTABLE,
    /** And the feedback has another frequency than the inputs. */
    MISMATCH,
    /** And the unit has an internal oscillator. */
    OSCILLATOR;

    int unstable(LockSettings settings) {
        return this == STABLE ? 0 : settings.unstable();
    }

    /** δ, radians per step. */
    double mismatch(LockSettings settings) {
        return this == MISMATCH || this == OSCILLATOR ? settings.mismatch() : 0;
    }

    /** As results call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
