package org.tanhwg.studies.recall;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.States;
import org.tanhwg.training.settings.Setting;

/** Everything that decides a run of {@code gnn recall}. */
public record RecallSettings(
        @Setting(
                value = "units, and bits or phases of a pattern",
                otherwise = RecallSettings.DRAWN_UNITS + "; with mnist " + RecallSettings.PIXELS) Integer units,
        @Setting(value = "patterns stored", standard = "64") int patterns,
        @Setting(
                value = "share of a cue's bits that are wrong, of its phases that are drawn anew",
                label = "X", standard = "0.1") double flips,
        @Setting(
                value = "bits that are random, correlated or of mnist (digits, black and white), or phase: random phases, complex connections",
                label = "KIND", standard = "random") PatternKind patternsKind,
        @Setting(
                value = "rules to compare, separated by commas",
                label = "NAMES", otherwise = "all that store such patterns") List<RecallRule> rules,
        @Setting(value = "share of a cue's bits or phases that are not known", standard = "0") double erase,
        @Setting(value = "share of the connections that are cut before recall", standard = "0") double damage,
        @Setting(value = "cues of each pattern", standard = "5") int cues,
        @Setting(
                value = "potential of tan-hwg, in parts of a unit's mean weight; 0.1 prunes half of the synapses",
                standard = "0") double beta,
        @Setting(value = "signs, or graded (slower, wider basins)", label = "KIND", standard = "signs") Dynamics dynamics,
        @Setting(
                value = "whether to measure curves too, over --loads, flips, erasure, damage and order of storage",
                label = "BOOL", standard = "true") boolean sweep,
        @Setting(
                value = "patterns per unit at which each rule stores anew and its capacity is found",
                label = "X,...", standard = "0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5,0.55,0.6") List<Double> loads,
        @Setting(value = "seed of everything random", standard = "1") long seed) {
    static final int DRAWN_UNITS = 256;
    static final int PIXELS = 784;
    private static final double MOST_LOAD = 100;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public RecallSettings {
        if (units == null) units = patternsKind == PatternKind.MNIST ? PIXELS : DRAWN_UNITS;
        if (rules == null) rules = Stream.of(RecallRule.values()).filter(rule -> rule.stores(patternsKind)).toList();
        Checks.atLeast("units", units, 1);
        Checks.atLeast("patterns", patterns, 1);
        Checks.inRange("flips", flips, 0, 1);
        Checks.inRange("erase", erase, 0, 1 - flips);
        Checks.inRange("damage", damage, 0, 1);
        Checks.atLeast("cues", cues, 1);
        Checks.nonNegative("beta", beta);
        rules = List.copyOf(rules);
        if (rules.isEmpty() || rules.stream().distinct().count() < rules.size())
            throw new IllegalArgumentException("rules = " + joined(rules) + ": must name at least one rule, and each once");
        for (RecallRule rule : rules)
            if (!rule.stores(patternsKind))
                throw new IllegalArgumentException("rules = " + joined(rules) + ": " + rule + " stores bits only");
        loads = List.copyOf(loads);
        for (int i = 0; i < loads.size(); i++) {
            Checks.inHalfOpen("loads", loads.get(i), 0, MOST_LOAD);
            if (i > 0 && loads.get(i) <= loads.get(i - 1))
                throw new IllegalArgumentException("loads = " + joined(loads) + ": must ascend");
        }
    }

    Disturbance disturbance() { return new Disturbance(flips, erase); }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Which patterns are stored. */
    public enum PatternKind {
        /** Independent bits. */
        RANDOM,
        /** Families of patterns that share a fourth of their variance. */
        CORRELATED,
        /** Binarised digits. */
        MNIST,
        /** Independent phases. */
        PHASE;

        /** What units say. */
        public States states() { return this == PHASE ? States.PHASES : States.BITS; }

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
