package org.tanhwg.studies.recall;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.tanhwg.training.run.Progress;

/** Shows how far a comparison of rules is: a bar on a terminal, else one line for each rule. */
public final class RecallProgress implements AutoCloseable {
    private final PrintStream out;
    private final boolean terminal;
    private ProgressBar bar;
    private int rules;
    private int each;
    private int done;

    /** Progress on {@code out}, which is a terminal or not. */
    public RecallProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** {@code rules} rules, each measured at most {@code each} times. */
    public void start(int rules, int each) {
        this.rules = rules;
        this.each = each;
        if (terminal)
            bar = new ProgressBarBuilder().setInitialMax((long) rules * each).setUpdateIntervalMillis(250)
                    .setRenderer(Progress::render).setConsumer(new ConsoleProgressBarConsumer(out)).build();
    }

    /** A rule is begun. */
    public void began(String rule) {
        if (bar != null) bar.setExtraMessage((done + 1) + "/" + rules + "  " + rule);
    }

    /** A rule has been measured once more. */
    public void measured() {
        if (bar != null) bar.step();
    }

    /** A rule is done. */
    public void ended(RecallFindings found) {
        done++;
        if (bar != null) bar.stepTo((long) done * each);
        else out.println(done + "/" + rules + "  " + line(found.name(), found.result()));
    }

    /** The figures of a rule in a line. */
    public static String line(String name, RecallResult.Rule rule) {
        String capacity = rule.capacity() == null ? ""
                : String.format(Locale.ROOT, "  capacity %s%.3f", rule.capacity().limited() ? "at least " : "",
                        rule.capacity().load());
        return String.format(Locale.ROOT, "%-16s  recovered %5.1f %%  stable %5.1f %%  kept %5.1f %%%s", name,
                100 * rule.recovered(),
                100 * rule.stable(), 100 * rule.kept(), capacity);
    }

    @Override public void close() {
        if (bar != null) bar.close();
    }
}
