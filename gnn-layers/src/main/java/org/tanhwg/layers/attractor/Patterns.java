package org.tanhwg.layers.attractor;

import org.tanhwg.core.Checks;

/** The check that every rule makes. */
final class Patterns {
    private Patterns() {}

    /** Returns {@code patterns} if all have {@code units} bits, ±1. @throws IllegalArgumentException otherwise */
    static float[][] checked(int units, float[][] patterns) {
        for (int i = 0; i < patterns.length; i++) {
            Checks.size("patterns[" + i + "].length", patterns[i].length, units);
            for (int y = 0; y < units; y++)
                if (Math.abs(patterns[i][y]) != 1)
                    throw new IllegalArgumentException(
                            "patterns[" + i + "][" + y + "] = " + patterns[i][y] + ": must be 1 or -1");
        }
        return patterns;
    }
}
