package org.tanhwg.experiments.recall;

import java.util.random.RandomGenerator;

/**
 * How a cue differs from its pattern.
 *
 * @param flips share of the bits that are wrong
 * @param erase share of the bits that are not known, others than those
 */
record Disturbance(double flips, double erase) {

    /** A cue: exactly these shares of the bits, rounded, drawn without replacement. */
    float[] cue(float[] pattern, RandomGenerator random) {
        float[] cue = pattern.clone();
        int[] order = new int[cue.length];
        for (int y = 0; y < order.length; y++) order[y] = y;
        int wrong = (int) Math.round(flips * cue.length);
        int disturbed = Math.min(cue.length, wrong + (int) Math.round(erase * cue.length));
        for (int i = 0; i < disturbed; i++) {
            int j = random.nextInt(i, order.length), chosen = order[j];
            order[j] = order[i];
            cue[chosen] = i < wrong ? -cue[chosen] : 0;
        }
        return cue;
    }
}
