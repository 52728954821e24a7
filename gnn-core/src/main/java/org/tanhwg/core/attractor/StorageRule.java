package org.tanhwg.core.attractor;

/** A way to store patterns, which can come in several lots. */
public interface StorageRule {
    /**
     * Stores more patterns.
     *
     * @param patterns a state for each; all units known
     * @throws IllegalArgumentException when one has another size, or another value in it
     */
    void store(float[][] patterns);

    /** What has been stored so far; later patterns do not change it. */
    PatternMemory memory();
}
