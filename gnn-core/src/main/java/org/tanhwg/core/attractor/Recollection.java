package org.tanhwg.core.attractor;

import org.tanhwg.core.Contents;

/**
 * The way from a cue to where it ended.
 *
 * @param state a bit or phase for each unit; 0 where none was found
 * @param settled whether the last step changed nothing
 * @param energies before the first step and after each, in the units of the memory
 */
public record Recollection(float[] state, boolean settled, double[] energies) {

    /** (1/d) Re Σ_y conj(p_y) s_y, in [−1, 1]: of bits, the share of right ones less that of wrong ones. */
    public double overlap(float[] pattern) {
        double sum = 0, square = 0;
        for (int y = 0; y < state.length; y++) {
            sum += state[y] * pattern[y];
            square += pattern[y] * pattern[y];
        }
        return sum / square;
    }

    @Override public boolean equals(Object other) {
        return Contents.equal(this, other);
    }

    @Override public int hashCode() {
        return Contents.hash(this);
    }

    @Override public String toString() {
        return Contents.text(this);
    }
}
