package org.tanhwg.studies.drift;

import java.util.Locale;

/** Where M and r0 come from. */
public enum Embedding {
    /** Drawn. */
    RANDOM,
    /** Learned together with a first B. */
    LEARNED;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
