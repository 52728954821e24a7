package org.tanhwg.layers.kernel.sparse;

/**
 * Work on the units of a layer, as a whole or in two halves that have nothing to do with one another and may be done at once.
 */
@FunctionalInterface
public interface Halves {
    /** On the thread that calls: half a matrix product costs more than half of the whole. */
    Halves WHOLE = (units, work) -> work.run(0, 0, units);

    /** What is to be done. */
    @FunctionalInterface
    interface Work {
        /**
         * Does the units [from, to).
         *
         * @param half 0 or 1, which tells apart the scratch arrays of the two
         * @param from first unit
         * @param to unit after the last
         */
        void run(int half, int from, int to);
    }

    /** Does the work on all units, and returns when it is done. */
    void over(int units, Work work);
}
