package org.tanhwg.experiments.memory;

import java.util.Arrays;
import java.util.List;

/**
 * Cues and the patterns that they are to lead to.
 *
 * @param owners index of the pattern for each point
 */
record Cues<S>(List<S> points, int[] owners) {
    Cues {
        points = List.copyOf(points);
    }

    int count() {
        return owners.length;
    }

    /** The first of them. */
    Cues<S> first(int most) {
        int count = Math.min(most, count());
        return new Cues<>(points.subList(0, count), Arrays.copyOf(owners, count));
    }
}
