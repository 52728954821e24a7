package org.tanhwg.studies.recall;

import java.util.Locale;
import org.tanhwg.core.attractor.States;

/** Which patterns are stored. */
public enum PatternKind {
    /** Independent bits. */
    RANDOM,
    /** Families of patterns that share a fourth of their variance. */
    CORRELATED,
    /** Binarised digits. */
    MNIST,
    /** Independent phases. */
    PHASE;

    /** What units say. */
    public States states() {
        return this == PHASE ? States.PHASES : States.BITS;
    }

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
