package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Calibration;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.run.RunResult.FinalResult;

/** The report of one training run: how it went and, from {@link NetworkSections}, what the network became. */
public final class TrainingReport {
    private static final Axis EPOCH = Axis.linear("epoch", COUNT);

    private final RunResult run;
    private final Setup setup;
    private final ReportData data;

    private TrainingReport(RunResult run, Setup setup, ReportData data) {
        this.run = run;
        this.setup = setup;
        this.data = data;
    }

    /**
     * The page for a finished run.
     *
     * @throws IllegalArgumentException if the run and the data disagree on the number of layers
     */
    public static Page page(RunResult run, Setup setup, ReportData data) {
        int layers = run.outcome().kept().size();
        if (data.layers().size() != layers)
            throw new IllegalArgumentException(
                    "evidence.layers: " + data.layers().size() + ", must be " + layers + " as in the run");
        for (EpochResult e : run.epochs())
            if (e.kept().size() != layers)
                throw new IllegalArgumentException(
                        "epoch " + e.epoch() + ": kept of " + e.kept().size() + " layers, must be " + layers);
        return new TrainingReport(run, setup, data).page();
    }

    private Page page() {
        String title = RunSections.headline(run.outcome(), data) + " with " + SHARE.text(run.outcome().keptFraction())
                + " of the weights";
        Provenance origin = run.provenance();
        String subtitle = "gnn " + run.command() + " · seed " + origin.seed() + " · epochs: " + run.epochs().size()
                + " · version "
                + origin.version();
        NetworkSections network = new NetworkSections(data);
        List<Section> sections = new ArrayList<>(List.of(outcome(), learning(), pruning(network), descent()));
        if (!run.outcome().isRegression())
            Calibration.section(data.reliability(), data.evaluatedOn(), run.outcome().testEce()).ifPresent(sections::add);
        sections.addAll(network.judgement());
        sections.add(RunSections.origin(run, setup));
        return new Page(title, subtitle, sections);
    }

    private Section outcome() {
        FinalResult end = run.outcome();
        List<Figure> figures = RunSections.figures(end, data);
        figures.add(new Figure("Energy descent violated", COUNT.text(total(EnergyDescent::violated)),
                "of " + COUNT.text(total(EnergyDescent::checked)) + " steps checked"));
        if (end.trainSeconds() != null)
            figures.add(new Figure("Training time", NUMBER.text(end.trainSeconds()) + " s",
                    end.examplesPerSecond() == null ? "" : COUNT.text(end.examplesPerSecond()) + " examples per second"));
        return new Section("Outcome", "", List.of(new Figures(figures)));
    }

    private Section learning() {
        boolean watched = run.epochs().stream().anyMatch(epoch -> epoch.validationLoss() != null);
        String on = watched ? "validation" : data.evaluatedOn();
        Integer best = run.outcome().bestEpoch();
        String kept = best == null ? ""
                : " Epoch " + best + " has the smallest loss on the held-out examples; its network was kept.";
        return new Section("Learning", setup.conditions() + kept, List.of(
                run.outcome().isRegression()
                        ? over("Error", Axis.log(on + " root mean squared error", NUMBER), EpochResult::testRmse)
                        : over("Accuracy", Axis.linear(on + " accuracy", SHARE), EpochResult::testAccuracy),
                over("Training loss", Axis.log("mean loss per example, as trained", NUMBER), EpochResult::trainLoss),
                new Table("Every epoch in numbers",
                        List.of("Epoch", "Training loss", run.outcome().isRegression() ? "RMSE" : "Accuracy", "Kept",
                                "Steps checked", "Violated", "Worst excess",
                                "Batch energy fell", "Seconds"),
                        run.epochs().stream().map(TrainingReport::row).toList(), true)));
    }

    private static List<String> row(EpochResult e) {
        EnergyDescent descent = e.energyDescent();
        return List.of(COUNT.text(e.epoch()), NUMBER.text(e.trainLoss()),
                e.testAccuracy() == null ? NUMBER.text(e.testRmse()) : SHARE.text(e.testAccuracy()),
                SHARE.text(e.keptFraction()), COUNT.text(descent.checked()), COUNT.text(descent.violated()),
                NUMBER.text(worst(e)), SHARE.text(fell(e)), NUMBER.text(e.seconds()));
    }

