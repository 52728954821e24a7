package org.tanhwg.training.search;

import java.util.List;
import java.util.Map;

/**
 * What the report of a search shows beyond {@code result.json}.
 *
 * @param data name of the data set
 * @param examples on which the objectives were measured
 * @param columns the settings that were searched
 * @param importance of each column, the highest first, by {@link org.tanhwg.training.result.Objective#key}; empty when there are too few candidates
 * @param measuredAt where the candidates stood when importance was measured, as a clause
 */
public record SearchEvidence(String data, int examples, List<Column> columns, Map<String, List<Share>> importance,
        String measuredAt) {
    public SearchEvidence { columns = List.copyOf(columns); }

    /**
     * One setting that was searched, or one entry of a list.
     *
     * @param log whether it was drawn on a logarithmic scale
     * @param names of its values where they are no numbers, else empty
     * @param values by candidate, numbers or indices of names; NaN for a candidate without
     */
    public record Column(String name, boolean log, List<String> names, double[] values) {}

    /**
     * How much one setting alone explains.
     *
     * @param share of the variance, in [0, 1]
     * @param chance what 95 of 100 shuffles of the candidates stay below
     */
    public record Share(String name, double share, double chance) {}
}
