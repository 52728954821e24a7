package org.tanhwg.layers.attractor;

import java.util.random.RandomGenerator;

/** What a rule made of the patterns that it stored. Safe for several threads. */
public sealed interface PatternMemory permits AttractorNetwork, SoftmaxMemory {
    /** Bits of a pattern. */
    int units();

    /**
     * Recalls.
     *
     * @param cue a number for each unit: ±1, or 0 where the bit is not known
     */
    Recollection recall(float[] cue, Dynamics dynamics);

    /** Whether one step leaves every bit of {@code pattern} as it is. */
    boolean holds(float[] pattern);

    /** Share of the possible connections that are not exactly 0. */
    double kept();

    /** The same with each connection cut with probability {@code share}. */
    PatternMemory damaged(double share, RandomGenerator random);
}
