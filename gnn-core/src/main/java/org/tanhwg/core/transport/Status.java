package org.tanhwg.core.transport;

/** How an iteration ended; its numbers are finite either way. */
public enum Status {
    /** The tolerance was reached. */
    CONVERGED,
    /** The permitted iterations did not suffice. */
    ITERATION_LIMIT;

    /** A result that says how it came about. */
    public interface Reported {
        Status status();

        default boolean converged() { return status() == CONVERGED; }
    }
}
