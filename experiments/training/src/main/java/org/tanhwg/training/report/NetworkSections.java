package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Bars;
import org.tanhwg.report.HeatMap;
import org.tanhwg.report.HeatMap.Cell;
import org.tanhwg.report.Images;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Scatter;
import org.tanhwg.report.Table;
import org.tanhwg.training.evaluate.ClassScores;
import org.tanhwg.training.evaluate.RegressionEvaluation.Fit;
import org.tanhwg.training.report.ReportData.ImageData;
import org.tanhwg.training.report.ReportData.Layer;
import org.tanhwg.training.report.ReportData.Mistake;

/** What a trained network looks like: its synapses, the inputs it uses and what it confuses. */
final class NetworkSections {
    /** A single example or synapse must still be told from none. */
    private static final double FAINTEST = .12;
    private static final int MOST_TARGETS = 6;
    private static final int MOST_POINTS = 500;

    private final ReportData data;

    NetworkSections(ReportData data) { this.data = data; }

    /** One histogram for each layer, in the layer's colour; colour 0 stands for all layers together. */
    List<Bars> fanIns() {
        return IntStream.range(0, data.layers().size()).mapToObj(l -> {
            Layer layer = data.layers().get(l);
            long live = IntStream.of(layer.fanIn()).filter(synapses -> synapses > 0).count();
            String title = "Fan-in, " + layer.name() + ": " + COUNT.text(live) + " of " + COUNT.text(layer.fanIn().length)
                    + " units live";
            return Bars.histogram(title, "living synapses of " + COUNT.text(layer.inputs()), "units", l + 1, layer.fanIn());
        }).toList();
    }

    /** What it sees and what it confuses; empty when the data has neither images nor classes. */
    List<Section> judgement() {
        List<Section> sections = new ArrayList<>();
        List<Block> charts = new ArrayList<>();
        List<String> text = new ArrayList<>();
        if (!data.targets().isEmpty()) sections.add(predictions());
        if (data.confusion().length > 0) {
            charts.add(confusion());
            charts.add(classScores());
            text.add(errors());
        }
        data.images().ifPresent(images -> {
            if (images.livingSynapses().length == 0) return;
            charts.add(inputs(images));
            int used = (int) IntStream.of(images.livingSynapses()).filter(synapses -> synapses > 0).count();
            text.add("The network still listens to " + COUNT.text(used) + " of " + COUNT.text(images.livingSynapses().length)
                    + " pixels.");
        });
        if (!charts.isEmpty()) sections.add(new Section("What it confuses, what it sees", String.join(" ", text), charts));
        KernelSection.of(data.kernels()).ifPresent(sections::add);
        MemorySection.of(data.memories()).ifPresent(sections::add);
        data.images().filter(images -> !images.mistakes().isEmpty()).ifPresent(images -> sections.add(worst(images)));
        return sections;
    }

    private HeatMap confusion() {
        int[][] counts = data.confusion();
        int most = Math.max(1, largestError().count);
        List<List<Cell>> cells = classes().mapToObj(i -> classes().mapToObj(j -> {
            int n = counts[i][j];
            String tip = name(i) + " taken for " + name(j) + ": " + COUNT.text(n);
            if (i == j) return new Cell(0, "" + n, name(i) + " recognised: " + COUNT.text(n));
            return n == 0 ? new Cell(0, "", "") : new Cell(FAINTEST + (1 - FAINTEST) * n / most, "" + n, tip);
        }).toList()).toList();
        return new HeatMap("Confusion matrix, errors shaded", "true class", "answer", data.classNames(),
                data.classNames(), cells);
    }

    private Table classScores() {
        List<ClassScores.Score> scores = ClassScores.of(data.confusion()).classes();
        return new Table("Precision and recall", List.of("Class", "Examples", "Answers", "Precision", "Recall", "F1"),
                classes()
                        .mapToObj(c -> List.of(name(c), COUNT.text(scores.get(c).examples()), COUNT.text(scores.get(c).answers()),
                                SHARE.text(scores.get(c).precision()), SHARE.text(scores.get(c).recall()),
                                NUMBER.text(scores.get(c).f1())))
                        .toList(),
                false);
    }

