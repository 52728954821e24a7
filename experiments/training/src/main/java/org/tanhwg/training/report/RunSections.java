package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Listing;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;

/** What the reports of all runs have in common. */
public final class RunSections {
    private RunSections() {}

    /** How good and how large the network is. */
    static List<Figure> figures(FinalResult end, ReportData data) {
        long kept = end.kept().stream().mapToLong(Long::longValue).sum();
        String live = end.liveUnits().stream().map(String::valueOf).collect(Collectors.joining(" · "));
        String units = data.layers().stream().map(layer -> "" + layer.fanIn().length).collect(Collectors.joining(" · "));
        List<Figure> figures = new ArrayList<>();
        if (end.isRegression()) figures.addAll(numbers(end, data));
        else figures.add(new Figure("Accuracy", SHARE.text(end.testAccuracy()), "on the " + data.evaluatedOn() + " examples"));
        if (end.shiftedAccuracy() != null)
            figures.add(new Figure("Accuracy, shifted", SHARE.text(end.shiftedAccuracy()), "images moved in four directions"));
        figures.add(new Figure("Weights kept", SHARE.text(end.keptFraction()), COUNT.text(kept) + " not exactly 0"));
        if (end.multiplyAdds() != null && end.multiplyAdds().dense() > end.parameters()) // else they are as many as weights
            figures.add(
                    new Figure("Multiply-adds left", SHARE.text(end.multiplyAdds().left() / (double) end.multiplyAdds().dense()),
                            COUNT.text(end.multiplyAdds().left()) + " for one example"));
        if (end.beta() != null)
            figures.add(new Figure("Strength β", NUMBER.text(end.beta()), "that the share of weights asked for was met with"));
        figures.add(new Figure("Live units", live, units.isEmpty() ? "" : "of " + units));
        if (end.isRegression()) return figures;
        figures.add(new Figure("Negative log-likelihood", NUMBER.text(end.testNll()), "nats per example"));
        figures.add(new Figure("Calibration error", SHARE.text(end.testEce()), "expected, over 15 bins"));
        Scores scores = end.scores();
        if (scores.macroF1() != null) figures.add(new Figure("F1", NUMBER.text(scores.macroF1()), "mean over the classes"));
        if (scores.balancedAccuracy() != null)
            figures.add(new Figure("Balanced accuracy", SHARE.text(scores.balancedAccuracy()), "mean recall of the classes"));
        if (scores.exactMatch() != null)
            figures.add(new Figure("All labels right", SHARE.text(scores.exactMatch()), "of the examples"));
        if (scores.rocAuc() != null)
            figures.add(new Figure("ROC AUC", NUMBER.text(scores.rocAuc()), "of " + data.classNames().get(1)));
        return figures;
    }

    private static List<Figure> numbers(FinalResult end, ReportData data) {
        Scores scores = end.scores();
        String several = data.targets().size() > 1 ? "mean over " + data.targets().size() + " targets" : "";
        var figures = new ArrayList<>(List.of(
                new Figure("R²", NUMBER.text(scores.testR2()),
                        several.isEmpty() ? "on the " + data.evaluatedOn() + " examples" : several),
                new Figure("Root mean squared error", NUMBER.text(scores.testRmse()), several),
                new Figure("Mean absolute error", NUMBER.text(scores.testMae()), several)));
        if (scores.intervalCoverage() != null)
            figures.add(new Figure("Inside 90 % intervals", SHARE.text(scores.intervalCoverage()),
                    "of the " + data.evaluatedOn() + " examples"));
        return figures;
    }

    /** How good a network is, in a few words. */
    static String headline(FinalResult end, ReportData data) {
        return end.isRegression()
                ? data.dataset() + ": R² " + NUMBER.text(end.scores().testR2()) + " on the " + data.evaluatedOn() + " examples"
                : data.dataset() + ": " + SHARE.text(end.testAccuracy()) + " " + data.evaluatedOn() + " accuracy";
    }

    /** Where the run comes from. */
    static Section origin(RunResult run, Setup setup) {
        List<Block> charts = new ArrayList<>(List.of(new Listing("config.yaml", setup.config()), provenance(run.provenance())));
        if (!setup.meanings().isEmpty()) charts.add(meanings(setup));
        return new Section("Settings and provenance", "Everything needed to run again and get the same numbers.", charts);
    }

    public static Table provenance(Provenance p) {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("Version", p.version());
        rows.put("Commit", p.gitCommit());
        rows.put("Seed", p.seed());
        rows.put("Configuration (SHA-256)", p.configSha256());
        if (p.dataSha256() != null) rows.put("Data (SHA-256)", p.dataSha256());
        rows.put("Java", p.java());
        rows.put("Backend", p.backend());
        rows.put("Processor", p.host().cpu());
        rows.put("Cores", p.host().cores());
        return new Table("Provenance", List.of(),
                rows.entrySet().stream().map(row -> List.of(row.getKey(), Objects.toString(row.getValue(), "unknown"))).toList(),
                false);
    }

    public static Table meanings(Setup setup) {
        return new Table("What each setting means", List.of(),
                setup.meanings().entrySet().stream().map(meaning -> List.of(meaning.getKey(), meaning.getValue())).toList(),
                true);
    }

    /**
     * How a run was set up.
     *
     * @param config its {@code config.yaml}, shown as it stands
     * @param conditions under which losses and accuracies were measured, in a sentence
     * @param meanings what each key of the configuration means, in its order
     */
    public record Setup(String config, String conditions, Map<String, String> meanings) {
        public Setup {
            meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
        }
    }

    /** A setting as text. */
    public static String shown(Object value) {
        if (value instanceof Double number) return NUMBER.text(number);
        return value instanceof List<?> list ? list.stream().map(RunSections::shown).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
