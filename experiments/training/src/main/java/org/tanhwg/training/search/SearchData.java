package org.tanhwg.training.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tanhwg.report.Page;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchSettings.Objective;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/**
 * What the report of a search shows beyond {@code result.json}.
 *
 * @param dataset its name
 * @param examples on which the objectives were measured
 * @param columns the settings that were searched
 * @param importance of each column, the highest first, by {@link org.tanhwg.training.search.SearchSettings.Objective#key}; empty when there are too few candidates
 * @param measuredAt where the candidates stood when importance was measured, as a clause
 */
public record SearchData(String dataset, int examples, List<Column> columns, Map<String, List<Share>> importance,
        String measuredAt) {
    public SearchData { columns = List.copyOf(columns); }

    /**
     * One setting that was searched, or one entry of a list.
     *
     * @param log whether it was drawn on a logarithmic scale
     * @param names of its values where they are not numbers, else empty
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

    /** Writes the report of a search again. @throws UserError when a part of its folder is missing */
    public static Path write(RunFolder folder) {
        folder.writeReport(page(SearchReader.read(folder.config()), folder.read(SearchResult.class)).html());
        return folder.report();
    }

    static Page page(SearchSettings settings, SearchResult result) {
        TrainSettings typical = SpaceReader.read("the space", settings.space()).typical();
        List<CandidateResult> candidates = result.candidates();
        List<Column> columns = candidates.isEmpty() ? List.of() : columns(settings, candidates);
        boolean atRung = candidates.stream().anyMatch(c -> c.status() == Status.STOPPED);
        var importance = new LinkedHashMap<String, List<Share>>();
        for (Objective objective : settings.objectives()) {
            double[] costs = candidates.stream().mapToDouble(c -> cost(c, objective, atRung)).toArray();
            List<Share> shares = Importance.of(columns, costs);
            if (!shares.isEmpty()) importance.put(objective.key(), shares);
        }
        String measuredAt = atRung ? "measured after the first quarter of the training, where all candidates compare"
                : "measured at the end of the training";
        var meanings = new LinkedHashMap<String, String>();
        SettingsReader.meanings().forEach((key, meaning) -> {
            if (!candidates.isEmpty() && candidates.get(0).parameters().containsKey(key)) meanings.put(key, meaning);
        });
        return SearchReport.page(result, new Setup(SettingsReader.write(settings), "", meanings),
                new SearchData(typical.data(), typical.validation(), columns, importance, measuredAt));
    }

    private static double cost(CandidateResult candidate, Objective objective, boolean atRung) {
        Map<String, Double> values = !atRung ? candidate.objectives()
                : candidate.rungs().isEmpty() ? Map.of() : candidate.rungs().get(0);
        return objective.cost(values.getOrDefault(objective.key(), Double.NaN));
    }

    /** Lists of numbers that are all of one length give a column for each entry. */
    private static List<Column> columns(SearchSettings settings, List<CandidateResult> candidates) {
        var columns = new ArrayList<Column>();
        for (String key : candidates.get(0).parameters().keySet()) {
            List<Object> values = candidates.stream().map(c -> c.parameters().get(key)).toList();
            boolean log = settings.space().get(key) instanceof Map<?, ?> open && open.containsKey("log-uniform");
            boolean lists = values.stream().allMatch(List.class::isInstance)
                    && values.stream().map(v -> ((List<?>) v).size()).distinct().count() == 1;
            if (!lists) {
                columns.add(column(key, log, values));
                continue;
            }
            for (int i = 0; i < ((List<?>) values.get(0)).size(); i++) {
                int entry = i;
                Column column = column(key + " " + (i + 1), false,
                        values.stream().<Object>map(v -> ((List<?>) v).get(entry)).toList());
                if (values.stream().map(v -> ((List<?>) v).get(entry)).distinct().count() > 1) columns.add(column);
            }
        }
        return columns;
    }

    private static Column column(String name, boolean log, List<Object> values) {
        if (values.stream().allMatch(Number.class::isInstance))
            return new Column(name, log, List.of(), values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray());
        Function<Object, String> text = v -> v instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList()) : "" + v;
        List<String> names = values.stream().map(text).distinct().sorted().toList();
        return new Column(name, false, names,
                IntStream.range(0, values.size()).mapToDouble(i -> names.indexOf(text.apply(values.get(i)))).toArray());
    }
}
