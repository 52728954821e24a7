package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Svg.Legend;
import org.tanhwg.report.Svg.Plot;

/** Points over two axes, with a path through some of them; points that an axis cannot hold are left out. */
public record Scatter(String title, Axis x, Axis y, List<Mark> marks, List<Lines.Point> path,
        List<Legend.Entry> legend) implements Block {
    private static final String RADIUS = "4";

    public Scatter {
        marks = List.copyOf(marks);
        path = List.copyOf(path);
        legend = List.copyOf(legend);
    }

    /** One point; a ring when it is not {@code solid}; {@code label} stands beside it and may be empty; {@code tip} shows on hover. */
    public record Mark(double x, double y, int hue, boolean solid, String label, String tip) {}

    @Override public void drawInto(Element parent) {
        Scale xs = Scale.extended(x, marks.stream().mapToDouble(Mark::x));
        Scale ys = Scale.extended(y, marks.stream().mapToDouble(Mark::y));
        Element figure = Svg.figure(parent, title);
        Plot plot = new Plot(figure, title, y.label() + " over " + x.label() + " of " + marks.size() + " points", xs, ys, 0);
        List<Lines.Point> line = path.stream().filter(p -> x.holds(p.x()) && y.holds(p.y())).toList();
        for (int i = 1; i < line.size(); i++)
            Svg.line(plot.svg, plot.atX(line.get(i - 1).x()), plot.atY(line.get(i - 1).y()), plot.atX(line.get(i).x()),
                    plot.atY(line.get(i).y()), "line").addClass(Svg.hue(0));
        for (Mark mark : marks) if (x.holds(mark.x) && y.holds(mark.y)) draw(plot, mark);
        Legend.drawInto(figure, legend);
    }

    private static void draw(Plot plot, Mark mark) {
        double atX = plot.atX(mark.x);
        double atY = plot.atY(mark.y);
        Element dot = plot.svg.appendElement("circle").attr("cx", Svg.number(atX)).attr("cy", Svg.number(atY)).attr("r", RADIUS)
                .addClass(mark.solid ? "dot" : "ring").addClass(Svg.hue(mark.hue));
        if (!mark.tip.isEmpty()) dot.appendElement("title").text(mark.tip);
        if (mark.label.isEmpty()) return;
        boolean left = atX + Svg.BOLD_LETTER * mark.label.length() + 8 > plot.right();
        Svg.text(plot.svg, atX + (left ? -8 : 8), atY + 4.5, left ? "label end" : "label", mark.label)
                .addClass(Svg.hue(mark.hue));
    }

    /**
     * A path in a plane, or arrows over it; the longest arrow reaches from its place to the next.
     *
     * @param hue number of the colour, from 0
     */
    public record PhasePortrait(String title, Axis x, Axis y, int hue, List<Point> path, List<Arrow> arrows) implements Block {
        /** A vector (dx, dy) at a point of a plane. */
        public record Arrow(double x, double y, double dx, double dy) {}

        private static final double LONGEST = 26;
        private static final double SHORTEST = 1;
        private static final double HEAD = 0.3;

        /** States and arrows that an axis cannot hold, as of a diverged simulation, are left out. */
        public PhasePortrait {
            Axis across = x, up = y;
            path = path.stream().filter(p -> across.holds(p.x()) && up.holds(p.y())).toList();
            arrows = arrows.stream()
                    .filter(a -> across.holds(a.x()) && up.holds(a.y()) && Double.isFinite(a.dx() + a.dy()))
                    .toList();
        }

        @Override public void drawInto(Element parent) {
            Scale xs = Scale.tight(x,
                    path.isEmpty() ? arrows.stream().mapToDouble(Arrow::x) : path.stream().mapToDouble(Point::x));
            Scale ys = Scale.extended(y,
                    path.isEmpty() ? arrows.stream().mapToDouble(Arrow::y) : path.stream().mapToDouble(Point::y));
            Plot plot = new Plot(Svg.figure(parent, title), title, path.size() + " states, " + arrows.size() + " arrows", xs, ys,
                    0);
            if (path.size() > 1) {
                String way = path.stream().map(p -> at(plot.atX(p.x()), plot.atY(p.y())))
                        .collect(Collectors.joining("L", "M", ""));
                plot.svg.appendElement("path").attr("d", way).addClass("thread strong").addClass(Svg.hue(hue));
            }
            draw(plot);
        }

        private void draw(Plot plot) {
            double perX = plot.atX(1) - plot.atX(0), perY = plot.atY(1) - plot.atY(0);
            double longest = arrows.stream().mapToDouble(a -> Math.hypot(a.dx() * perX, a.dy() * perY)).max().orElse(0);
            var way = new StringBuilder();
            for (Arrow arrow : arrows) {
                double fromX = plot.atX(arrow.x()), fromY = plot.atY(arrow.y());
                double dx = LONGEST * arrow.dx() * perX / longest, dy = LONGEST * arrow.dy() * perY / longest;
                if (!(Math.hypot(dx, dy) > SHORTEST)) continue;
                String tip = at(fromX + dx, fromY + dy);
                way.append('M').append(at(fromX, fromY)).append('L').append(tip).append('L')
                        .append(at(fromX + dx - HEAD * (dx + dy / 2), fromY + dy - HEAD * (dy - dx / 2))).append('M').append(tip)
                        .append('L').append(at(fromX + dx - HEAD * (dx - dy / 2), fromY + dy - HEAD * (dy + dx / 2)));
            }
            if (!way.isEmpty())
                plot.svg.appendElement("path").attr("d", way.toString()).addClass("thread strong").addClass(Svg.hue(hue));
        }

        private static String at(double x, double y) { return Svg.number(x) + " " + Svg.number(y); }
    }
}
