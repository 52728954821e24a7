package org.tanhwg.core.diffusion;

import java.util.Locale;

/** Which weight matrices W = MB of rank k a network may have. */
public enum Connectivity {
    /** All. */
    ASYMMETRIC,
    /** Symmetric ones: B = SMᵀ with S symmetric, so that W = MSMᵀ. */
    SYMMETRIC;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
