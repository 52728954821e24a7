package org.tanhwg.experiments.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a question that a training loop asks: the process waits until the loop has written its checkpoint and let go. */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long MESSAGE_SECONDS = 2;

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch shown = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private volatile boolean requested;
    private volatile boolean announced;

    Interruption() { Runtime.getRuntime().addShutdownHook(hook); }

    boolean requested() { return requested; }

    /** What ends the loop; the process waits until it has been shown too. */
    TrainingStopped stopped(String message) {
        announced = true;
        return new TrainingStopped(message, shown::countDown);
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
}
