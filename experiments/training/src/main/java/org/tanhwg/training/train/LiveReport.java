package org.tanhwg.training.train;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tanhwg.report.Page;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.train.Checkpoints.TrainingState;

/**
 * The report of a run under way: written whole after each epoch, but no oftener than a browser reloads it, until the run is done or stopped.
 *
 * <p>It only reads what was measured, so that it changes no bit of the run.
 */
final class LiveReport implements AutoCloseable {
    private static final int LEAST_SECONDS = 2;
    private static final int MOST_SECONDS = 60;
    /** A page takes one part in so many of the time: that of a thousand epochs has curves of as many points. */
    private static final int SHARE = 10;

    private final RunFolder folder;
    private final int epochs;
    private Optional<Page> running = Optional.empty();
    private String state = "";
    private long next;

    LiveReport(RunFolder folder, int epochs) {
        this.folder = folder;
        this.epochs = epochs;
    }

    /** Writes the page of an epoch, but the last, whose page is that of the finished run. */
    void write(TrainingState after, Supplier<Page> ofEpoch) {
        int done = after.epochs().size();
        if (done == epochs) return;
        state = "epoch " + done + " of " + epochs;
        long start = System.nanoTime();
        if (running.isPresent() && start < next) return;
        Page page = ofEpoch.get();
        double seconds = after.epochs().get(done - 1).seconds();
        running = Optional.of(page);
        int reload = (int) Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.ceil(seconds)));
        folder.writeReport(page.reloading("running, " + state + " at " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS), reload)
                .html());
        long end = System.nanoTime();
        next = end + Math.max(TimeUnit.SECONDS.toNanos(LEAST_SECONDS), SHARE * (end - start));
    }

    /** The finished run has a page of its own. */
    void done() { running = Optional.empty(); }

    /** A run that stopped before its end says so, and its page no longer reloads itself. */
    @Override public void close() {
        running.ifPresent(page -> folder.writeReport(page.reloading("stopped, " + state, 0).html()));
    }
}
