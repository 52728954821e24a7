package org.tanhwg.training.evaluate;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import org.tanhwg.training.run.Progress;

/** Shows how far predictions are, by a bar on a terminal, and nothing elsewhere. */
public final class PredictionProgress implements AutoCloseable {
    private final PrintStream out;
    private final boolean terminal;
    private ProgressBar bar;
    private long startTime;

    /** Progress on {@code out}, which is a terminal or not. */
    public PredictionProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** So many examples will pass, each as often as it is sampled. */
    void start(long passes) {
        close();
        startTime = System.nanoTime();
        if (terminal)
            bar = Progress.bar(out, passes);
    }

    /** So many have passed. */
    void passed(int examples) {
        if (bar == null) return;
        bar.stepBy(examples);
        double seconds = (System.nanoTime() - startTime) * 1e-9;
        bar.setExtraMessage(Progress.time(seconds * (bar.getMax() - bar.getCurrent()) / bar.getCurrent()) + " left");
    }

    @Override public void close() {
        if (bar != null) bar.close();
        bar = null;
    }
}
