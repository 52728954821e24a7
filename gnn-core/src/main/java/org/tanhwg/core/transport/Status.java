package org.tanhwg.core.transport;

/** How an iteration ended; its numbers are finite either way. */
public enum Status {
    /** The tolerance was reached. */
    CONVERGED,
    /** The permitted iterations did not suffice. */
    ITERATION_LIMIT
}
