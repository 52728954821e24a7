package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.tanhwg.report.Bars;
import org.tanhwg.report.Calibration;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;

/** The report of an evaluation: how good a network is, and whether it knows when it is not. */
public final class EvaluationReport {
    /** Green, orange, violet: right, wrong, foreign. */
    private static final int[] HUES = {2, 1, 3};

    private final RunResult run;
    private final Setup setup;
    private final ReportData data;
    private final List<Entropies> groups;
    private final Optional<String> ood;

    private EvaluationReport(RunResult run, Setup setup, ReportData data, List<Entropies> groups, Optional<String> ood) {
        this.run = run;
        this.setup = setup;
        this.data = data;
        this.groups = groups;
        this.ood = ood;
    }

    /**
     * The page for a finished evaluation.
     *
     * @param groups of examples whose uncertainty is compared
     * @param ood name of the data set that the network was not made for
     */
    public static Page page(RunResult run, Setup setup, ReportData data, List<Entropies> groups, Optional<String> ood) {
        return new EvaluationReport(run, setup, data, groups, ood).page();
    }

    private Page page() {
        FinalResult end = run.outcome();
        boolean numbers = end.isRegression();
        String title = RunSections.headline(end, data) + (numbers ? "" : ", calibration error " + SHARE.text(end.testEce()));
        List<Section> sections = new ArrayList<>(List.of(outcome()));
        if (!numbers) {
            Calibration.section(data.reliability(), data.evaluatedOn(), end.testEce()).ifPresent(sections::add);
            if (!groups.isEmpty()) sections.add(uncertainty());
        }
        if (run.stability() != null) sections.add(StabilitySection.of(run.stability()));
        sections.addAll(new NetworkSections(data).judgement());
        sections.add(RunSections.origin(run, setup));
        return new Page(title, "gnn " + run.command() + " · version " + run.provenance().version(), sections);
    }

    private Section outcome() {
        FinalResult end = run.outcome();
        List<Figure> figures = RunSections.figures(end, data);
        ood.ifPresent(name -> figures.add(new Figure("Out-of-distribution AUROC", NUMBER.text(end.oodAuroc()),
                "telling " + name + " by its entropy")));
        figures.add(new Figure("Samples", end.samples() == null ? "none" : COUNT.text(end.samples()),
                end.samples() == null ? "mean amplitudes transmitted" : "passes per prediction"));
        return new Section("Outcome", setup.conditions(), List.of(new Figures(figures)));
    }

    private Section uncertainty() {
        StringBuilder text = new StringBuilder(
                "The entropy of a prediction is 0 nats when one class is certain and " + NUMBER.text(
                        Math.log(Math.max(1, data.classNames().size()))) + " when all are equally likely.");
        boolean sampled = maximum(Entropies::epistemic) > 0;
        if (sampled) {
            text.append(" Its aleatoric part would remain if the synapses were known; the epistemic part is what their samples"
                    + " disagree on.");
        }
        ood.ifPresent(name -> text.append(" An example of ").append(name).append(" has a higher entropy than one of ")
                .append(data.dataset()).append(" in ").append(SHARE.text(run.outcome().oodAuroc())).append(" of all pairs")
                .append(sampled ? ", a higher epistemic part in " + SHARE.text(run.outcome().oodAurocEpistemic()) : "")
                .append("."));
        List<Block> charts = new ArrayList<>();
        double most = maximum(Entropies::total);
        double mostEpistemic = maximum(Entropies::epistemic);
        for (int g = 0; g < groups.size(); g++) {
            charts.add(histogram("Entropy", g, Entropies::total, most));
            if (sampled) charts.add(histogram("Epistemic part", g, Entropies::epistemic, mostEpistemic));
        }
        charts.add(means());
        return new Section("Uncertainty", text.toString(), charts);
    }

    private Table means() {
        return new Table("Mean entropy in nats", List.of("Examples", "Count", "Total", "Aleatoric", "Epistemic"),
                groups.stream().map(group -> {
                    double total = DoubleStream.of(group.total()).average().orElse(Double.NaN);
                    double epistemic = DoubleStream.of(group.epistemic()).average().orElse(Double.NaN);
                    return List.of(group.name(), COUNT.text(group.total().length), NUMBER.text(total),
                            NUMBER.text(total - epistemic), NUMBER.text(epistemic));
                }).toList(), false);
    }

    private Bars histogram(String what, int group, Function<Entropies, double[]> values, double most) {
        Entropies entropies = groups.get(group);
        return Bars.shares(what + ", " + entropies.name(), what.toLowerCase(Locale.ROOT) + " in nats",
                "share of the examples", HUES[group % HUES.length], values.apply(entropies), most);
    }

    private double maximum(Function<Entropies, double[]> values) {
        return groups.stream().flatMapToDouble(group -> DoubleStream.of(values.apply(group))).max().orElse(0);
    }

    /**
     * How uncertain the predictions for a group of examples are, in nats.
     *
     * @param name of the group
     * @param total entropy of each example's probabilities
     * @param epistemic the part of it that the samples disagree on
     */
    public record Entropies(String name, double[] total, double[] epistemic) {}
}
