package org.tanhwg.core.attractor;

import java.util.Locale;

/** How the units of a network follow their fields. */
public enum Dynamics {
    /** All take the sign of their field, z/|z|, at once, 50 times at most; a field of 0 leaves a unit as it is. */
    SIGNS,
    /** s ← 0.7 s + 0.3 tanh(2|z|/|J_y|) z/|z|, 150 times; the signs at the end are what is recalled. */
    GRADED;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
