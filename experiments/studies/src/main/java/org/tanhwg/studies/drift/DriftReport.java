package org.tanhwg.studies.drift;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Scatter.PhasePortrait;
import org.tanhwg.report.Scatter.PhasePortrait.Arrow;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.drift.DriftResult.Outcome;
import org.tanhwg.studies.drift.DriftResult.Pair;

/** The report of {@code gnn drift}: how well a network follows its equation, and both beside each other. */
final class DriftReport {
    private final DriftResult run;
    private final List<View> views;

    /**
     * What was seen of the equation or of the network.
     *
     * @param path states, in the order of time
     * @param marginals for each coordinate places and the density there
     * @param current probability current in the first two coordinates; empty on the line
     */
    record View(String name, List<double[]> path, List<double[][]> marginals, List<Arrow> current) {}

    private DriftReport(DriftResult run, List<View> views) {
        this.run = run;
        this.views = views;
    }

    /** @param views of the equation and of the network; without the latter when it diverged */
    static StudyRun.Report of(DriftResult run, List<View> views) {
        var report = new DriftReport(run, views);
        return new StudyRun.Report("Drift matched within " + SHARE.text(run.outcome().driftError()),
                List.of(report.outcome(), report.paths(), report.densities()));
    }

    private Section outcome() {
        Outcome end = run.outcome();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("Drift", SHARE.text(end.driftError()), "relative error on a held-out grid"),
                new Figure("Diffusion GGᵀ", SHARE.text(end.diffusionError()), "relative error on the same grid"),
                new Figure("Stationary W₂", end.stationaryW2() == null ? "diverged" : NUMBER.text(end.stationaryW2()),
                        "in spreads; chance alone makes " + NUMBER.text(end.stationaryW2Floor())),
                new Figure("Rotation", NUMBER.text(end.imaginaryPart()), "largest imaginary part of an eigenvalue, relative"),
                new Figure("Readout kept", SHARE.text(end.kept()), "of its weights")));
        if (end.switches() != null)
            figures.add(new Figure("Switches", SHARE.text(end.switches().share()),
                    "of " + COUNT.text(end.switches().commanded()) + " commands obeyed"));
        List<List<String>> rows = new ArrayList<>();
        row(rows, "Mean passage time from −1 to 1", end.passageTime());
        row(rows, "Largest Lyapunov exponent", end.lyapunovExponent());
        row(rows, "Circulation, radians per time", end.circulation());
        List<Block> charts = new ArrayList<>(List.of(new Figures(figures)));
        if (!rows.isEmpty()) charts.add(new Table("Dynamics", List.of("", "Equation", "Network", "Ratio"), rows, false));
        return new Section("Outcome",
                "The network is simulated in the space of its neurons. Passage times are computed by quadrature, without paths.",
                charts);
    }

    private static void row(List<List<String>> rows, String name, Pair pair) {
        if (pair != null)
            rows.add(List.of(name, NUMBER.text(pair.equation()), NUMBER.text(pair.network()), NUMBER.text(pair.ratio())));
    }

    private Section paths() {
        List<Block> charts = new ArrayList<>();
        for (int v = 0; v < views.size(); v++) {
            List<double[]> path = views.get(v).path;
            boolean line = path.get(0).length == 1;
            List<Point> points = IntStream.range(0, path.size())
                    .mapToObj(t -> line ? new Point(t, path.get(t)[0]) : new Point(path.get(t)[0], path.get(t)[1])).toList();
            charts.add(new PhasePortrait("Path of the " + views.get(v).name, Axis.linear(line ? "state" : "z₁", NUMBER),
                    Axis.linear(line ? "z" : "z₂", NUMBER), v, points, List.of()));
        }
        for (int v = 0; v < views.size(); v++)
            if (!views.get(v).current.isEmpty())
                charts.add(new PhasePortrait("Probability current of the " + views.get(v).name, Axis.linear("z₁", NUMBER),
                        Axis.linear("z₂", NUMBER), v, List.of(), views.get(v).current));
        return new Section("Phase portraits",
                "Paths start at the same state and have noise of their own. A current that goes around in the stationary state is what symmetric"
                        + " networks cannot have.",
                charts);
    }

    private Section densities() {
        List<Block> charts = new ArrayList<>();
        for (int j = 0; j < views.get(0).marginals.size(); j++) {
            int coordinate = j;
            charts.add(new Lines("Stationary density of z" + "₁₂₃".charAt(j), Axis.linear("z" + "₁₂₃".charAt(j), NUMBER),
                    Axis.linear("density", NUMBER), IntStream
                            .range(0, views.size()).mapToObj(v -> new Series(views.get(v).name, v,
                                    Arrays.stream(views.get(v).marginals.get(coordinate)).map(b -> new Point(b[0], b[1]))
                                            .toList()))
                            .toList()));
        }
        return new Section("Stationary densities", "Shares of the visited states; the two have different noise.", charts);
    }
}