    private Section predictions() {
        List<Block> charts = new ArrayList<>();
        charts.add(new Table("Targets", List.of("Target", "R²", "RMSE", "Mean absolute error"), data.targets().stream()
                .map(fit -> List.of(fit.name(), NUMBER.text(fit.r2()), NUMBER.text(fit.rmse()), NUMBER.text(fit.mae()))).toList(),
                false));
        data.targets().stream().limit(MOST_TARGETS).forEach(fit -> charts.add(scatter(fit)));
        return new Section("Predictions",
                "One point for each " + data.evaluatedOn() + " example, at most " + COUNT.text(MOST_POINTS)
                        + "; on the line truth and prediction are equal.",
                charts);
    }

    private static Scatter scatter(Fit fit) {
        int shown = Math.min(MOST_POINTS, fit.truth().length);
        List<Scatter.Mark> marks = IntStream.range(0, shown)
                .mapToObj(i -> new Scatter.Mark(fit.truth()[i], fit.mean()[i], 0, true, "",
                        NUMBER.text(fit.truth()[i]) + " predicted as " + NUMBER.text(fit.mean()[i])))
                .toList();
        double least = IntStream.range(0, shown).mapToDouble(i -> fit.truth()[i]).min().orElse(0);
        double most = IntStream.range(0, shown).mapToDouble(i -> fit.truth()[i]).max().orElse(0);
        return new Scatter(fit.name(), Axis.linear("truth", NUMBER), Axis.linear("prediction", NUMBER), marks,
                List.of(new Point(least, least), new Point(most, most)), List.of());
    }

    private record Confusion(int truth, int answer, int count) {}

    private Confusion largestError() { return errorPairs().reduce(new Confusion(0, 0, 0), (a, b) -> b.count > a.count ? b : a); }

    private Stream<Confusion> errorPairs() {
        return classes().boxed()
                .flatMap(i -> classes().filter(j -> j != i).mapToObj(j -> new Confusion(i, j, data.confusion()[i][j])));
    }

    private String errors() {
        long examples = Stream.of(data.confusion()).flatMapToInt(IntStream::of).asLongStream().sum();
        long wrong = errorPairs().mapToLong(Confusion::count).sum();
        String text = COUNT.text(wrong) + " of " + COUNT.text(examples) + " " + data.evaluatedOn()
                + " examples are misjudged";
        Confusion largest = largestError();
        return largest.count == 0 ? text + "."
                : text + ", most often " + name(largest.truth) + " taken for " + name(largest.answer) + " ("
                        + COUNT.text(largest.count) + ").";
    }

    private static HeatMap inputs(ImageData images) {
        int[] synapses = images.livingSynapses();
        double most = Math.max(1, IntStream.of(synapses).max().orElse(0));
        List<List<Cell>> cells = IntStream.range(0, images.rows())
                .mapToObj(i -> IntStream.range(0, images.columns()).mapToObj(j -> {
                    int n = synapses[i * images.columns() + j];
                    return n == 0 ? new Cell(0, "", "")
                            : new Cell(FAINTEST + (1 - FAINTEST) * n / most, "",
                                    "row " + (i + 1) + ", column " + (j + 1) + ", living synapses: " + COUNT.text(n));
                }).toList()).toList();
        return new HeatMap("Living synapses of each pixel, at most " + COUNT.text(most), "", "", List.of(), List.of(), cells);
    }

    private Section worst(ImageData images) {
        List<Images.Picture> pictures = images.mistakes().stream().map(m -> picture(images, m)).toList();
        return new Section("Worst mistakes", "True class → answer, and the probability that the network gave its wrong answer.",
                List.of(new Images("", pictures)));
    }

    private Images.Picture picture(ImageData images, Mistake m) {
        int[] greys = IntStream.range(0, m.pixels().length).map(i -> Images.Picture.grey(m.pixels()[i])).toArray();
        return new Images.Picture(images.rows(), images.columns(), greys, name(m.truth()) + " → " + name(m.answer()),
                SHARE.text(m.probability()),
                "example " + COUNT.text(m.example()) + ": " + name(m.truth()) + " taken for " + name(m.answer()));
    }

    private IntStream classes() { return IntStream.range(0, data.confusion().length); }

    private String name(int label) { return data.classNames().get(label); }
}
