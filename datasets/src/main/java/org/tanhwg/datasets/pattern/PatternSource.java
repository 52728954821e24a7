package org.tanhwg.datasets.pattern;

/** Where patterns come from. */
public interface PatternSource {
    /** Bits or phases of a pattern. */
    int bits();

    /** How many patterns there are; {@link Integer#MAX_VALUE} where they are drawn. */
    int size();

    /**
     * The first patterns.
     *
     * @return {@code count} × {@link #bits()} numbers, each 1 or −1; of phases twice as many, real parts first
     * @throws IllegalArgumentException unless {@code count} is in [0, {@link #size()}]
     */
    float[][] first(int count);
}
