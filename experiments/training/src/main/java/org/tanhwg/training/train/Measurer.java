package org.tanhwg.training.train;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.run.RunResult.EpochResult;

/** Measures the last epoch on a thread beside training, one epoch at a time. */
public final class Measurer implements AutoCloseable {
    private static final long PATIENCE_MINUTES = 10;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Consumer<Epoch> done;
    private Optional<Future<Epoch>> running = Optional.empty();

    /** What was found. */
    public record Epoch(EpochResult result, Evaluation evaluation) {}

    /** @param done gets each epoch, on the thread that asks for it */
    public Measurer(Consumer<Epoch> done) {
        this.done = done;
    }

    /** Begins; {@link #await} the epoch before first. */
    public void begin(Callable<Epoch> epoch) {
        running = Optional.of(thread.submit(epoch));
    }

    /** Hands on the epoch under way, if it is measured. @throws RuntimeException what stopped the measurement */
    public void poll() {
        if (running.filter(Future::isDone).isPresent()) await();
    }

    /** Waits for the epoch under way, if there is one, and hands it on. @throws RuntimeException what stopped the measurement */
    public void await() {
        if (running.isEmpty()) return;
        Future<Epoch> epoch = running.get();
        running = Optional.empty();
        try {
            done.accept(epoch.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an epoch was measured", e);
        }
    }

    /** Lets the measurement under way end, with its checkpoint, whatever becomes of it. */
    @Override public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
