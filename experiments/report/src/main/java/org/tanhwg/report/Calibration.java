package org.tanhwg.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Bars.Bar;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Svg.Plot;

/** Whether answers given with probability p are right in a share p of the cases. */
public final class Calibration {
    private Calibration() {}

    /** Diagram, counts and figures; empty where nothing was measured. */
    public static Optional<Section> section(List<Bin> bins, String evaluatedOn, double ece) {
        if (bins.isEmpty()) return Optional.empty();
        String text = "Of the answers given with probability p, a share p should be right. Expected calibration error over "
                + bins.size() + " bins: " + SHARE.text(ece) + ".";
        return Optional.of(new Section("Calibration", text,
                List.of(new Reliability("Reliability, " + evaluatedOn + " examples", bins), counts(bins), numbers(bins))));
    }

    private static Bars counts(List<Bin> bins) {
        List<Bar> bars = IntStream.range(0, bins.size()).mapToObj(k -> new Bar(Reliability.range(k, bins.size()),
                (double) k / bins.size(), (k + 1.0) / bins.size(), bins.get(k).count())).toList();
        return new Bars("Examples in each bin", Axis.linear("probability that the network gives its answer", SHARE),
                Axis.log("examples", COUNT), 0, bars);
    }

    private static Table numbers(List<Bin> bins) {
        return new Table("Every bin in numbers", List.of("Probability of the answer", "Examples", "Mean probability", "Right"),
                IntStream.range(0, bins.size()).filter(k -> bins.get(k).count() > 0).mapToObj(k -> {
                    Bin bin = bins.get(k);
                    return List.of(Reliability.range(k, bins.size()), COUNT.text(bin.count()), SHARE.text(bin.confidence()),
                            SHARE.text(bin.accuracy()));
                }).toList(), true);
    }

    /** Reliability diagram: for each bin of confidence a bar as high as its accuracy and a mark at its mean confidence; they meet when calibrated. */
    public record Reliability(String title, List<Bin> bins) implements Block {
        public Reliability { bins = List.copyOf(bins); }

        @Override public void drawInto(Element parent) {
            Axis confidence = Axis.linear("probability that the network gives its answer", SHARE);
            Scale xs = Scale.tight(confidence, DoubleStream.of(0, 1));
            Scale ys = Scale.extended(Axis.linear("accuracy: bars, mean probability: marks", SHARE), DoubleStream.of(0, 1));
            String description = IntStream.range(0, bins.size()).filter(k -> bins.get(k).count() > 0).mapToObj(this::words)
                    .collect(Collectors.joining("; "));
            Plot plot = new Plot(Svg.figure(parent, title), title, description, xs, ys, 0);
            for (int k = 0; k < bins.size(); k++) {
                Bin bin = bins.get(k);
                if (bin.count() == 0) continue;
                double from = plot.atX((double) k / bins.size()) + 1;
                double to = plot.atX((k + 1.0) / bins.size()) - 1;
                double top = plot.atY(bin.accuracy());
                Svg.area(plot.svg, from, top, to - from, plot.bottom() - top, "bar", "").addClass(Svg.hue(0));
                Svg.line(plot.svg, from, plot.atY(bin.confidence()), to, plot.atY(bin.confidence()), "line").addClass(Svg.hue(1));
                Svg.area(plot.svg, from, plot.top(), to - from, plot.bottom() - plot.top(), "band", words(k));
            }
            Svg.line(plot.svg, plot.atX(0), plot.atY(0), plot.atX(1), plot.atY(1), "zero");
        }

        /** {@code 80 % to 86.67 %: 12 examples, 75 % right, mean probability 83.1 %}. */
        private String words(int k) {
            Bin bin = bins.get(k);
            return range(k, bins.size()) + ": " + COUNT.text(bin.count()) + " examples, " + SHARE.text(bin.accuracy())
                    + " right, mean probability " + SHARE.text(bin.confidence());
        }

        static String range(int k, int bins) { return SHARE.text((double) k / bins) + " to " + SHARE.text((k + 1.0) / bins); }
    }

    /**
     * The predictions whose highest probability lies in one of equally wide parts of [0, 1].
     *
     * @param count how many; the other two are 0 when there are none
     * @param confidence mean of those probabilities
     * @param accuracy share of them that are right
     */
    public record Bin(int count, double confidence, double accuracy) {}
}
