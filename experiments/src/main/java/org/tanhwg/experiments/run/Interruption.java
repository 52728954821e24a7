package org.tanhwg.experiments.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a question that a training loop asks: the process waits until the loop has written its checkpoint and let go. */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private volatile boolean requested;

    Interruption() { Runtime.getRuntime().addShutdownHook(hook); }

    boolean requested() { return requested; }

    private void await() {
        requested = true;
        try {
            if (!released.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) Thread.currentThread().interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public void close() {
        released.countDown();
        if (!requested) Runtime.getRuntime().removeShutdownHook(hook);
    }
}
