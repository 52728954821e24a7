package org.tanhwg.studies.memory;

import java.util.Locale;

/** Which covariances the patterns have. */
public enum Covariance {
    /** Multiples of the identity. */
    SPHERICAL,
    /** Common axes, drawn once. */
    COMMUTING,
    /** Axes of its own for each. */
    GENERAL;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
