package org.tanhwg.experiments.recall;

import java.util.Locale;

/** Which patterns are stored. */
public enum PatternKind {
    /** Independent bits. */
    RANDOM,
    /** Families of patterns that share a fourth of their variance. */
    CORRELATED,
    /** Binarised digits. */
    MNIST;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
