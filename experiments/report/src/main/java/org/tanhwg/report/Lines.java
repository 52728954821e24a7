package org.tanhwg.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Svg.Plot;

/**
 * Lines over a common axis, each labelled at its end with its name and last value; a point that an axis cannot hold leaves a gap.
 *
 * @param marked whether each point is marked, as where points are few; labels are names alone then
 */
public record Lines(String title, Axis x, Axis y, List<Series> series, boolean marked) implements Block {
    private static final double LABEL_HEIGHT = 16;

    public Lines { series = List.copyOf(series); }

    /** Lines without marks. */
    public Lines(String title, Axis x, Axis y, List<Series> series) {
        this(title, x, y, series, false);
    }

    /** One line; {@code hue} is its colour's number, from 0, later ones are dashed; points are in the order of x. */
    public record Series(String name, int hue, List<Point> points) {
        public Series { points = List.copyOf(points); }

        private double last() { return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).y; }

        private String label(Axis y, boolean marked) {
            String mark = !marked ? "" : Svg.repeats(hue) ? "○ " : "● ";
            return mark + (name.isEmpty() ? "" : Svg.shortened(name) + (marked ? "" : "  "))
                    + (marked ? "" : y.unit().text(last()));
        }
    }

    /** One value. */
    public record Point(double x, double y) {}

    private record Label(double y, String text, int hue) {}

    @Override public void drawInto(Element parent) {
        Scale xs = Scale.tight(x, series.stream().flatMap(s -> s.points.stream()).mapToDouble(Point::x));
        Scale ys = Scale.extended(y, series.stream().flatMap(s -> s.points.stream()).mapToDouble(Point::y));
        String ends = series.stream().map(s -> s.label(y, marked)).collect(Collectors.joining("; "));
        int longest = series.stream().mapToInt(s -> s.label(y, marked).length()).max().orElse(0);
        Plot plot = new Plot(Svg.figure(parent, title), title, y.label() + " over " + x.label() + ", at the end: " + ends, xs, ys,
                8 + Svg.BOLD_LETTER * longest);
        List<Label> labels = new ArrayList<>();
        for (Series s : series) {
            draw(plot, s);
            labels.add(new Label(y.holds(s.last()) ? plot.atY(s.last()) : plot.bottom(), s.label(y, marked), s.hue));
        }
        for (Label label : apart(labels, plot.bottom()))
            Svg.text(plot.svg, plot.right() + 8, label.y + 4.5, "label", label.text).addClass(Svg.hue(label.hue));
        addTips(plot);
    }

    /** A path for each stretch of values that can be drawn; dots where points are marked, or one stands alone. */
    private void draw(Plot plot, Series s) {
        List<Point> stretch = new ArrayList<>();
        for (Point p : s.points) {
            if (x.holds(p.x) && y.holds(p.y)) stretch.add(p);
            else flush(plot, stretch, s.hue);
        }
        flush(plot, stretch, s.hue);
    }

    private void flush(Plot plot, List<Point> stretch, int hue) {
        if (stretch.size() > 1) {
            String path = stretch.stream().map(p -> Svg.number(plot.atX(p.x)) + " " + Svg.number(plot.atY(p.y)))
                    .collect(Collectors.joining("L", "M", ""));
            plot.svg.appendElement("path").attr("d", path).addClass("line").addClass(Svg.hue(hue));
        }
        if (marked || stretch.size() == 1) {
            for (Point p : stretch)
                plot.svg.appendElement("circle").attr("cx", Svg.number(plot.atX(p.x))).attr("cy", Svg.number(plot.atY(p.y)))
                        .attr("r", "3.5").addClass(Svg.repeats(hue) ? "ring" : "dot").addClass(Svg.hue(hue));
        }
        stretch.clear();
    }

    /** Moves labels down, then up again from the bottom, until none covers another. */
    private static List<Label> apart(List<Label> labels, double bottom) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingDouble(Label::y));
        for (int i = 1; i < sorted.size(); i++) {
            Label l = sorted.get(i);
            sorted.set(i, new Label(Math.max(l.y, sorted.get(i - 1).y + LABEL_HEIGHT), l.text, l.hue));
        }
        double limit = bottom;
        for (int i = sorted.size() - 1; i >= 0; i--, limit -= LABEL_HEIGHT) {
            Label l = sorted.get(i);
            sorted.set(i, new Label(Math.min(l.y, limit), l.text, l.hue));
        }
        return sorted;
    }

    /** An invisible band around each x that tells all values there; it reaches half-way to its neighbours. */
    private void addTips(Plot plot) {
        SortedMap<Double, StringBuilder> tips = new TreeMap<>();
        for (Series s : series)
            for (Point p : s.points)
                if (x.holds(p.x))
                    tips.computeIfAbsent(p.x, at -> new StringBuilder(x.label()).append(' ').append(x.unit().text(at)))
                            .append('\n').append(s.name.isEmpty() ? "" : s.name + ": ").append(y.unit().text(p.y));
        List<Double> at = List.copyOf(tips.keySet());
        for (int i = 0; i < at.size(); i++) {
            double from = i == 0 ? plot.left() : plot.atX((at.get(i - 1) + at.get(i)) / 2);
            double to = i == at.size() - 1 ? plot.right() : plot.atX((at.get(i) + at.get(i + 1)) / 2);
            Svg.area(plot.svg, from, plot.top(), to - from, plot.bottom() - plot.top(), "band", tips.get(at.get(i)).toString());
        }
    }
}
