package org.tanhwg.experiments.run;

/** Training ended before its end, by Ctrl-C or because its numbers ceased to be finite; the message says how to go on. Exit code 1. */
public final class TrainingStopped extends RuntimeException {
    private final Runnable whenShown;
    private final boolean diverged;

    /** Of numbers that ceased to be finite. */
    TrainingStopped(String message, Throwable cause) {
        super(message, cause);
        whenShown = () -> {};
        diverged = true;
    }

    /** Of Ctrl-C. */
    TrainingStopped(String message, Runnable whenShown) {
        super(message);
        this.whenShown = whenShown;
        diverged = false;
    }

    /** Whether its numbers ceased to be finite. */
    boolean diverged() {
        return diverged;
    }

    /** The user has seen the message: a process that Ctrl-C ends waits for this. */
    public void shown() {
        whenShown.run();
    }
}
