package org.tanhwg.studies.bench;

/** Something that trains, and whose speed is measured in rounds. Not for several threads. */
interface Contestant extends AutoCloseable {
    String name();

    /** Trains for at least {@code seconds} and one step; returns examples per second. */
    double round(double seconds);

    @Override default void close() {}
}
