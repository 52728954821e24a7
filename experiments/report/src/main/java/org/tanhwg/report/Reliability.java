package org.tanhwg.report;

import static org.tanhwg.report.Unit.COUNT;
import static org.tanhwg.report.Unit.SHARE;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;

/** Reliability diagram: for each bin of confidence a bar as high as its accuracy and a mark at its mean confidence; they meet when calibrated. */
public record Reliability(String title, List<ReliabilityBin> bins) implements Chart {
    public Reliability { bins = List.copyOf(bins); }

    @Override public void drawInto(Element parent) {
        Axis confidence = Axis.linear("probability that the network gives its answer", SHARE);
        Scale xs = Scale.tight(confidence, DoubleStream.of(0, 1));
        Scale ys = Scale.extended(Axis.linear("accuracy: bars, mean probability: marks", SHARE), DoubleStream.of(0, 1));
        String description = IntStream.range(0, bins.size()).filter(k -> bins.get(k).count() > 0).mapToObj(this::words)
                .collect(Collectors.joining("; "));
        Plot plot = new Plot(Svg.figure(parent, title), title, description, xs, ys, 0);
        for (int k = 0; k < bins.size(); k++) {
            ReliabilityBin bin = bins.get(k);
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
        ReliabilityBin bin = bins.get(k);
        return range(k, bins.size()) + ": " + COUNT.text(bin.count()) + " examples, " + SHARE.text(bin.accuracy())
                + " right, mean probability " + SHARE.text(bin.confidence());
    }

    static String range(int k, int bins) { return SHARE.text((double) k / bins) + " to " + SHARE.text((k + 1.0) / bins); }
}
