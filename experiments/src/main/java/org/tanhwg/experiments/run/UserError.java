package org.tanhwg.experiments.run;

/** Something only the user can put right: the message is one line that says what, where and what would be right. Exit code 2. */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