    private Section pruning(NetworkSections network) {
        List<Series> series = new ArrayList<>();
        series.add(new Series("all", 0, points(EpochResult::keptFraction)));
        for (int l = 0; l < data.layers().size(); l++) {
            int layer = l;
            series.add(new Series(data.layers().get(l).name(), l + 1, points(e -> e.kept().get(layer))));
        }
        List<Block> charts = new ArrayList<>();
        charts.add(new Lines("Weights kept", EPOCH, Axis.log("weights that are not exactly 0", SHARE), series));
        charts.addAll(network.fanIns());
        int units = data.layers().stream().mapToInt(layer -> layer.fanIn().length).sum();
        int live = run.outcome().liveUnits().stream().mapToInt(Integer::intValue).sum();
        return new Section("Pruning", "Units with a living synapse: " + COUNT.text(live) + " of " + COUNT.text(units)
                + ". The fan-in of a unit is the number of its living synapses." + sparse(), charts);
    }

    /** Since when training steps went through the synapses that are left alone. */
    private String sparse() {
        List<EpochResult> epochs = run.epochs();
        String layers = IntStream.range(0, data.layers().size())
                .mapToObj(l -> epochs.stream().filter(e -> e.sparse().get(l)).findFirst()
                        .map(e -> data.layers().get(l).name() + " from epoch " + e.epoch()))
                .flatMap(Optional::stream).collect(Collectors.joining(", "));
        return layers.isEmpty() ? "" : " Steps went through the synapses that were left alone: " + layers + ".";
    }

    private Section descent() {
        String title = "Energy descent";
        long checked = total(EnergyDescent::checked);
        if (checked == 0) return new Section(title, "No step of this run was checked.", List.of());
        double worst = run.epochs().stream().mapToDouble(TrainingReport::worst).filter(Double::isFinite).max()
                .orElse(Double.NaN);
        String text = "Each step must pay for its way: E⁺ + D²/2τ ≤ E for the energy with its signal held fixed. "
                + COUNT.text(checked) + " steps of single units were checked, " + COUNT.text(total(EnergyDescent::violated))
                + " broke the inequality beyond rounding; the worst excess is " + NUMBER.text(worst)
                + " of the energy. The true energy of the same batch need not fall on each step.";
        List<EpochResult.Energy> energies = run.epochs().stream().map(EpochResult::energy).filter(Objects::nonNull).toList();
        if (!energies.isEmpty())
            text += " J, the energy of both regimes on a frozen sample of training examples, did not rise in "
                    + COUNT.text(energies.stream().filter(EpochResult.Energy::fell).count()) + " of "
                    + COUNT.text(energies.size())
                    + " epochs, each measured at both ends with the strength that the potential has at its end; from first to last the loss went from "
                    + NUMBER.text(energies.get(0).lossBefore()) + " to " + NUMBER.text(energies.get(energies.size() - 1).loss())
                    + ".";
        return new Section(title, text, List.of(
                new Lines("Worst excess of a step", EPOCH, Axis.linear("(E⁺ + D²/2τ − E) / scale of E", NUMBER), List.of(
                        new Series("", 0, points(TrainingReport::worst)), new Series("bound", 5, points(e -> 0)))),
                over("Steps on which the batch energy fell", Axis.linear("share of the checked steps", SHARE),
                        TrainingReport::fell)));
    }

    private Lines over(String title, Axis y, ToDoubleFunction<EpochResult> value) {
        return new Lines(title, EPOCH, y, List.of(new Series("", 0, points(value))));
    }

    private List<Point> points(ToDoubleFunction<EpochResult> value) {
        return run.epochs().stream().map(e -> new Point(e.epoch(), value.applyAsDouble(e))).toList();
    }

    private long total(ToLongFunction<EnergyDescent> count) {
        return run.epochs().stream().map(EpochResult::energyDescent).mapToLong(count).sum();
    }

    private static double worst(EpochResult e) {
        return e.energyDescent().checked() == 0 ? Double.NaN : e.energyDescent().worst();
    }

    private static double fell(EpochResult e) {
        Double share = e.energyDescent().batchEnergyFell();
        return share == null ? Double.NaN : share;
    }
}
