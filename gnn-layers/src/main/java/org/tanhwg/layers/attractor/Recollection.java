package org.tanhwg.layers.attractor;

/**
 * The way from a cue to where it ended.
 *
 * @param state a sign for each unit; 0 where none was found
 * @param settled whether the last step changed nothing
 * @param energies before the first step and after each, in the units of the memory
 */
public record Recollection(float[] state, boolean settled, double[] energies) {

    /** Share of right bits less that of wrong ones, in [−1, 1]. */
    public double overlap(float[] pattern) {
        double sum = 0;
        for (int y = 0; y < state.length; y++) sum += state[y] * pattern[y];
        return sum / state.length;
    }
}
