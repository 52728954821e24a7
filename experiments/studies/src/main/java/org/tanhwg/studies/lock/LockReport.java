package org.tanhwg.studies.lock;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Polar;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.lock.LockResult.Case;
import org.tanhwg.studies.lock.LockResult.Networked;
import org.tanhwg.studies.lock.LockResult.Networked.Limits;

/** The report of {@code gnn lock}: the verdicts, how it came to them, and what each unit remembers. */
final class LockReport {
    private static final int ARCS = 72;
    private static final Axis STEP = Axis.log("step", COUNT);

    private final LockResult run;
    private final List<SpectralMemory> memories;
    private final OffsetsTrial.Outcome offsets;

    private LockReport(LockResult run, List<SpectralMemory> memories, OffsetsTrial.Outcome offsets) {
        this.run = run;
        this.offsets = offsets;
        this.memories = List.copyOf(memories);
    }

    /** @param memories of the units, in the order of the cases: mass at the end, law of the phase over the measured half */
    static StudyRun.Report of(LockResult run, List<SpectralMemory> memories, OffsetsTrial.Outcome offsets) {
        var report = new LockReport(run, memories, offsets);
        String locked = run.cases().stream().filter(Case::locked).map(Case::name).collect(Collectors.joining(", "));
        List<Section> sections = new ArrayList<>(
                List.of(report.verdicts(), report.course(), report.memory(), report.competing()));
        if (!run.networks().isEmpty()) sections.add(report.networks()); // files that were written before there were any
        return new StudyRun.Report("Phase locking: " + (locked.isEmpty() ? "no unit locks" : "locked in " + locked), sections);
    }

    private Section verdicts() {
        List<String> headings = new ArrayList<>(List.of(""));
        run.cases().forEach(c -> headings.add(c.name()));
        List<List<String>> rows = List.of(row("Locked", c -> c.locked() ? "yes" : "no"),
                row("Order parameter", c -> NUMBER.text(c.orderParameter())),
                row("Drift, radians per step", c -> NUMBER.text(c.driftPerStep())),
                row("Offset error, radians", c -> c.offsetError() == null ? "–" : NUMBER.text(c.offsetError())),
                row("Mass on stable inputs", c -> SHARE.text(c.massOnStable())),
                row("Dead unstable inputs", c -> c.exactZerosUnstable() + " of " + c.unstableInputs()),
                row("Dead stable inputs", c -> c.exactZerosStable() + " of " + c.stableInputs()),
                row("Oscillator, radians per step",
                        c -> c.oscillatorFrequency() == null ? "–" : NUMBER.text(c.oscillatorFrequency())));
        long checked = run.cases().stream().mapToLong(c -> c.energyDescent().checked()).sum();
        long violated = run.cases().stream().mapToLong(c -> c.energyDescent().violated()).sum();
        String text = "Figures of the second half of each run. A unit is locked when its synapses agree (order parameter) and its memory"
                + " holds still (drift): under a frequency mismatch they agree and turn. The offset error is the largest over the living"
                + " stable inputs; a dead input has exactly no mass. Energy descent was violated on " + COUNT.text(violated)
                + " of "
                + COUNT.text(checked) + " steps.";
        return new Section("Verdicts", text, List.of(new Table("What became of each unit", headings, rows, false)));
    }

    private List<String> row(String name, Function<Case, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        run.cases().forEach(c -> row.add(cell.apply(c)));
        return row;
    }

    private Section course() {
        return new Section("Over the steps", "Each point sums up the steps since the one before, so that its offset error"
                + " has less to average over than that of the verdict.",
                List.of(
                        lines("Order parameter", Axis.linear("R", NUMBER), LockResult.Point::orderParameter),
                        lines("Offset error", Axis.log("radians", NUMBER), LockResult.Point::offsetError),
                        lines("Phase drift", Axis.linear("radians per step", NUMBER), LockResult.Point::driftPerStep),
                        lines("Mass on stable inputs", Axis.linear("share of the mass", SHARE), LockResult.Point::massOnStable)));
    }

    private Lines lines(String title, Axis y, Function<LockResult.Point, Double> value) {
        return new Lines(title, STEP, y, IntStream.range(0, run.cases().size()).mapToObj(i -> {
            Case c = run.cases().get(i);
            List<Point> points = c.curve().stream()
                    .map(p -> new Point(p.step(), Objects.requireNonNullElse(value.apply(p), Double.NaN))).toList();
            return new Series(c.name(), i, points);
        }).toList());
    }

    private Section memory() {
        List<Block> charts = new ArrayList<>();
        for (int i = 0; i < memories.size(); i++) charts.add(polar(run.cases().get(i), memories.get(i)));
        return new Section("Spectral memory",
                "The law of each living synapse's phase over the second half of the run, as long as its"
                        + " mass: a locked memory shows one direction for each input, a turning one shows all. Hover for the synapse.",
                charts);
    }

