package org.tanhwg.datasets;

/** Data that cannot be used; the message is one line: where, what is wrong, what would be right. */
public final class DataException extends RuntimeException {
    /** An error at {@code where}, usually a file name. */
    public DataException(String where, String problem) {
        this(where, problem, null);
    }

    /** As above; {@code cause} is kept for the stack trace only. */
    public DataException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
