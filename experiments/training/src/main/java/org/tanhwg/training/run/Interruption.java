package org.tanhwg.training.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a question that a training loop asks: the process waits until the loop has written its checkpoint and let go. */
public final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long MESSAGE_SECONDS = 2;

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch shown = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private final String resume;
    private volatile boolean requested;
    private volatile boolean announced;

    /** @param resume the command that goes on where the loop stops */
    public Interruption(String resume) {
        this.resume = resume;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean requested() { return requested; }

    /** What ends the loop; the process waits until it has been shown too. */
    public TrainingStopped stopped(String message) {
        announced = true;
        return new TrainingStopped(message + "; " + resume + " goes on from there", shown::countDown);
    }

    private void await() {
        requested = true;
        try {
            if (released.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && announced) shown.await(MESSAGE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public void close() {
        released.countDown();
        if (!requested) Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Training ended before its end, by Ctrl-C or because its numbers ceased to be finite; the message says how to go on. Exit code 1. */
    public static final class TrainingStopped extends RuntimeException {
        private final Runnable whenShown;

        /** Numbers ceased to be finite. */
        public TrainingStopped(String message, Throwable cause) {
            super(message, cause);
            whenShown = () -> {};
        }

        /** Ctrl-C was pressed. */
        public TrainingStopped(String message, Runnable whenShown) {
            super(message);
            this.whenShown = whenShown;
        }

        /** The user has seen the message: a process that Ctrl-C ends waits for this. */
        public void shown() { whenShown.run(); }
    }
}
