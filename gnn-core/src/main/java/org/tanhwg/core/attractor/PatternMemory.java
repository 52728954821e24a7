package org.tanhwg.core.attractor;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Contents;

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

    /** This memory with each connection cut with probability {@code share}. */
    PatternMemory damaged(double share, RandomGenerator random);

    /** How the units of a network follow their fields. */
    enum Dynamics {
        /** All take the sign of their field, z/|z|, at once, 50 times at most; a field of 0 leaves a unit as it is. */
        SIGNS,
        /** s ← 0.7 s + 0.3 tanh(2|z|/|J_y|) z/|z|, 150 times; the signs at the end are what is recalled. */
        GRADED;

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The way from a cue to where it ended.
     *
     * @param state a bit or phase for each unit; 0 where none was found
     * @param settled whether the last step changed nothing
     * @param energies before the first step and after each, in the units of the memory
     */
    record Recollection(float[] state, boolean settled, double[] energies) {

        /** (1/d) Re Σ_y conj(p_y) s_y, in [−1, 1]: of bits, the share of right ones less that of wrong ones. */
        public double overlap(float[] pattern) {
            double sum = 0, square = 0;
            for (int y = 0; y < state.length; y++) {
                sum += state[y] * pattern[y];
                square += pattern[y] * pattern[y];
            }
            return sum / square;
        }

        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }
}
