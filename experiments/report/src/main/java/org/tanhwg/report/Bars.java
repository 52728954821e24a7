package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Axis.Unit;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Svg.Legend;
import org.tanhwg.report.Svg.Plot;

/** Bars over a numerical axis, as of a histogram; {@code hue} is their colour's number, from 0. */
public record Bars(String title, Axis x, Axis y, int hue, List<Bar> bars) implements Block {
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

    /** Named values from 0, one bar below the other, each with a mark that its value is to be held against; NaN for none. */
    public record Ranking(String title, Unit unit, List<Entry> entries) implements Block {
        private static final double ROW = 26;
        private static final double BAR = 14;

        public Ranking { entries = List.copyOf(entries); }

        /** One bar. */
        public record Entry(String name, double value, double mark, int hue) {}

        @Override public void drawInto(Element parent) {
            double most = entries.stream().mapToDouble(e -> Math.max(e.value, Double.isNaN(e.mark) ? 0 : e.mark))
                    .filter(Double::isFinite).max()
                    .orElse(0);
            int name = entries.stream().mapToInt(e -> Svg.shortened(e.name).length()).max().orElse(0);
            int value = entries.stream().mapToInt(e -> unit.text(e.value).length()).max().orElse(0);
            double left = Svg.LETTER * name + 12;
            double width = Svg.WIDTH - left - Svg.BOLD_LETTER * value - 12;
            double scale = most > 0 ? width / most : 0; // all 0: nothing to draw but the names
            String description = entries.stream().map(e -> e.name + ": " + unit.text(e.value)).collect(Collectors.joining("; "));
            Element svg = Svg.drawing(Svg.figure(parent, title), ROW * entries.size(), title, description);
            for (int i = 0; i < entries.size(); i++) {
                Entry e = entries.get(i);
                double y = ROW * i + (ROW - BAR) / 2;
                double length = Double.isFinite(e.value) ? Math.max(0, e.value) * scale : 0;
                double mark = Double.isNaN(e.mark) ? 0 : e.mark * scale;
                Svg.text(svg, left - 8, y + BAR - 2.5, "end", Svg.shortened(e.name));
                Svg.area(svg, left, y, length, BAR, "bar", e.name + ": " + unit.text(e.value)).addClass(Svg.hue(e.hue));
                if (!Double.isNaN(e.mark))
                    Svg.line(svg, left + mark, y - 3, left + mark, y + BAR + 3, "bound");
                Svg.text(svg, left + Math.max(length, mark) + 7, y + BAR - 2.5, "label", unit.text(e.value))
                        .addClass(Svg.hue(e.hue));
            }
        }
    }

    /** Who did what when: a row for each worker, over seconds. */
    public record Timeline(String title, int workers, List<Span> spans, List<Legend.Entry> legend) implements Block {
        private static final double ROW = 26;
        private static final double BAR = 18;
        private static final double AXIS = 40;
        private static final Axis SECONDS = Axis.linear("seconds", Unit.NUMBER);

        public Timeline {
            spans = List.copyOf(spans);
            legend = List.copyOf(legend);
        }

        /** One piece of work of the worker with that number, from 0; {@code tip} shows on hover. */
        public record Span(int worker, double from, double to, int hue, String tip) {}

        @Override public void drawInto(Element parent) {
            Element figure = Svg.figure(parent, title);
            double bottom = ROW * workers + 4;
            Element svg = Svg.drawing(figure, bottom + AXIS, title, spans.size() + " pieces of work of " + workers + " workers");
            Scale scale = Scale.tight(SECONDS, DoubleStream.concat(DoubleStream.of(0), spans.stream().mapToDouble(Span::to)));
            double left = 4;
            double width = Svg.WIDTH - 2 * left - 10;
            for (double tick : scale.ticks()) {
                double x = left + scale.position(tick) * width;
                Svg.line(svg, x, 0, x, bottom, "grid");
                Svg.text(svg, x, bottom + 16, tick == 0 ? "" : "middle", SECONDS.unit().tick(tick));
            }
            Svg.text(svg, Svg.WIDTH / 2., bottom + 34, "axis middle", SECONDS.label());
            for (Span span : spans) {
                double from = left + scale.position(span.from) * width;
                double length = left + scale.position(span.to) * width - from;
                Svg.area(svg, from, ROW * span.worker + (ROW - BAR) / 2, Math.max(.5, length - .6), BAR, "bar", span.tip)
                        .addClass(Svg.hue(span.hue));
            }
            Legend.drawInto(figure, legend);
        }
    }
}
