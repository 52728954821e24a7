package org.tanhwg.layers.kernel.sparse;

import org.tanhwg.core.Floats;

/**
 * The errors of a unit that come through a rectifier and a pool, as a list: where in the maps its kernel stands at each of them, and how large it is. A pool lets one
 * place of each window through, a rectifier few of these, so that a list has a tenth of the numbers that errors at all positions have; what a synapse reads lies at
 * one and the same distance from each place.
 */
final class ErrorList {
    /** Synapses whose sums are taken at a time. */
    static final int SUMS = 8;

    private final int[] at;
    private final float[] sizes;
    private int count;

    /** @param most errors that it may hold */
    ErrorList(int most) {
        at = new int[most];
        sizes = new float[most];
    }

    void clear() { count = 0; }

    boolean empty() { return count == 0; }

    /**
     * Takes in those errors of a line that are not 0 and come through.
     *
     * @param error is multiplied by 0 where it does not
     * @param code of each, which place of its window it goes to; as many as there are places means to none
     * @param starts where the kernel stands at the first place of each
     * @param start is added to all these
     * @param offsets how far the places are from the first
     */
    void take(int n, float[] error, float[] code, int[] starts, int start, int[] offsets) {
        pass(n, offsets.length, code, error);
        int first = count;
        int end = present(n, error);
        for (int i = first; i < end; i++) {
            int of = at[i];
            sizes[i] = error[of];
            at[i] = start + starts[of] + offsets[(int) code[of]];
        }
        count = end;
    }

    private static void pass(int n, int places, float[] code, float[] error) {
        for (int i = 0; i < n; i++) error[i] *= Math.min(1f, places - code[i]);
    }

    /** Notes which of the numbers are not 0. Often eight are, and then that is seen at once; what comes of one number does not branch, since it would be guessed wrong. */
    private int present(int n, float[] numbers) {
        int[] list = at;
        int next = count;
        for (int first = 0; first < n; first += 8) {
            if (first + 7 < n && zeros(numbers, first)) continue;
            int end = Math.min(n, first + 8);
            for (int i = first; i < end; i++) {
                list[next] = i;
                next += -(Float.floatToRawIntBits(numbers[i]) & Integer.MAX_VALUE) >>> 31;
            }
        }
        return next;
    }

    private static boolean zeros(float[] numbers, int i) {
        int bits = Float.floatToRawIntBits(numbers[i]) | Float.floatToRawIntBits(numbers[i + 1])
                | Float.floatToRawIntBits(numbers[i + 2]) | Float.floatToRawIntBits(numbers[i + 3])
                | Float.floatToRawIntBits(numbers[i + 4]) | Float.floatToRawIntBits(numbers[i + 5])
                | Float.floatToRawIntBits(numbers[i + 6]) | Float.floatToRawIntBits(numbers[i + 7]);
        return bits << 1 == 0;
    }

    float sum() { return SparseProducts.sum(count, sizes); }

    float squares() { return Floats.dot(count, sizes, sizes); }

    /** {@code into} ← Σ ε · what lies at that distance in the maps, for each of {@link #SUMS} distances; sums that do not wait for one another keep the processor busy. */
    void products(float[] maps, int[] distances, float[] into) {
        int[] places = at;
        float[] errors = sizes;
        int d0 = distances[0], d1 = distances[1], d2 = distances[2], d3 = distances[3], d4 = distances[4], d5 = distances[5],
                d6 = distances[6], d7 = distances[7];
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (int i = 0; i < count; i++) {
            int place = places[i];
            float error = errors[i];
            s0 = Math.fma(error, maps[place + d0], s0);
            s1 = Math.fma(error, maps[place + d1], s1);
            s2 = Math.fma(error, maps[place + d2], s2);
            s3 = Math.fma(error, maps[place + d3], s3);
            s4 = Math.fma(error, maps[place + d4], s4);
            s5 = Math.fma(error, maps[place + d5], s5);
            s6 = Math.fma(error, maps[place + d6], s6);
            s7 = Math.fma(error, maps[place + d7], s7);
        }
        into[0] = s0;
        into[1] = s1;
        into[2] = s2;
        into[3] = s3;
        into[4] = s4;
        into[5] = s5;
        into[6] = s6;
        into[7] = s7;
    }

    /** Adds {@code factor} times each error to what lies at that distance in a map. */
    void addTo(float factor, int distance, float[] map) {
        int[] places = at;
        float[] errors = sizes;
        for (int i = 0; i < count; i++) map[places[i] + distance] += factor * errors[i];
    }
}
