package org.tanhwg.studies;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.tanhwg.training.run.Progress;

/** Shows how far a study is whose parts take long: a bar on a terminal, else one line for each part that ends. */
public final class StudyProgress implements AutoCloseable {
    private final PrintWriter lines;
    private final Optional<PrintStream> terminal;
    private ProgressBar bar;
    private int parts;
    private int each;
    private int done;

    /** Progress as a bar on the terminal if there is one, else as lines. */
    public StudyProgress(PrintWriter lines, Optional<PrintStream> terminal) {
        this.lines = lines;
        this.terminal = terminal;
    }

    /** Progress that nobody sees. */
    public static StudyProgress none() {
        return new StudyProgress(new PrintWriter(Writer.nullWriter()), Optional.empty());
    }

    /** There are so many parts, {@code each} of at most so many steps. */
    public void start(int parts, int each) {
        this.parts = parts;
        this.each = each;
        terminal.ifPresent(out -> bar = Progress.bar(out, (long) parts * each));
    }

    /** A part is begun. */
    public void began(String part) {
        if (bar != null) bar.setExtraMessage((done + 1) + "/" + parts + "  " + part);
    }

    /** One more step of it is done. */
    public void step() {
        if (bar != null) bar.step();
    }

    /** The part has ended. @param outcome in a line */
    public void ended(String outcome) {
        done++;
        if (bar != null) {
            bar.stepTo((long) done * each).setExtraMessage(outcome);
        } else {
            lines.println(done + "/" + parts + "  " + outcome);
            lines.flush();
        }
    }

    @Override public void close() {
        if (bar != null) bar.close();
    }
}
