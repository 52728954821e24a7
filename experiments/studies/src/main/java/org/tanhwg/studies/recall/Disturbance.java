package org.tanhwg.studies.recall;

import java.util.random.RandomGenerator;
import org.tanhwg.core.attractor.States;

/**
 * How a cue differs from its pattern.
 *
 * @param flips share of the bits that are wrong, or of the phases that are drawn anew, all equally likely
 * @param erase share of those that are not known, others than the wrong ones
 */
record Disturbance(double flips, double erase) {

    /** A cue: exactly these shares of the units, rounded, drawn without replacement. */
    float[] cue(float[] pattern, States states, RandomGenerator random) {
        float[] cue = pattern.clone();
        int units = cue.length / states.parts();
        int[] order = new int[units];
        for (int y = 0; y < order.length; y++) order[y] = y;
        int wrong = (int) Math.round(flips * units);
        int disturbed = Math.min(units, wrong + (int) Math.round(erase * units));
        for (int i = 0; i < disturbed; i++) {
            int j = random.nextInt(i, order.length), chosen = order[j];
            order[j] = order[i];
            if (states == States.BITS) {
                cue[chosen] = i < wrong ? -cue[chosen] : 0;
            } else {
                double phase = 2 * Math.PI * random.nextDouble();
                cue[chosen] = i < wrong ? (float) Math.cos(phase) : 0;
                cue[units + chosen] = i < wrong ? (float) Math.sin(phase) : 0;
            }
        }
        return cue;
    }
}
