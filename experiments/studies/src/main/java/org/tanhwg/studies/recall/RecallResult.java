package org.tanhwg.studies.recall;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of {@code gnn recall}; rules by name, in the order they were asked for. */
public record RecallResult(String command, Provenance provenance, int units, int patterns,
        Map<String, Rule> rules) implements StudyResult {
    public RecallResult {
        rules = new LinkedHashMap<>(rules);
    }

    /**
     * What became of the patterns that a rule stored.
     *
     * @param recovered share of the cues that ended at an overlap of at least 0.97 with their pattern
     * @param stable share of the patterns that one step leaves as they are, to the bit; before any damage
     * @param kept share of the possible connections that are not exactly 0; before any damage
     * @param settled share of the recalls whose last step changed nothing
     * @param capacity null where no loads were asked for
     */
    public record Rule(double recovered, double stable, double kept, double meanOverlap, double settled, Capacity capacity,
            Sweeps sweeps, Timing timing) {}

    /**
     * The largest load N/d at which 95 % of the cues are recovered, as at all smaller loads that were tried; 0 if there is none.
     *
     * @param limited whether the largest load that was asked for is held too
     */
    public record Capacity(double load, boolean limited) {}

    /**
     * Curves; empty where none was asked for.
     *
     * @param load patterns stored per unit; ends where fewer than half of the cues are recovered
     * @param flips share of wrong bits
     * @param erase share of unknown bits, none of the others wrong
     * @param damage share of cut connections
     * @param sequential lots stored one after the other, from 1: what is left of each at the end
     */
    public record Sweeps(List<Point> load, List<Point> flips, List<Point> erase, List<Point> damage, List<Point> sequential) {
        public static final Sweeps NONE = new Sweeps(List.of(), List.of(), List.of(), List.of(), List.of());

        public Sweeps {
            load = List.copyOf(load);
            flips = List.copyOf(flips);
            erase = List.copyOf(erase);
            damage = List.copyOf(damage);
            sequential = List.copyOf(sequential);
        }
    }

    /** One point of a curve, in the terms of {@link Rule}. */
    public record Point(double at, double recovered, double kept) {}

    /** Wall times of storing the patterns and of recalling from all cues. */
    public record Timing(double trainSeconds, double recallSeconds) {}
}
