package org.tanhwg.studies.recall;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tanhwg.core.Checks;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;

/**
 * Everything that decides a run; {@code gnn recall} has an option for each component.
 *
 * @param units d, and bits or phases of a pattern
 * @param patterns N
 * @param flips share of a cue's bits that are wrong, or of its phases that are drawn anew
 * @param erase share of a cue's bits or phases that are not known
 * @param damage share of the connections that are cut before recall
 * @param cues for each pattern
 * @param beta potential of {@link Rule#TAN_HWG}, in parts of a unit's mean weight; 0 for none
 * @param sweep whether curves are measured besides
 * @param loads N/d at which each rule stores anew, in ascending order
 * @param seed of everything random
 */
public record RecallSettings(int units, int patterns, double flips, PatternKind kind, List<Rule> rules, double erase,
        double damage,
        int cues, double beta, Dynamics dynamics, boolean sweep, List<Double> loads, long seed) {
    private static final double MOST_LOAD = 100;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public RecallSettings {
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
        for (Rule rule : rules)
            if (!rule.stores(kind))
                throw new IllegalArgumentException("rules = " + joined(rules) + ": " + rule + " stores bits only");
        loads = List.copyOf(loads);
        for (int i = 0; i < loads.size(); i++) {
            Checks.inHalfOpen("loads", loads.get(i), 0, MOST_LOAD);
            if (i > 0 && loads.get(i) <= loads.get(i - 1))
                throw new IllegalArgumentException("loads = " + joined(loads) + ": must ascend");
        }
    }

    /** By option, in the order of the components. */
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("units", units);
        values.put("patterns", patterns);
        values.put("flips", flips);
        values.put("patterns-kind", kind.toString());
        values.put("rules", joined(rules));
        values.put("erase", erase);
        values.put("damage", damage);
        values.put("cues", cues);
        values.put("beta", beta);
        values.put("dynamics", dynamics.toString());
        values.put("sweep", sweep);
        values.put("loads", joined(loads));
        values.put("seed", seed);
        return values;
    }

    Disturbance disturbance() {
        return new Disturbance(flips, erase);
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
