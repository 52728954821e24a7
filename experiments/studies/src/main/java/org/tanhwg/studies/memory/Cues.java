package org.tanhwg.studies.memory;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cues and the patterns that they are to lead to.
 *
 * @param owners index of the pattern for each point
 */
record Cues<S>(List<S> points, int[] owners) {
    Cues {
        points = List.copyOf(points);
    }

    int count() { return owners.length; }

    /** At most so many of them, evenly spread. */
    Cues<S> some(int most) {
        int[] chosen = spread(count(), most);
        return new Cues<>(IntStream.of(chosen).mapToObj(points::get).toList(),
                IntStream.of(chosen).map(q -> owners[q]).toArray());
    }

    /** At most {@code most} of the numbers below {@code count}, evenly spread. */
    static int[] spread(int count, int most) {
        int chosen = Math.min(count, most);
        return IntStream.range(0, chosen).map(j -> (int) ((long) j * count / chosen)).toArray();
    }
}
