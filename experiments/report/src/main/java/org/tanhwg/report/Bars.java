package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;

/** Bars over a numerical axis, as of a histogram; {@code hue} is their colour's number, from 0. */
public record Bars(String title, Axis x, Axis y, int hue, List<Bar> bars) implements Chart {
    private static final int MOST_BARS = 24;

    public Bars { bars = List.copyOf(bars); }

    /** One bar from {@code from} to {@code to}; {@code name} says on hover what it counts. */
    public record Bar(String name, double from, double to, double height) {}

    /** How often each whole number > 0 occurs, over at most 24 bins of equal width; zeros are left to the caption. */
    public static Bars histogram(String title, String xLabel, String yLabel, int hue, int[] values) {
        int max = IntStream.of(values).max().orElse(0);
        int width = (int) Math.max(1, Scale.niceStep(Math.max(1, max) / (double) MOST_BARS));
        int[] counts = new int[(max + width - 1) / width];
        for (int value : values) if (value > 0) counts[(value - 1) / width]++;
        List<Bar> bars = IntStream.range(0, counts.length).mapToObj(k -> {
            int from = k * width + 1;
            String name = width == 1 ? "" + from : from + " to " + (from + width - 1);
            return new Bar(name, from - .5, from + width - .5, counts[k]);
        }).toList();
        return new Bars(title, Axis.linear(xLabel, Unit.COUNT), Axis.linear(yLabel, Unit.COUNT), hue, bars);
    }

    /** Which share of {@code values} lies in each of 24 bins of equal width over [0, {@code most}], on a logarithmic axis. */
    public static Bars shares(String title, String xLabel, String yLabel, int hue, double[] values, double most) {
        double width = (most > 0 ? most : 1) / MOST_BARS;
        int[] counts = new int[MOST_BARS];
        for (double value : values) counts[(int) Math.min(value / width, MOST_BARS - 1)]++;
        List<Bar> bars = IntStream.range(0, MOST_BARS).mapToObj(k -> new Bar(
                Unit.NUMBER.text(k * width) + " to " + Unit.NUMBER.text((k + 1) * width), k * width, (k + 1) * width,
                counts[k] / (double) Math.max(1, values.length))).toList();
        return new Bars(title, Axis.linear(xLabel, Unit.NUMBER), Axis.log(yLabel, Unit.SHARE), hue, bars);
    }

    @Override public void drawInto(Element parent) {
        Scale xs = Scale.tight(x, bars.stream().flatMapToDouble(b -> DoubleStream.of(b.from, b.to)));
        Scale ys = Scale.extended(y, DoubleStream.concat(DoubleStream.of(foot()), bars.stream().mapToDouble(Bar::height)));
        String description = y.label() + " over " + x.label() + ": "
                + bars.stream().map(b -> b.name + ": " + y.unit().text(b.height)).collect(Collectors.joining("; "));
        Plot plot = new Plot(Svg.figure(parent, title), title, description, xs, ys, 0);
        if (y.log()) Svg.line(plot.svg, plot.left(), plot.bottom(), plot.right(), plot.bottom(), "zero");
        for (Bar bar : bars) {
            double from = plot.atX(bar.from);
            double width = plot.atX(bar.to) - from;
            double gap = Math.min(2, width / 5);
            double top = y.holds(bar.height) ? plot.atY(bar.height) : plot.bottom();
            String tip = x.label() + " " + bar.name + ": " + y.unit().text(bar.height) + " " + y.label();
            if (y.holds(bar.height))
                Svg.area(plot.svg, from + gap / 2, top, width - gap, plot.bottom() - top, "bar", "").addClass(Svg.hue(hue));
            Svg.area(plot.svg, from, plot.top(), width, plot.bottom() - plot.top(), "band", tip);
        }
    }

    /** Where bars begin: on a logarithmic axis so far down that the least can be seen. */
    private double foot() {
        return y.log() ? bars.stream().mapToDouble(Bar::height).filter(y::holds).min().orElse(1) / 2 : 0;
    }
}
