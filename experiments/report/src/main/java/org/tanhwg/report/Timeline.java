package org.tanhwg.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jsoup.nodes.Element;

/** Who did what when: a row for each worker, over seconds. */
public record Timeline(String title, int workers, List<Span> spans, List<Legend.Entry> legend) implements Chart {
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