    private Section competing() {
        List<List<String>> rows = offsets.held().stream().map(h -> List.of(h.law(), h.held() ? "yes" : "no",
                COUNT.text(h.modes()), NUMBER.text(h.phaseError()), NUMBER.text(h.massError()))).toList();
        return new Section("Two competing offsets",
                "Each example shows one of two offsets of every input, the first in five of eight. Atoms of equal mass part into two modes of these"
                        + " masses; a normal law has one mode, somewhere between. Figures of the synapse that remembers worst; held means within .02"
                        + " radians and .07 of the mass.",
                List.of(new Table("What each law holds", List.of("Law", "Held", "Modes", "Phase error, radians", "Mass error"),
                        rows,
                        false), memories("Atoms", offsets.atoms()), memories("Normal law", offsets.normal())));
    }

    private Section networks() {
        List<List<String>> rows = run.networks().stream().map(n -> List.of(n.title(), n.name(), n.locked() ? "yes" : "no",
                NUMBER.text(n.phaseError()), NUMBER.text(n.driftPerStep()), limit(n, Limits::oneStep), limit(n, Limits::soFar)))
                .toList();
        List<Block> blocks = new ArrayList<>(List.of(new Table("Networks with oscillators and without", List.of("To follow",
                "Units", "Locked", "Phase error, radians", "Drift, radians per step", "Told by one step, radians",
                "Told by all so far, radians"), rows, false)));
        run.networks().stream().map(Networked::task).distinct().forEach(task -> {
            List<Networked> networks = run.networks().stream().filter(n -> n.task().equals(task)).toList();
            blocks.add(lines(networks, "Mean error within a sequence: " + task, Axis.linear("step of the sequence", COUNT),
                    Axis.linear("radians", NUMBER),
                    n -> IntStream.range(0, n.course().size()).mapToObj(t -> new Point(t, n.course().get(t)))));
            blocks.add(lines(networks, "Phase error over training: " + task, Axis.linear("step of training", COUNT),
                    Axis.log("radians", NUMBER), n -> n.curve().stream().map(p -> new Point(p.step(), p.phaseError()))));
        });
        return new Section("In a network",
                "Complex units hear inputs of one frequency and are to turn with another, trained by fit and measured on sequences that they have not seen. Loops"
                        + " among the units make oscillators, which hold the difference of frequencies; without loops the phase drifts by it. Locked means a"
                        + " mean phase error within .05 radians, of which jitter and noise of the inputs are a part. Noise asks for a mean over the inputs and over"
                        + " the steps: the last columns are the least errors of who knows all frequencies and offsets and hears one step, or all since the sequence"
                        + " began. Several frequencies are followed by one network with an output for each.",
                blocks);
    }

    private static String limit(Networked network, ToDoubleFunction<Limits> limit) {
        return network.limits() == null ? "–" : NUMBER.text(limit.applyAsDouble(network.limits()));
    }

    private static Lines lines(List<Networked> networks, String title, Axis x, Axis y,
            Function<Networked, Stream<Point>> points) {
        return new Lines(title, x, y, IntStream.range(0, networks.size()).mapToObj(i -> {
            Networked n = networks.get(i);
            String name = n.mismatch() == null ? n.name() : n.name() + ", " + NUMBER.text(n.mismatch());
            return new Series(name, i, points.apply(n).toList());
        }).toList());
    }

    private static Polar memories(String title, List<PhaseLaw> laws) {
        return new Polar(title, IntStream.range(0, laws.size()).mapToObj(x -> new Polar.Rose("synapse " + (x + 1) + ": modes at "
                + laws.get(x).modes().stream().map(mode -> NUMBER.text(mode.phase()) + " rad (" + SHARE.text(mode.mass()) + ")")
                        .collect(Collectors.joining(", ")),
                x % 2, laws.get(x).histogram(ARCS))).toList());
    }

    private static Polar polar(Case c, SpectralMemory memory) {
        List<Polar.Rose> roses = new ArrayList<>();
        double[] weights = memory.weights();
        for (int x = 0; x < weights.length; x++) {
            if (weights[x] == 0) continue;
            double mass = weights[x];
            PhaseLaw law = memory.laws().get(x);
            String name = "input " + (x + 1) + (x < c.stableInputs() ? " (stable)" : " (unstable)") + ": mass " + SHARE.text(mass)
                    + ", mean phase " + NUMBER.text(law.circularMean()) + " rad, resultant length "
                    + NUMBER.text(law.resultantLength());
            double[] arcs = law.histogram(ARCS);
            for (int k = 0; k < ARCS; k++) arcs[k] *= mass;
            roses.add(new Polar.Rose(name, x < c.stableInputs() ? 0 : 1, arcs));
        }
        return new Polar(c.name() + ": " + roses.size() + " living synapses", roses);
    }
}
