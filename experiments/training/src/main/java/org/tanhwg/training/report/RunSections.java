package org.tanhwg.training.report;

import static org.tanhwg.report.Unit.COUNT;
import static org.tanhwg.report.Unit.NUMBER;
import static org.tanhwg.report.Unit.SHARE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tanhwg.report.Calibration;
import org.tanhwg.report.Chart;
import org.tanhwg.report.Figures.Figure;
import org.tanhwg.report.Listing;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.training.result.FinalResult;
import org.tanhwg.training.result.Provenance;
import org.tanhwg.training.result.RunResult;

/** What the reports of all runs have in common. */
public final class RunSections {
    private RunSections() {}

    /** How good and how large the network is. */
    static List<Figure> figures(FinalResult end, Evidence evidence) {
        long kept = end.kept().stream().mapToLong(Long::longValue).sum();
        String live = end.liveUnits().stream().map(String::valueOf).collect(Collectors.joining(" · "));
        String units = evidence.layers().stream().map(layer -> "" + layer.fanIn().length).collect(Collectors.joining(" · "));
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("Accuracy", SHARE.text(end.testAccuracy()), "on the " + evidence.evaluatedOn() + " examples"));
        if (end.shiftedAccuracy() != null)
            figures.add(new Figure("Accuracy, shifted", SHARE.text(end.shiftedAccuracy()), "images moved in four directions"));
        figures.add(new Figure("Weights kept", SHARE.text(end.keptFraction()), COUNT.text(kept) + " not exactly 0"));
        figures.add(new Figure("Live units", live, units.isEmpty() ? "" : "of " + units));
        figures.add(new Figure("Negative log-likelihood", NUMBER.text(end.testNll()), "nats per example"));
        figures.add(new Figure("Calibration error", SHARE.text(end.testEce()), "expected, over 15 bins"));
        return figures;
    }

    /** Where the run comes from. */
    static Section origin(RunResult run, Setup setup) {
        List<Chart> charts = new ArrayList<>(List.of(new Listing("config.yaml", setup.config()), provenance(run.provenance())));
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
}
