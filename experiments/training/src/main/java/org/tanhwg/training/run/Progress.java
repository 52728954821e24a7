package org.tanhwg.training.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.tanhwg.training.run.RunResult.EpochResult;

/**
 * Shows how far training is: a bar on a terminal, else one line for each epoch. Speed and time left come from what was done since
 * {@link #start}, so they are right for resumed runs too. Not for several threads.
 */
public final class Progress implements AutoCloseable {
    private static final long REFRESH = TimeUnit.MILLISECONDS.toNanos(200);

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier clock;
    private ProgressBar bar;
    private String measuredOn;
    private int epochs;
    private long total;
    private long done;
    private long doneBefore;
    private long startTime;
    private long refreshTime;
    private String lastEpoch = "";

    /** Progress on {@code out}, which is a terminal or not. */
    public Progress(PrintStream out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    Progress(PrintStream out, boolean terminal, LongSupplier clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * Training begins, or goes on after {@code epochsDone} epochs.
     *
     * @param measuredOn what accuracies are of: "test" or "validation"
     */
    public void start(int epochs, int epochsDone, int examplesPerEpoch, String measuredOn) {
        this.epochs = epochs;
        this.measuredOn = measuredOn;
        total = (long) epochs * examplesPerEpoch;
        done = (long) epochsDone * examplesPerEpoch;
        doneBefore = done;
        startTime = clock.getAsLong();
        refreshTime = startTime - REFRESH;
        if (terminal) {
            bar = bar(out, total).stepTo(done);
        }
    }

    /** A step on {@code examples} examples is done. */
    public void step(int examples, double loss) {
        done += examples;
        if (bar == null || clock.getAsLong() - refreshTime < REFRESH) return;
        refreshTime = clock.getAsLong();
        bar.stepTo(done).setExtraMessage(String.format(Locale.ROOT, "loss %s%s  %s", loss(loss), lastEpoch, pace()));
    }

    /** An epoch is done and measured. */
    public void epochDone(EpochResult epoch) {
        long sparse = epoch.sparse().stream().filter(Boolean::booleanValue).count();
        String score = epoch.testAccuracy() == null ? String.format(Locale.ROOT, "RMSE %.4g", epoch.testRmse())
                : String.format(Locale.ROOT, "%.2f %%", 100 * epoch.testAccuracy());
        lastEpoch = String.format(Locale.ROOT, "  %s %s  kept %.1f %%%s", measuredOn, score, 100 * epoch.keptFraction(),
                sparse == 0 ? "" : " (" + sparse + " of " + epoch.sparse().size() + " layers sparse)");
        if (bar != null) {
            bar.stepTo(done);
        } else {
            out.printf(Locale.ROOT, "epoch %d/%d  loss %s%s  %s%n", epoch.epoch(), epochs, loss(epoch.trainLoss()), lastEpoch,
                    pace());
        }
    }

    @Override public void close() { if (bar != null) bar.close(); }

    /** Short for a run that diverges too. */
    private static String loss(double loss) {
        return String.format(Locale.ROOT, loss < 1e4 ? "%.4f" : "%.2e", loss);
    }

    private String pace() {
        double speed = (done - doneBefore) / Math.max((clock.getAsLong() - startTime) * 1e-9, 1e-9);
        String left = time((total - done) / Math.max(speed, 1e-9));
        return String.format(Locale.ROOT, speed < 1000 ? "%.0f" : "%.1f k", speed < 1000 ? speed : speed / 1000) + " examples/s  "
                + left + " left";
    }

    /** A bar on a terminal: {@code [=====>    ]  loss …}, as long as there is room for it. */
    public static ProgressBar bar(PrintStream out, long steps) {
        return new ProgressBarBuilder().setInitialMax(steps).setUpdateIntervalMillis(250).setRenderer(Progress::render)
                .setConsumer(new ConsoleProgressBarConsumer(out)).build();
    }

    private static String render(ProgressState state, int width) {
        int length = Math.max(5, Math.min(30, width - state.getExtraMessage().length() - 5));
        int full = (int) (length * state.getNormalizedProgress());
        return "[" + "=".repeat(full) + (full < length ? ">" : "") + " ".repeat(Math.max(0, length - full - 1)) + "]  "
                + state.getExtraMessage();
    }

    /** Seconds as a person would say them. */
    public static String time(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) return s + " s";
        if (s < 3600) return s / 60 + " min " + s % 60 + " s";
        return s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
