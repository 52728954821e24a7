package org.tanhwg.core.attractor;

import java.util.random.RandomGenerator;

/** What a rule made of the patterns that it stored. Safe for several threads. */
public sealed interface PatternMemory permits AttractorNetwork, SoftmaxMemory {
    /** Bits or phases of a pattern. */
    int units();

    /**
     * Recalls.
     *
     * @param cue a state ({@link States}), 0 where it is not known
     */
    Recollection recall(float[] cue, Dynamics dynamics);

    /** Whether one step leaves every bit of {@code pattern} as it is, every phase up to 0.01. */
    boolean holds(float[] pattern);

    /** Share of the possible connections that are not exactly 0. */
    double kept();

    /** The same with each connection cut with probability {@code share}. */
    PatternMemory damaged(double share, RandomGenerator random);
}
