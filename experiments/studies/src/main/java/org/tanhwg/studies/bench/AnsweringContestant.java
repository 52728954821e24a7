package org.tanhwg.studies.bench;

import java.util.Arrays;

/** A network that answers the same {@code batch} examples again and again; a round tells the speed of its median call. */
record AnsweringContestant(String name, int batch, Runnable call) implements Contestant {
    /** Calls that a round remembers; it ends when they are made. */
    private static final int MOST = 1 << 16;

    @Override public double round(double seconds) {
        long[] times = new long[MOST];
        int calls = 0;
        long start = System.nanoTime();
        long before;
        long after;
        do {
            before = System.nanoTime();
            call.run();
            after = System.nanoTime();
            times[calls++] = after - before;
        } while (calls < MOST && (after - start) * 1e-9 < seconds);
        Arrays.sort(times, 0, calls);
        return batch / (1e-9 * times[calls / 2]);
    }
}
