package org.tanhwg.training.search;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchSettings.Objective;

/** Shows how far a search is and the best so far: a bar on a terminal, else one line for each candidate. */
public final class SearchProgress implements AutoCloseable {
    private final PrintStream out;
    private final LongSupplier clock;
    private final int total;
    private final int before;
    private final long start;
    private final ProgressBar bar;
    private int done;

    /**
     * A search begins, or goes on.
     *
     * @param before how many of {@code total} candidates had ended
     */
    public SearchProgress(PrintStream out, boolean terminal, int total, int before) {
        this(out, terminal, total, before, System::nanoTime);
    }

    SearchProgress(PrintStream out, boolean terminal, int total, int before, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.total = total;
        this.before = before;
        done = before;
        start = clock.getAsLong();
        bar = terminal ? Progress.bar(out, total).stepTo(before) : null;
    }

    /** A candidate has ended; {@code best} is the best that has so far. */
    public void ended(CandidateResult candidate, Optional<CandidateResult> best) {
        done++;
        double seconds = (clock.getAsLong() - start) * 1e-9;
        String left = Progress.time(seconds / (done - before) * (total - done)) + " left";
        String leader = best.map(b -> "best " + objectives(b.objectives()) + " (" + b.index() + ")  ").orElse("");
        if (bar != null) {
            bar.stepTo(done).setExtraMessage(done + "/" + total + "  " + leader + left);
            return;
        }
        String outcome = candidate.objectives().isEmpty() ? "" : "  " + objectives(candidate.objectives());
        out.printf(Locale.ROOT, "%d/%d  candidate %d %s%s  %s%s%n", done, total, candidate.index(), candidate.status().key(),
                outcome, leader,
                left);
    }

    /** {@code accuracy 97.12 %  kept 3.10 %}. */
    public static String objectives(Map<String, Double> values) {
        return values.entrySet().stream().map(value -> {
            if (value.getKey().equals(Objective.NLL.key())) return String.format(Locale.ROOT, "NLL %.4f", value.getValue());
            if (value.getKey().equals(Objective.RMSE.key())) return String.format(Locale.ROOT, "RMSE %.4f", value.getValue());
            String name = value.getKey().equals(Objective.KEPT_FRACTION.key()) ? "kept" : value.getKey();
            return String.format(Locale.ROOT, "%s %.2f %%", name, 100 * value.getValue());
        }).collect(Collectors.joining("  "));
    }

    @Override public void close() { if (bar != null) bar.close(); }
}
