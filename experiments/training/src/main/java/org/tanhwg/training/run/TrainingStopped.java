package org.tanhwg.training.run;

/** Training ended before its end, by Ctrl-C or because its numbers ceased to be finite; the message says how to go on. Exit code 1. */
public final class TrainingStopped extends RuntimeException {
    private final Runnable whenShown;

    /** Of numbers that ceased to be finite. */
    public TrainingStopped(String message, Throwable cause) {
        super(message, cause);
        whenShown = () -> {};
    }

    /** Of Ctrl-C. */
    public TrainingStopped(String message, Runnable whenShown) {
        super(message);
        this.whenShown = whenShown;
    }

    /** The user has seen the message: a process that Ctrl-C ends waits for this. */
    public void shown() {
        whenShown.run();
    }
}
